// The command palette with nothing but keys.
import { holds, same } from '../expect.mjs';
import { serveSite } from '../server.mjs';
import { otlpJson, spanId, traceId } from '../traces.mjs';
import { Viewer } from '../viewer.mjs';

async function openSix({ browser, site, later }) {
  const server = later(await serveSite(site, { '/six.json': otlpJson(6) }));
  return later(await Viewer.open(browser, `${server.origin}/?url=/six.json`, { viewport: { width: 1280, height: 640 } }));
}

const mirrored = (viewer) => viewer.page.locator('#mirror-palette [aria-selected=true]').textContent();

export const cases = {
  async 'Ctrl+K finds a trace, a view, a step and the next error'(tools) {
    const viewer = await openSix(tools);
    await viewer.press('Control+k');
    await viewer.rect('palette-dialog');
    await viewer.type(traceId(2).slice(0, 8));
    await viewer.press('Escape');
    await viewer.press('Control+k');
    await viewer.type('#billing');
    await viewer.press('ArrowDown');
    await viewer.press('Enter');
    const trace = (await viewer.state()).trace;
    holds([1, 3, 5].map(traceId).includes(trace), 'a trace called agent-billing', trace);
    await viewer.press('Control+k');
    await viewer.type('flme');
    await viewer.press('Enter');
    same((await viewer.state()).tab, 'flame', 'tab');
    await viewer.press('Control+k');
    await viewer.type('@chat');
    await viewer.press('Enter');
    const number = [1, 3, 5].find((n) => traceId(n) === trace);
    same((await viewer.state()).span, spanId(number, 2), 'step');
  },

  async 'a screen reader hears the chosen line'(tools) {
    const viewer = await openSix(tools);
    await viewer.press('Control+k');
    await viewer.type('light');
    await viewer.page.waitForFunction(() => document.querySelector('#mirror-chosen').textContent === 'Theme: light');
    same(await mirrored(viewer), 'Theme: light', 'chosen');
    same(await viewer.page.locator('#mirror-chosen').textContent(), 'Theme: light', 'told');
    await viewer.press('Enter');
    same((await viewer.state()).theme, 'light', 'theme');
    await viewer.page.waitForFunction(() => document.querySelector('#mirror-palette').hidden);
  },
};
