// Where memory is short: reading stops in time, says so, and metadata alone can be read. And long values that stay on servers.
import { holds, matches, same } from '../expect.mjs';
import { serveRanges, serveSite } from '../server.mjs';
import { otlpJsonLines, request, spansOf, traceId } from '../traces.mjs';
import { Viewer } from '../viewer.mjs';

// A line a trace, each with attributes of its own.
function wideLines(count) {
  const lines = [];
  for (let n = 0; n < count; ++n) {
    const spans = spansOf(n);
    for (const span of spans) for (let k = 0; k < 30; ++k) span.attributes.push({ key: `k${k}`, value: { stringValue: `value ${n} ${k} ${span.spanId}` } });
    lines.push(JSON.stringify(request(spans)));
  }
  return lines.join('\n');
}

async function answerOf(viewer, trace) {
  const chat = (await viewer.call('spans', trace)).find((span) => span.name === 'chat');
  return JSON.stringify(await viewer.call('show', trace, chat.span_id));
}

// 30 MB in forty traces.
const ANSWER = 'word '.repeat(150_000).trim();
const largeBody = () => Buffer.from(otlpJsonLines(40, { answer: ANSWER }));

export const cases = {
  async 'long values of a large address are asked for in parts, and not kept here'({ browser, site, later }) {
    const server = later(await serveSite(site));
    const other = later(await serveRanges('large.jsonl', largeBody()));
    const viewer = later(await Viewer.open(browser, `${server.origin}/?url=${encodeURIComponent(other.url)}`));
    same((await viewer.state()).traces, 40, 'traces');
    same([other.asked.length, other.asked[0]], [2, ''], 'once the whole, once the last byte');
    holds((await answerOf(viewer, traceId(33))).includes(ANSWER), 'the whole answer');
    const parts = other.asked.slice(2);
    holds(parts.length > 0 && parts.every((range) => /^bytes=\d+-\d+$/.test(range)), 'parts', parts);
    same((await viewer.call('kept')).length, 0, 'nothing is kept');
    other.change();
    holds(!(await answerOf(viewer, traceId(20))).includes(ANSWER), 'another body is not taken for this one');
  },

  async 'a connection that breaks is taken up where it broke'({ browser, site, later }) {
    const server = later(await serveSite(site));
    const other = later(await serveRanges('large.jsonl', largeBody(), { cut: 20_000_000 }));
    const viewer = later(await Viewer.blank(browser));
    viewer.expected.push(/ERR_CONTENT_LENGTH_MISMATCH|ERR_INCOMPLETE|ERR_CONNECTION/);
    await viewer.goto(`${server.origin}/?url=${encodeURIComponent(other.url)}`);
    const [source] = await viewer.call('sources');
    same([source.phase, source.error, (await viewer.state()).traces], ['done', null, 40], 'the source');
    same(other.asked.filter((range) => range !== '').length, 2, 'the last byte, and the rest');
    holds((await answerOf(viewer, traceId(39))).includes(ANSWER), 'the whole answer');
  },

  async 'reading stops before memory is full, says so, and goes on with metadata only'({ browser, site, later }) {
    const server = later(await serveSite(site));
    const viewer = later(await Viewer.blank(browser, { viewport: { width: 1100, height: 600 } }));
    // What the reading worker says on the way: the page may be told of the end before it draws again.
    await viewer.page.addInitScript(() => {
      globalThis.leastFits = 1;
      globalThis.Worker = class extends Worker {
        constructor(...given) {
          super(...given);
          this.addEventListener('message', ({ data }) => { if (data.kind === 'progress') globalThis.leastFits = Math.min(globalThis.leastFits, data.fits); });
        }
      };
    });
    await viewer.goto(`${server.origin}/?heap=48&workers=1`);
    const count = 4000;
    const report = await viewer.openText('wide.jsonl', wideLines(count));
    same(report.phase, 'done', 'phase');
    holds(report.issues.some(({ kind }) => kind === 'memory_full'), 'the issue', report.issues);
    holds(await viewer.page.evaluate(() => globalThis.leastFits) < 1, 'it was foreseen');
    const state = await viewer.state();
    holds(state.traces > 100 && state.traces < count, 'some traces are kept', state.traces);
    matches(state.notice, /The memory of this tab holds \d+ % of wide\.jsonl: [\d,]+ spans\. Metadata alone/, 'the sentence');
    same((await viewer.call('kept')).length, 0, 'a part is not kept for the next time');
    const read = viewer.countLoaded(1);
    await viewer.click('read-metadata-only');
    await read;
    await viewer.idle();
    same((await viewer.state()).traces, count, 'all traces');
    const [source] = await viewer.call('sources');
    same([source.name, source.phase, source.fits], ['wide.jsonl', 'done', 1], 'the source');
    const chat = (await viewer.call('spans', traceId(7))).find((span) => span.name === 'chat');
    same([chat.model, chat.input_tokens, chat.input_preview ?? null], ['claude-sonnet-4', 107, null], 'facts without texts');
  },
};
