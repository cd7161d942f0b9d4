// Columns, groups, steps and marks of the lists, with mouse and keys.
import { readFileSync } from 'node:fs';
import { holds, same } from '../expect.mjs';
import { serveSite } from '../server.mjs';
import { otlpJson } from '../traces.mjs';
import { Viewer } from '../viewer.mjs';

async function openSix({ browser, site, later }) {
  const server = later(await serveSite(site, { '/six.json': otlpJson(6) }));
  return later(await Viewer.open(browser, `${server.origin}/?url=/six.json`, { viewport: { width: 1280, height: 640 } }));
}

export const cases = {
  async 'columns that were chosen and widened are there after a reload'(tools) {
    const viewer = await openSix(tools);
    await viewer.click('columns');
    await viewer.click('columns-5');
    await viewer.press('Escape');
    same(await viewer.call('rect', 'sort-cost'), null, 'the column of cost');
    const before = (await viewer.rect('sort-tokens')).width;
    const [x, y] = await viewer.point('resize-tokens');
    await viewer.drag([x, y], [x - 60, y]);
    const wide = (await viewer.rect('sort-tokens')).width;
    holds(Math.abs(wide - before - 60) < 3, 'sixty points wider', `${before} ${wide}`);
    await viewer.page.waitForFunction(() => Object.keys(localStorage).some((key) => localStorage[key].includes('tokens~')));
    await viewer.reload();
    same(await viewer.call('rect', 'sort-cost'), null, 'the column of cost after a reload');
    same((await viewer.rect('sort-tokens')).width, wide, 'its width after a reload');
  },

  async 'traces are grouped by a field that is typed, and a press shows a group'(tools) {
    const viewer = await openSix(tools);
    await viewer.click('view-groups');
    await viewer.click('group-by-text');
    await viewer.type('name');
    await viewer.press('Enter');
    await viewer.rect('groups-row-1');
    holds((await viewer.call('link')).includes('view=groups&by=name'), 'the link names the field', await viewer.call('link'));
    await viewer.click('groups-row-0');
    const state = await viewer.state();
    same(state.view, 'traces', 'view');
    holds(state.filter.startsWith('name:='), 'a filter of the name', state.filter);
  },

  async 'two versions of a prompt are compared: their figures, and their templates word by word'({ browser, site, later }) {
    const server = later(await serveSite(site));
    const viewer = later(await Viewer.open(browser, `${server.origin}/?url=/assets/samples/demo.otlp.jsonl#v=1&view=versions`, { viewport: { width: 1280, height: 900 } }));
    await viewer.click('versions-compare');
    for (const figure of ['Calls', 'Tokens in, mean', 'Cost, mean', 'Time, p95']) await viewer.rect(`version-figure-${figure}`);
    await viewer.page.waitForFunction(() => globalThis.spanorama.rect('versions-diff') !== null);
    await viewer.click('version-before');
    await viewer.click('version-before-0');
    await viewer.rect('versions-dialog');
    await viewer.press('Escape');
    same(await viewer.call('rect', 'versions-dialog'), null, 'after Escape');
    same((await viewer.state()).view, 'versions', 'the list below');
  },

  async 'one press on the mean of tokens puts the heaviest prompt first'({ browser, site, later }) {
    const server = later(await serveSite(site));
    const viewer = later(await Viewer.open(browser, `${server.origin}/?url=/assets/samples/demo.otlp.jsonl#v=1&view=prompts`, { viewport: { width: 1280, height: 900 } }));
    await viewer.click('groups-sort-mean_tokens');
    await viewer.click('list-save');
    const coming = viewer.page.waitForEvent('download');
    await viewer.click('list-save-6');
    const download = await coming;
    const means = readFileSync(await download.path(), 'utf8').trim().split('\n').map((line) => JSON.parse(line).total_tokens_mean);
    holds(means.length > 2, 'several prompts', means);
    same(means, [...means].sort((a, b) => b - a), 'the means, the greatest first');
  },

  async 'the border between list and trace is dragged, and stands there after a reload'(tools) {
    const viewer = await openSix(tools);
    await viewer.click('trace-row-1');
    const before = (await viewer.rect('trace-list')).width;
    const [x, y] = await viewer.point('split-list');
    await viewer.drag([x, y], [x - 90, y]);
    const list = await viewer.rect('trace-list'), detail = await viewer.rect('trace-detail');
    holds(Math.abs(before - list.width - 90) < 4, 'ninety points narrower', `${before} ${list.width}`);
    holds(Math.abs(detail.x - list.x - list.width) < 3, 'the trace begins where the list ends', `${list.x + list.width} ${detail.x}`);
    await viewer.reload();
    same((await viewer.rect('trace-list')).width, list.width, 'its width after a reload');
  },

  async 'two traces are marked and compared'(tools) {
    const viewer = await openSix(tools);
    const rows = await viewer.call('traces', {});
    await viewer.click('mark-0');
    await viewer.click('mark-2');
    await viewer.click('marked-compare');
    const state = await viewer.state();
    same([state.trace, state.tab], [rows[0].trace_id, 'compare'], 'compared');
    holds((await viewer.call('link')).includes(`cmp=${rows[2].trace_id}`), 'with the other', await viewer.call('link'));
  },

  async 'the traces that pass the filter are saved as a file that opens again'(tools) {
    const viewer = await openSix(tools);
    await viewer.call('setFilter', 'status:error');
    await viewer.idle();
    const listed = (await viewer.call('traces', {})).map((row) => row.trace_id).sort();
    await viewer.click('list-save');
    const coming = viewer.page.waitForEvent('download');
    await viewer.click('list-save-2');
    const download = await coming;
    holds(/\.jsonl?$/.test(download.suggestedFilename()), 'named like JSON', download.suggestedFilename());
    const path = await download.path();
    await viewer.call('setFilter', '');
    await viewer.call('close');
    await viewer.dropFiles([path]);
    same((await viewer.call('traces', {})).map((row) => row.trace_id).sort(), listed, 'traces in the file');
  },
};
