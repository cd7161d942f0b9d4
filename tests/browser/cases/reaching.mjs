// Without a network, and from other pages.
import { createServer } from 'node:http';
import { holds, same } from '../expect.mjs';
import { serveSite } from '../server.mjs';
import { otlpJson, traceId } from '../traces.mjs';
import { Viewer } from '../viewer.mjs';

const servePage = (html) => new Promise((resolve) => {
  const server = createServer((request, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end(html));
  server.listen(0, '127.0.0.1', () => resolve({
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => { server.closeAllConnections(); server.close(); },
  }));
});

// A page that holds the viewer in a frame and keeps every answer.
const holder = (viewer) => `<!doctype html><style>body { margin: 0 } iframe { border: 0; width: 800px; height: 500px }</style>
<iframe src="${viewer}/"></iframe><script>
const answers = {};
let pongs = 0;
addEventListener('message', ({ data }) => { if (data === 'PONG') ++pongs; else answers[data.id ?? data.event] = data; });
const ask = (id, call, ...args) => frames[0].postMessage({ spanorama: 1, id, call, args }, '${viewer}');
</script>`;

async function held({ browser, site, later }) {
  const server = later(await serveSite(site));
  const page = later(await servePage(holder(server.origin)));
  const viewer = later(await Viewer.blank(browser));
  await viewer.page.goto(page.origin);
  await viewer.page.waitForFunction(() => {
    if (pongs === 0) frames[0].postMessage('PING', '*');
    return pongs > 0;
  });
  return { viewer, frame: viewer.page.frames()[1], origin: page.origin };
}

const answer = async (page, id) => (await page.waitForFunction((key) => answers[key], id)).jsonValue();

export const cases = {
  async 'the site works without a network after the first visit, the demo too once it was opened'({ browser, site, later }) {
    const server = await serveSite(site);
    const viewer = later(await Viewer.blank(browser, { serviceWorkers: 'allow' }));
    await viewer.goto(`${server.origin}/?url=/assets/samples/demo.otlp.jsonl`);
    const traces = (await viewer.state()).traces;
    await viewer.page.waitForFunction(async () => (await navigator.serviceWorker.ready).active.state === 'activated' && navigator.serviceWorker.controller);
    await viewer.reload();  // through the service worker, which keeps the demo
    server.close();
    await viewer.reload();
    same((await viewer.state()).traces, traces, 'traces without a network');
    await viewer.call('setFilter', 'deductible');
    await viewer.idle();
    same((await viewer.state()).filter, 'deductible', 'a filter, whose worker was kept as well');
  },

  async 'a page that holds the viewer is asked about, then opens traces in it and hears what is selected'(tools) {
    const { viewer, frame, origin } = await held(tools);
    const { page } = viewer;
    await page.evaluate((text) => ask(1, 'open', new TextEncoder().encode(text), { name: 'handed.json' }), otlpJson(3));
    await frame.waitForSelector('#remote-ask[open]');
    same(await frame.textContent('#remote-origin'), origin, 'who asks');
    await frame.click('#remote-once');
    const opened = await answer(page, 1);
    same([opened.result.phase, opened.result.traces], ['done', 3], JSON.stringify(opened).slice(0, 200));
    await page.evaluate(() => ask(2, 'on', 'select'));
    await answer(page, 2);
    await page.evaluate((trace) => ask(3, 'select', { trace }), traceId(2));
    await answer(page, 3);
    same((await answer(page, 'select')).value.trace, traceId(2), 'event');
    await page.evaluate(() => ask(4, 'eval', '1'));
    holds((await answer(page, 4)).error.startsWith('There is no call eval'), 'an error names the calls', JSON.stringify(await answer(page, 4)));
  },

  async 'a page that is not allowed learns nothing'(tools) {
    const { viewer, frame } = await held(tools);
    await viewer.page.evaluate(() => ask(1, 'state'));
    await frame.waitForSelector('#remote-ask[open]');
    await viewer.page.keyboard.press('Escape');
    const refused = await answer(viewer.page, 1);
    holds(refused.error.includes('did not allow') && !('result' in refused), 'an error and nothing else', JSON.stringify(refused));
    await viewer.page.evaluate(() => ask(2, 'state'));
    holds('error' in await answer(viewer.page, 2), 'not asked again');
  },
};
