// Pictures, sounds and files in messages.
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { holds, same } from '../expect.mjs';
import { serveSite } from '../server.mjs';
import { Viewer } from '../viewer.mjs';

const FIXTURE = join(resolve(dirname(fileURLToPath(import.meta.url)), '../../..'), 'tests/fixtures/media/messages.json');

async function openMessages({ browser, site, later }) {
  const server = later(await serveSite(site));
  const viewer = later(await Viewer.open(browser, `${server.origin}/`, { viewport: { width: 1000, height: 1300 } }));
  viewer.asked = [];
  viewer.page.on('request', (request) => viewer.asked.push(request.url()));
  await viewer.dropFiles([FIXTURE]);
  await viewer.call('select', { trace: '0af7651916cd43dd8448eb211c80319c', span: 'b7ad6b7169203331' });
  await viewer.idle();
  return viewer;
}

async function namesLike(viewer, pattern) { return Object.keys(await viewer.call('rects')).filter((name) => pattern.test(name)); }

async function colourAt(viewer, [x, y]) {
  const shot = await viewer.page.screenshot({ clip: { x: Math.round(x), y: Math.round(y), width: 1, height: 1 } });
  return viewer.page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const context = new OffscreenCanvas(1, 1).getContext('2d');
    context.drawImage(await createImageBitmap(new Blob([bytes])), 0, 0);
    return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  }, shot.toString('base64'));
}

export const cases = {
  async 'a picture in a message is shown, wider after a press, and saved as it was'(tools) {
    const viewer = await openMessages(tools);
    const [name] = await namesLike(viewer, /-picture$/);
    holds(name, 'a picture');
    same(await colourAt(viewer, await viewer.point(name, [0.1, 0.5])), [0xe8, 0x8a, 0x2c], 'orange on the left');
    same(await colourAt(viewer, await viewer.point(name, [0.5, 0.5])), [255, 255, 255], 'the disc in the middle');
    same(await colourAt(viewer, await viewer.point(name, [0.9, 0.5])), [0x1f, 0x9e, 0x8f], 'teal on the right');
    const coming = viewer.page.waitForEvent('download');
    await viewer.click(name.replace(/-picture$/, '-save'));
    const download = await coming;
    same(download.suggestedFilename(), 'picture.png', 'the name of the file');
    const text = JSON.parse(readFileSync(FIXTURE, 'utf8')).resourceSpans[0].scopeSpans[0].spans[0].attributes
      .find((attribute) => attribute.key === 'gen_ai.input.messages').value.stringValue;
    const original = JSON.parse(text)[0].content[1].image_url.url.split(',')[1];
    same(readFileSync(await download.path()).toString('base64'), original, 'the bytes of the file');
  },

  async 'what lies elsewhere is named and not fetched; damaged pictures and bombs are told'(tools) {
    const viewer = await openMessages(tools);
    holds((await namesLike(viewer, /-open$/)).length >= 1, 'an address to be opened');
    same((await namesLike(viewer, /-picture$/)).length, 2, 'pictures that can be shown');
    holds((await namesLike(viewer, /-play$/)).length === 1, 'a sound to be played');
    same(viewer.asked.filter((url) => url.includes('pictures.example')), [], 'requests');
  },
};
