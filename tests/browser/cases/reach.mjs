// Without a mouse and without sight: what the browser tells assistive technology, and the way of the focus.
import { holds, same } from '../expect.mjs';
import { newlyColored } from '../pictures.mjs';
import { serveSite } from '../server.mjs';
import { otlpJson, spanId, traceId } from '../traces.mjs';
import { Viewer } from '../viewer.mjs';

async function openSix({ browser, site, later }) {
  const server = later(await serveSite(site, { '/six.json': otlpJson(6) }));
  return later(await Viewer.open(browser, `${server.origin}/?url=/six.json`, { viewport: { width: 1280, height: 640 } }));
}

// The accessibility tree as Chromium hands it to screen readers: [role, name, properties] of every node that is not ignored.
async function accessible(viewer) {
  const devtools = await viewer.context.newCDPSession(viewer.page);
  const { nodes } = await devtools.send('Accessibility.getFullAXTree');
  await devtools.detach();
  return nodes.filter((node) => !node.ignored).map((node) => ({
    role: node.role?.value, name: node.name?.value ?? '',
    ...Object.fromEntries((node.properties ?? []).map(({ name, value }) => [name, value.value])),
  }));
}

export const cases = {
  async 'the accessibility tree holds status, traces and the open trace as a tree'(tools) {
    const viewer = await openSix(tools);
    await viewer.call('select', { trace: traceId(2), span: spanId(2, 2) });
    await viewer.idle();
    await viewer.page.waitForFunction(() => document.querySelectorAll('#mirror-spans [role=treeitem]').length === 4);
    const nodes = await accessible(viewer);
    const of = (role) => nodes.filter((node) => node.role === role);
    same(of('treeitem').map((node) => [node.name.split(',')[0], node.level]), [['agent-support', 1], ['search', 2], ['chat', 2], ['POST /v1/chat', 3]], 'steps');
    same(of('treeitem').filter((node) => node.selected).map((node) => node.name.split(',')[0]), ['chat'], 'selected step');
    same(of('option').length, 6, 'traces');
    same(of('option').filter((node) => node.selected).length, 1, 'selected trace');
    holds(nodes.some((node) => node.role === 'status'), 'a status');
    holds(/error/.test(of('treeitem')[0].name), 'that it failed is said', of('treeitem')[0].name);
  },

  async 'a press of a screen reader on a step selects it'(tools) {
    const viewer = await openSix(tools);
    await viewer.call('select', { trace: traceId(1) });
    await viewer.idle();
    await viewer.page.waitForFunction(() => document.querySelectorAll('#mirror-spans [role=treeitem]').length === 4);
    await viewer.page.evaluate(() => document.querySelectorAll('#mirror-spans [role=treeitem]')[1].click());
    await viewer.idle();
    same((await viewer.state()).span, spanId(1, 1), 'step');
  },

  async 'Tab goes from control to control, and each shows that it has the focus'(tools) {
    const viewer = await openSix(tools);
    const ACCENT = [0x6e, 0xa8, 0xfe], TABS = 9;
    const places = new Set();
    let before = await viewer.page.screenshot();
    for (let i = 0; i < TABS; ++i) {
      await viewer.press('Tab');
      const after = await viewer.page.screenshot();
      const ring = await newlyColored(viewer.page, before, after, ACCENT);
      holds(ring.count >= 40, `a ring after ${i + 1} times Tab`, JSON.stringify(ring));
      places.add(`${ring.x0} ${ring.y0} ${ring.x1} ${ring.y1}`);
      before = after;
    }
    same(places.size, TABS, 'places');
    await viewer.press('Shift+Tab');
    const back = await newlyColored(viewer.page, before, await viewer.page.screenshot(), ACCENT);
    holds(places.has(`${back.x0} ${back.y0} ${back.x1} ${back.y1}`), 'Shift and Tab go back');
  },

  async 'without WebGL 2 a sentence says what is missing'({ browser, site, later }) {
    const server = later(await serveSite(site));
    for (const known of [true, false]) {  // whether the browser has heard of it at all
      const viewer = later(await Viewer.blank(browser));
      viewer.expected.push(/./);
      await viewer.page.addInitScript((hasClass) => {
        if (!hasClass) delete globalThis.WebGL2RenderingContext;
        const real = HTMLCanvasElement.prototype.getContext;
        HTMLCanvasElement.prototype.getContext = function (kind, ...rest) { return kind === 'webgl2' ? null : real.call(this, kind, ...rest); };
      }, known);
      await viewer.page.goto(`${server.origin}/`);
      await viewer.page.getByText(/gives no WebGL 2/).first().waitFor({ timeout: 30_000 });
    }
  },

  async 'with reduced motion a zoom is there at once'(tools) {
    const viewer = await openSix(tools);
    await viewer.call('select', { trace: traceId(1) });
    await viewer.idle();
    await viewer.call('resetStats');
    await viewer.press('w');
    holds((await viewer.state()).visible_time, 'zoomed');
    const { frames } = await viewer.call('stats');
    holds(frames <= 12, 'a few frames and no easing', frames);
  },
};
