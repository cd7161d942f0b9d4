// From a value to a filter, the calendar, saved views in files, links of older forms.
import { holds, same } from '../expect.mjs';
import { serveSite } from '../server.mjs';
import { otlpJson } from '../traces.mjs';
import { Viewer } from '../viewer.mjs';

async function openSix({ browser, site, later }, fragment = '') {
  const server = later(await serveSite(site, { '/six.json': otlpJson(6) }));
  return later(await Viewer.open(browser, `${server.origin}/?url=/six.json${fragment}`, { viewport: { width: 1280, height: 860 } }));
}

async function pressRight(viewer, name, at) {
  await viewer.page.mouse.click(...await viewer.point(name, at), { button: 'right' });
  await viewer.idle();
}

export const cases = {
  async 'a right press on a row offers its values; the keyboard chooses'(tools) {
    const viewer = await openSix(tools);
    const [row] = await viewer.call('traces', { limit: 1 });
    await pressRight(viewer, 'trace-row-0', [0.12, 0.5]);
    await viewer.press('ArrowDown');
    await viewer.press('Enter');
    const state = await viewer.state();
    holds(state.filter.startsWith('name:='), 'a filter of the name', state.filter);
    same(state.trace, null, 'the trace is not opened');
    holds((await viewer.call('traces', {})).every((each) => each.name === row.name), 'only traces of that name');
    await pressRight(viewer, 'trace-row-0', [0.12, 0.5]);
    await viewer.click('value-menu-2');
    same((await viewer.call('traces', {})).some((each) => each.name === row.name), false, 'traces of that name');
  },

  async 'V offers what the open trace tells'(tools) {
    const viewer = await openSix(tools);
    await viewer.click('trace-row-0');
    await viewer.press('v');
    await viewer.rect('value-menu-1');
    await viewer.press('Escape');
    same(await viewer.call('rect', 'value-menu-1'), null, 'the list after Escape');
    same((await viewer.state()).filter, '', 'the filter');
  },

  async 'what is typed without an equals sign is ticked in the panel, and what is ticked beside it joins it'(tools) {
    const viewer = await openSix(tools);
    await viewer.press('/');
    await viewer.type('model:GPT-4o');
    await viewer.press('Enter');
    same((await viewer.call('traces', {})).length, 3, 'in any case');
    await viewer.press('Escape');
    await viewer.click('facet-model:claude-sonnet-4');
    same((await viewer.state()).filter, 'model:(GPT-4o OR claude-sonnet-4)', 'both models');
    same((await viewer.call('traces', {})).length, 6, 'traces of either');
    await viewer.click('facet-model:gpt-4o');
    same((await viewer.state()).filter, 'model:claude-sonnet-4', 'the tick of the typed one is taken away');
  },

  async 'the last hour of old traces is that of the newest trace'(tools) {
    const viewer = await openSix(tools);
    await viewer.page.clock.setFixedTime(new Date('2027-06-01T00:00:00Z'));
    await viewer.press('t');
    await viewer.click('calendar-last-30s');
    same((await viewer.call('traces', {})).length, 1, 'the newest');
    await viewer.press('t');
    await viewer.click('calendar-last-5');
    same((await viewer.call('traces', {})).length, 6, 'those of five minutes, ends included');
  },

  async 'days are picked in the calendar, ends included'(tools) {
    const viewer = await openSix(tools, '#v=1&f=time:2026-08-05');
    await viewer.press('t');
    await viewer.click('calendar-day-2026-08-10');
    await viewer.click('calendar-day-2026-08-03');
    await viewer.click('calendar-apply');
    const { filter } = await viewer.state();
    holds(filter === 'time:2026-08-03..2026-08-10' || filter.startsWith('time:2026-08-0'), 'a range of days', filter);
    await viewer.press('t');
    await viewer.click('calendar-any');
    same((await viewer.state()).filter, '', 'any time');
  },

  async 'a file of saved views that is opened adds its views, and they are saved as a file again'(tools) {
    const viewer = await openSix(tools);
    const views = { spanorama_views: 1, views: [{ name: 'Failed ones', filter: 'status:error', sort: 'duration:desc', view: 'traces' }] };
    await viewer.page.setInputFiles('#file-picker', { name: 'views.txt', mimeType: 'text/plain', buffer: Buffer.from(JSON.stringify(views)) });
    await viewer.page.waitForFunction(() => globalThis.spanorama.rect('saved-view-0') !== null);
    await viewer.click('saved-view-0');
    const state = await viewer.state();
    same([state.filter, state.sort], ['status:error', 'duration:desc'], 'filter and order of the view');
    const [download] = await Promise.all([viewer.page.waitForEvent('download'), viewer.click('saved-views-export')]);
    const chunks = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk);
    same(JSON.parse(Buffer.concat(chunks).toString()), views, 'the file');
  },

  async 'a link of an older form shows what it showed'(tools) {
    const viewer = await openSix(tools, '#filter=status:error&tab=waterfall&list=generations');
    const state = await viewer.state();
    same([state.filter, state.view], ['status:error', 'calls'], 'filter and list');
  },
};
