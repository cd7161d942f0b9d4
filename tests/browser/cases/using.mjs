// Mouse and keys on what is drawn; the address follows and leads back.
import { readFileSync } from 'node:fs';
import { holds, matches, same } from '../expect.mjs';
import { serveSite } from '../server.mjs';
import { otlpJson, spanId, traceId } from '../traces.mjs';
import { Viewer } from '../viewer.mjs';

const WIDE = { viewport: { width: 1280, height: 640 } };

// The viewer with six traces from the same origin, so that links can open them again.
async function openSix({ browser, site, later }, options = WIDE) {
  const server = later(await serveSite(site, { '/six.json': otlpJson(6) }));
  const viewer = later(await Viewer.open(browser, `${server.origin}/?url=/six.json`, options));
  return { server, viewer };
}

export const cases = {
  async 'a click on a row opens the trace and puts it into the address'(tools) {
    const { viewer } = await openSix(tools);
    await viewer.click('trace-row-1');
    same((await viewer.state()).trace, traceId(4), 'selected trace');
    await viewer.rect('trace-detail');
    matches(viewer.page.url(), new RegExp(`trace=${traceId(4)}`), 'the address');
  },

  async 'a click on a span selects it'(tools) {
    const { viewer } = await openSix(tools);
    await viewer.call('select', { trace: traceId(3) });
    await viewer.idle();
    await viewer.click(`span-row:${spanId(3, 2)}`, [0.2, 0.5]);
    same((await viewer.state()).span, spanId(3, 2), 'selected span');
    await viewer.rect('span-detail');
  },

  async 'ctrl and wheel zoom the timeline where the pointer is'(tools) {
    const { viewer } = await openSix(tools);
    await viewer.call('select', { trace: traceId(3) });
    await viewer.idle();
    same((await viewer.state()).visible_time, null, 'the whole trace at first');
    const [x, y] = await viewer.point('timeline', [0.7, 0.6]);
    await viewer.page.mouse.move(x, y);
    await viewer.page.keyboard.down('Control');
    for (let i = 0; i < 3; ++i) await viewer.page.mouse.wheel(0, -100);
    await viewer.page.keyboard.up('Control');
    await viewer.idle();
    const { visible_time: range } = await viewer.state();
    const trace = (await viewer.call('traces')).find((one) => one.trace_id === traceId(3));
    holds(range !== null && Number(BigInt(range[1]) - BigInt(range[0])) < trace.duration_ns * 0.9, 'a part of the trace is visible', range);
    await viewer.call('idle');
    matches(viewer.page.url(), /[#&]t=/, 'the address');
    same(await viewer.page.evaluate(() => globalThis.visualViewport.scale), 1, 'the page itself is not zoomed');
  },

  async 'back and forward go through what was opened'(tools) {
    const { viewer } = await openSix(tools);
    await viewer.click('trace-row-0');
    await viewer.click('trace-row-2');
    same((await viewer.state()).trace, traceId(3), 'second');
    await viewer.page.goBack();
    await viewer.idle();
    same((await viewer.state()).trace, traceId(5), 'after back');
    await viewer.page.goForward();
    await viewer.idle();
    same((await viewer.state()).trace, traceId(3), 'after forward');
  },

  async 'reloading shows the same, and so does the link for somebody else'(tools) {
    const { viewer } = await openSix(tools);
    await viewer.call('setFilter', 'model:gpt-4o');
    await viewer.call('select', { trace: traceId(2), span: spanId(2, 2), tab: 'flame' });
    await viewer.idle();
    const known = ({ filter, trace, span, tab, traces, listed }) => ({ filter, trace, span, tab, traces, listed });
    const before = known(await viewer.state());
    same(before.tab, 'flame', 'tab');
    await viewer.reload();
    same(known(await viewer.state()), before, 'after reloading');
    const other = tools.later(await Viewer.open(tools.browser, await viewer.call('link'), WIDE));
    same(known(await other.state()), before, 'in another browser profile');
  },

  async 'a filter typed with real keys narrows the list'(tools) {
    const { viewer } = await openSix(tools);
    await viewer.click('filter-input');
    await viewer.type('status:error');
    await viewer.press('Enter');
    const state = await viewer.state();
    same([state.filter, state.listed], ['status:error', 2], 'filter and rows');
    same((await viewer.call('traces')).map((trace) => trace.status), ['error', 'error'], 'status of the rows');
    matches(viewer.page.url(), /f=status/, 'the address');
  },

  async 'text of an input method and of the clipboard arrives'(tools) {
    const { viewer } = await openSix(tools);
    await viewer.click('filter-input');
    await viewer.page.keyboard.insertText('名前');
    await viewer.idle();
    await viewer.press('Enter');
    same((await viewer.state()).filter, '名前', 'composed text');
    await viewer.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await viewer.page.evaluate(() => navigator.clipboard.writeText('agent-billing'));
    await viewer.click('filter-input');
    await viewer.press('Control+a');
    await viewer.press('Control+v');
    await viewer.press('Enter');
    same((await viewer.state()).filter, 'agent-billing', 'pasted text');
    await viewer.click('filter-input');
    await viewer.press('End');
    await viewer.type(' copied');
    await viewer.press('Control+a');
    await viewer.press('Control+c');
    same(await viewer.page.evaluate(() => navigator.clipboard.readText()), 'agent-billing copied', 'copied text');
  },

  async 'right-to-left text is edited where it is seen'(tools) {
    const { viewer } = await openSix(tools);
    await viewer.click('filter-input');
    await viewer.page.keyboard.insertText('שלום');
    await viewer.idle();
    await viewer.press('ArrowRight');  // back over the last letter, which stands leftmost
    await viewer.type('x');
    same((await viewer.state()).filter, 'שלוxם', 'between the last two letters');
    const field = await viewer.rect('filter-input');
    await viewer.page.mouse.click(field.x + field.width - 1, field.y + field.height / 2);
    await viewer.idle();
    await viewer.type('y');
    same((await viewer.state()).filter, 'yשלוxם', 'before the first letter, at the right');
  },

  async 'a filter that is being typed holds as far as it can be read'(tools) {
    const { viewer } = await openSix(tools);
    await viewer.press('/');
    await viewer.type('status:');
    same([(await viewer.state()).listed, await viewer.call('rect', 'filter-error')], [6, null], 'all, and no complaint while values are offered');
    await viewer.type('error duration:>soon');
    same((await viewer.state()).listed, 2, 'the condition that can be read');
    await viewer.rect('filter-error');
  },

  async 'a wrong filter points at the mistake and keeps the list'(tools) {
    const { viewer } = await openSix(tools);
    const answer = await viewer.call('setFilter', 'duration:>soon');
    matches(answer.error, /column|duration/, 'the message');
    await viewer.idle();
    same((await viewer.state()).listed, 6, 'rows');
  },

  async 'brushing the chart narrows the list'(tools) {
    const { viewer } = await openSix(tools);
    const from = await viewer.point('chart-time', [0.02, 0.5]);
    const to = await viewer.point('chart-time', [0.5, 0.5]);
    await viewer.drag(from, to);
    const state = await viewer.state();
    matches(state.filter, /time:/, 'filter');
    holds(state.listed > 0 && state.listed < 6, 'some rows are left', state.listed);
  },

  async 'a facet is a filter'(tools) {
    const { viewer } = await openSix(tools);
    const facets = await viewer.call('facets', 'status');
    const error = facets.find((facet) => facet.value === 'error');
    same(error.count, 2, 'failed traces');
    await viewer.click('facet-status:error');
    same((await viewer.state()).listed, 2, 'rows');
  },

  async 'the query is completed, undone, and back leads to the list before'(tools) {
    const { viewer } = await openSix(tools);
    await viewer.click('filter-input');
    await viewer.page.keyboard.type('status:e');
    await viewer.idle();
    await viewer.rect('completion-0');
    await viewer.press('ArrowDown');
    await viewer.press('Enter');
    matches((await viewer.state()).filter, /^status:error/, 'completed');
    await viewer.press('Escape');
    await viewer.click('filter-undo');
    same((await viewer.state()).filter, '', 'undone');
    await viewer.click('view-models');
    matches(await viewer.call('link'), /view=models/, 'link');
    await viewer.page.goBack();
    await viewer.idle();
    holds(!/view=/.test(await viewer.call('link')), 'back to the traces');
  },

  async 'a saved view is there after a reload'(tools) {
    const { viewer } = await openSix(tools);
    await viewer.call('setFilter', 'status:error');
    await viewer.click('facet-section-saved');
    await viewer.click('saved-view-save');
    await viewer.reload();
    await viewer.call('setFilter', '');
    await viewer.idle();
    await viewer.click('saved-view-0');
    same((await viewer.state()).filter, 'status:error', 'filter');
  },

  async 'a double press on a saved view renames it'(tools) {
    const { viewer } = await openSix(tools);
    await viewer.call('setFilter', 'status:error');
    await viewer.idle();
    await viewer.click('facet-section-saved');
    await viewer.click('saved-view-name');
    await viewer.type('Failed');
    await viewer.press('Enter');
    await viewer.page.mouse.dblclick(...await viewer.point('saved-view-0', [0.3, 0.5]));
    await viewer.idle();
    await viewer.press('End');
    await viewer.type(' today');
    await viewer.press('Enter');
    await viewer.call('setFilter', '');
    await viewer.idle();
    const [download] = await Promise.all([viewer.page.waitForEvent('download'), viewer.click('saved-views-export')]);
    const { views } = JSON.parse(readFileSync(await download.path(), 'utf8'));
    same(views.map((view) => [view.name, view.filter]), [['Failed today', 'status:error']], 'one view, renamed');
  },

  async 'the theme follows the system and can be switched'(tools) {
    const { viewer } = await openSix(tools);
    const luminance = async () => {
      const shot = await viewer.page.screenshot({ clip: { x: 640, y: 60, width: 4, height: 4 } });
      return viewer.page.evaluate(async (bytes) => {
        const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
        const canvas = new OffscreenCanvas(1, 1).getContext('2d');
        canvas.drawImage(bitmap, 0, 0, 1, 1);
        return canvas.getImageData(0, 0, 1, 1).data[1];
      }, [...shot]);
    };
    const dark = await luminance();
    holds(dark < 80, 'dark, as the system', dark);
    await viewer.click('theme-toggle');
    holds(await luminance() > 180, 'light after a press');
    same((await viewer.state()).theme, 'light', 'theme');
    await viewer.call('setTheme', 'system');
    await viewer.page.emulateMedia({ colorScheme: 'light' });
    await viewer.idle();
    holds(await luminance() > 180, 'light, as the system');
  },

  async 'keys move through traces'(tools) {
    const { viewer } = await openSix(tools);
    await viewer.click('trace-row-0');
    await viewer.press('j');
    same((await viewer.state()).trace, traceId(4), 'J: the next one');
    await viewer.press('k');
    same((await viewer.state()).trace, traceId(5), 'K: the previous one');
    await viewer.press('Escape');
    same((await viewer.state()).trace, null, 'Escape: the list');
  },

  async 'a link to a local file asks for it, and shows the place when it is dropped'({ browser, site, later }) {
    const server = later(await serveSite(site));
    const viewer = later(await Viewer.open(browser, `${server.origin}/`, WIDE));
    await viewer.openText('mine.json', otlpJson(3));
    await viewer.call('select', { trace: traceId(1) });
    await viewer.idle();
    const other = later(await Viewer.open(browser, await viewer.call('link'), WIDE));
    same((await other.call('sources')).map((source) => [source.name, source.phase]), [['mine.json', 'wanted']], 'asked for');
    await other.openText('mine.json', otlpJson(3));
    same((await other.state()).trace, traceId(1), 'selected trace');
    same((await other.call('sources')).some((source) => source.phase === 'wanted'), false, 'nothing is asked for any more');
  },
};
