// Bookmarks, local tags, scores in the list, and the order by relevance.
import { holds, same } from '../expect.mjs';
import { serveSite } from '../server.mjs';
import { otlpJson, request, spansOf, traceId } from '../traces.mjs';
import { Viewer } from '../viewer.mjs';

const WIDE = { viewport: { width: 1280, height: 860 } };
const ids = async (viewer) => (await viewer.call('traces')).map((trace) => trace.trace_id);

// Six traces, the first with two scores of its root.
function withScores() {
  const spans = [0, 1, 2, 3, 4, 5].flatMap((n) => spansOf(n));
  const event = (name, attributes) => ({
    timeUnixNano: spans[0].endTimeUnixNano, name: 'gen_ai.evaluation.result',
    attributes: [{ key: 'gen_ai.evaluation.name', value: { stringValue: name } }, ...attributes],
  });
  spans[0].events = [
    event('accuracy', [{ key: 'gen_ai.evaluation.score.value', value: { doubleValue: 0.75 } }]),
    event('helpful', [{ key: 'gen_ai.evaluation.score.label', value: { stringValue: 'passed' } }]),
  ];
  return JSON.stringify(request(spans));
}

export const cases = {
  async 'a bookmark and a local tag are filters at once, and are there after a reload'({ browser, site, later }) {
    const server = later(await serveSite(site, { '/six.json': otlpJson(6) }));
    const viewer = later(await Viewer.open(browser, `${server.origin}/?url=/six.json`, WIDE));
    const [first, second] = await ids(viewer);
    await viewer.page.mouse.move(...await viewer.point('trace-row-0', [0.4, 0.5]));
    await viewer.idle();
    const [row, star] = [await viewer.rect('trace-row-0'), await viewer.rect(`bookmark:${first}`)];
    holds(star.x > row.x + 100, 'the star lies on no dot of a status', star.x - row.x);
    await viewer.click(`bookmark:${first}`);
    same((await viewer.state()).trace, null, 'a press on the star opens nothing');
    await viewer.click('trace-row-1');
    await viewer.press('Shift+B');
    await viewer.type('to fix');
    await viewer.press('Enter');
    await viewer.press('Escape');
    await viewer.call('setFilter', 'bookmarked:true');
    await viewer.idle();
    same(await ids(viewer), [first], 'the bookmarked one');
    await viewer.call('setFilter', '');
    await viewer.idle();
    await viewer.click('facet-local-tag:to fix');
    same((await viewer.state()).filter, 'local_tag:="to fix"', 'ticked in the panel');
    same(await ids(viewer), [second], 'the tagged one');
    const [told] = await viewer.call('traces', {});
    same([told.bookmarked, told.local_tags], [false, ['to fix']], 'notes in the script API');
    await viewer.reload();
    same(await ids(viewer), [second], 'the tagged one after a reload');
    await viewer.call('setFilter', '-local_tag:* bookmarked:false');
    await viewer.idle();
    same((await ids(viewer)).length, 4, 'neither bookmarked nor tagged');
  },

  async 'scores are told in the row; a press opens the step that has them'({ browser, site, later }) {
    const server = later(await serveSite(site, { '/scores.json': withScores() }));
    const viewer = later(await Viewer.open(browser, `${server.origin}/?url=/scores.json#v=1&f=has:score`, WIDE));
    same(await ids(viewer), [traceId(0)], 'with scores');
    for (const [filter, count] of [['score.accuracy:>0.7', 1], ['score.accuracy:>0.8', 0], ['score.helpful:true', 1], ['score.helpful:fail', 0], ['', 6]]) {
      await viewer.call('setFilter', filter);
      await viewer.idle();
      same((await ids(viewer)).length, count, filter);
    }
    await viewer.click(`scores:${traceId(0)}`);
    const state = await viewer.state();
    same([state.trace, state.span_tab ?? 'metadata'], [traceId(0), 'metadata'], 'the trace and the tab');
    await viewer.rect('meta-accuracy');
    await viewer.rect('meta-helpful');
  },

  async 'the most relevant traces come first, counted in prompts that lie in the file'({ browser, site, later }) {
    const long = (refunds, bytes) => `${'lorem ipsum dolor '.repeat(bytes / 18)} ${'refund '.repeat(refunds)}`;
    const answers = [long(1, 9000), long(40, 9000), long(40, 90_000), long(0, 9000)];
    const spans = answers.flatMap((answer, n) => spansOf(n, { answer }));
    const server = later(await serveSite(site, { '/long.json': JSON.stringify(request(spans)) }));
    const viewer = later(await Viewer.open(browser, `${server.origin}/?url=/long.json#v=1&f=refund`, WIDE));
    same(await ids(viewer), [traceId(2), traceId(1), traceId(0)], 'the newest first');
    await viewer.click('order-relevance');
    same(await ids(viewer), [traceId(1), traceId(2), traceId(0)], 'the most relevant first');
    holds((await viewer.call('link')).includes('sort=relevance'), 'the link tells it');
    await viewer.click('order-relevance');
    same(await ids(viewer), [traceId(2), traceId(1), traceId(0)], 'the newest first again');
  },
};
