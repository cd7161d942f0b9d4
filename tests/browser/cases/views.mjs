// The views of one trace with real mouse, wheel and keys on what they draw.
import { holds, matches, same } from '../expect.mjs';
import { serveSite } from '../server.mjs';
import { otlpJson, spanId, traceId } from '../traces.mjs';
import { Viewer } from '../viewer.mjs';

const WIDE = { viewport: { width: 1280, height: 700 } };
const MARKDOWN = '# Answer\n\nSee [the page](https://example.org/page), **really**.\n\n| a | b |\n| - | - |\n| 1 | 2 |\n';

// The viewer with six traces and the third of them open in `tab`, over the whole width.
async function openTab({ browser, site, later }, tab, options = WIDE) {
  const server = later(await serveSite(site, { '/six.json': otlpJson(6, { answer: MARKDOWN }) }));
  const viewer = later(await Viewer.open(browser, `${server.origin}/?url=/six.json`, options));
  await viewer.call('select', { trace: traceId(2), tab });
  await viewer.idle();
  if (await viewer.call('rect', 'detail-full')) await viewer.click('detail-full');
  return viewer;
}

const wheel = async (viewer, name, at, by, { control = false } = {}) => {
  await viewer.page.mouse.move(...await viewer.point(name, at));
  if (control) await viewer.page.keyboard.down('Control');
  await viewer.idle();
  await viewer.page.mouse.wheel(0, by);
  await viewer.idle();
  if (control) await viewer.page.keyboard.up('Control');
  await viewer.idle();
};

export const cases = {
  async 'the flame: wheel zooms, a press selects, a double click zooms to the step, F shows all'(tools) {
    const viewer = await openTab(tools, 'flame');
    await wheel(viewer, 'flame-rows', [0.5, 0.1], -300, { control: true });
    holds((await viewer.state()).visible_time, 'zoomed by the wheel');
    await viewer.press('f');
    same((await viewer.state()).visible_time, null, 'everything again');
    await viewer.page.mouse.click(...await viewer.point('flame-rows', [0.6, 0.03]));
    await viewer.idle();
    same((await viewer.state()).span, spanId(2, 0), 'the root in the first lane');
    await viewer.page.mouse.dblclick(...await viewer.point('flame-rows', [0.08, 0.095]));
    await viewer.idle();
    holds((await viewer.state()).visible_time, 'zoomed to the step');
    await viewer.press('f');
    same((await viewer.state()).visible_time, null, 'F on a step that fills the view');
  },

  async 'Ctrl is let go of in the frame of the wheel: it still zooms'(tools) {
    const viewer = await openTab(tools, 'flame');
    await viewer.page.mouse.move(...await viewer.point('flame-rows', [0.5, 0.1]));
    await viewer.page.keyboard.down('Control');
    await viewer.idle();
    const [x, y] = await viewer.point('flame-rows', [0.5, 0.1]);
    await viewer.page.evaluate(([clientX, clientY]) => {
      document.querySelector('canvas').dispatchEvent(new WheelEvent('wheel', { clientX, clientY, deltaY: -300, ctrlKey: true, bubbles: true, cancelable: true }));
      dispatchEvent(new KeyboardEvent('keyup', { key: 'Control', code: 'ControlLeft', ctrlKey: false }));
    }, [x, y]);
    await viewer.idle();
    holds((await viewer.state()).visible_time, 'zoomed by the wheel');
    await viewer.page.keyboard.up('Control');
  },

  async 'a drag picks a range, Esc forgets it, Enter zooms to it'(tools) {
    const viewer = await openTab(tools, 'timeline');
    const drag = async () => viewer.drag(await viewer.point('timeline-rows', [0.3, 0.6]), await viewer.point('timeline-rows', [0.5, 0.6]));
    await drag();
    holds((await viewer.state()).picked_time, 'a picked range');
    await viewer.rect('picked-range');
    await viewer.press('Escape');
    same((await viewer.state()).picked_time ?? null, null, 'forgotten');
    await drag();
    await viewer.press('Enter');
    holds((await viewer.state()).visible_time, 'zoomed to the range');
    same((await viewer.state()).picked_time ?? null, null, 'the range is used up');
  },

  async 'the playhead: full stop and comma step, Space plays, Esc ends it'(tools) {
    const viewer = await openTab(tools, 'timeline');
    await viewer.press('.');
    const first = (await viewer.state()).playhead;
    holds(first, 'a playhead', first);
    await viewer.press('.');
    const second = (await viewer.state()).playhead;
    holds(BigInt(second) > BigInt(first), 'further on', [first, second]);
    await viewer.press(',');
    same((await viewer.state()).playhead, first, 'back');
    await viewer.press('Escape');
    same((await viewer.state()).playhead ?? null, null, 'ended');
  },

  async 'the merged flame: a press on a row of the table selects, width by tokens'(tools) {
    const viewer = await openTab(tools, 'merged');
    const names = Object.keys(await viewer.call('rects')).filter((name) => name.startsWith('merged-entry-'));
    holds(names.length === 4, 'a row for each name', names);
    await viewer.click('merged-entry-0');
    holds((await viewer.state()).span, 'the longest of its steps');
    await viewer.press('Control+k');
    await viewer.type('merged tokens');
    await viewer.press('Enter');
    matches(viewer.page.url(), /tokens/, 'the address says by tokens');
  },

  async 'the graph: a press on a node selects its step, drag and wheel move it'(tools) {
    const viewer = await openTab(tools, 'graph');
    const nodes = Object.keys(await viewer.call('rects')).filter((name) => name.startsWith('graph-node-'));
    holds(nodes.length >= 2, 'nodes', nodes);
    const before = await viewer.rect(nodes[0]);
    await wheel(viewer, 'graph', [0.1, 0.8], 100);
    const after = await viewer.rect(nodes[0]);
    holds(after.y < before.y, 'moved by the wheel', [before.y, after.y]);
    await viewer.click(nodes[0]);
    holds((await viewer.state()).span, 'a step is selected');
  },

  async 'the log and the tree: a press selects the step, arrows go on'(tools) {
    const viewer = await openTab(tools, 'tree');
    await viewer.click(`span-row:${spanId(2, 1)}`, [0.3, 0.5]);
    same((await viewer.state()).span, spanId(2, 1), 'by press');
    await viewer.press('ArrowDown');
    same((await viewer.state()).span, spanId(2, 2), 'by key');
    await viewer.press('ArrowLeft');
    await viewer.rect(`span-row:${spanId(2, 2)}`);
    same(await viewer.call('rect', `span-row:${spanId(2, 3)}`), null, 'folded away');
    await viewer.call('select', { tab: 'log' });
    await viewer.idle();
    await viewer.press('e');
    holds((await viewer.state()).span, 'an error', (await viewer.state()).span);
  },

  async 'compare: the other trace is chosen from the list and stands in the address'(tools) {
    const viewer = await openTab(tools, 'compare');
    await viewer.click('compare-with-0');
    matches(viewer.page.url(), /cmp=[0-9a-f]{32}/, 'the address');
    await viewer.click('diff-row-0');
    await viewer.rect('comparison');
    await viewer.click('compare-close');
    holds(!/cmp=/.test(viewer.page.url()), 'closed', viewer.page.url());
  },

  async 'the conversation: every message is there, a press on its origin leads to the step'(tools) {
    const viewer = await openTab(tools, 'conversation');
    const rects = Object.keys(await viewer.call('rects')).filter((name) => name.startsWith('conversation-'));
    holds(rects.length >= 3, 'messages', rects);
    await viewer.click('conversation-0-origin');
    same((await viewer.state()).span, spanId(2, 2), 'the model call');
  },

  async 'undo and redo of a filter by keys'(tools) {
    const viewer = await openTab(tools, 'timeline');
    await viewer.call('setFilter', 'status:error');
    await viewer.idle();
    same((await viewer.state()).filter ?? await viewer.call('filter'), 'status:error', 'set');
    await viewer.press('Control+z');
    same(await viewer.call('filter'), '', 'undone');
    await viewer.press('Control+Shift+z');
    same(await viewer.call('filter'), 'status:error', 'redone');
  },
};
