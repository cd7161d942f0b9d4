// Words in long texts, which stay in the file: a worker looks for them there.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { same } from '../expect.mjs';
import { serveSite } from '../server.mjs';
import { request, spansOf, traceId } from '../traces.mjs';
import { Viewer } from '../viewer.mjs';

// Three traces with answers of 9 MB, 40 kB and a few words; what is looked for stands at the end of the long ones, and in
// the first over the end of a block that is read at once.
function threeTraces() {
  const endings = ['the Überraschung is here', 'refund granted', ''];
  const sizes = [9_000_000, 40_000, 0];
  const spans = endings.flatMap((ending, n) => spansOf(n, { answer: `${'lorem ipsum '.repeat(sizes[n] / 12)}${ending}` }));
  return JSON.stringify(request(spans));
}

async function found(viewer, filter) {
  await viewer.call('setFilter', filter);
  await viewer.idle();
  return (await viewer.call('traces')).map((trace) => trace.trace_id).sort();
}

export const cases = {
  async 'words, cased text, phrases, expressions and attributes are found at the end of long values'({ browser, site, later }) {
    const server = later(await serveSite(site, { '/long.json': threeTraces() }));
    const viewer = later(await Viewer.open(browser, `${server.origin}/?url=/long.json`));
    same(await found(viewer, 'überraschung'), [traceId(0)], 'a word in any case');
    same(await found(viewer, '"Refund granted"'), [], 'another case');
    same(await found(viewer, '"refund granted"'), [traceId(1)], 'its own case');
    same(await found(viewer, '`ipsum refund`'), [traceId(1)], 'words in order');
    same(await found(viewer, '/Über.*here/'), [traceId(0)], 'an expression');
    same(await found(viewer, '-lorem'), [traceId(2)], 'what does not hold it');
    same(await found(viewer, 'attr.gen_ai.output.messages:~granted'), [traceId(1)], 'an attribute');
    same(await found(viewer, 'attr.gen_ai.input.messages:~granted'), [], 'another attribute');
  },

  async 'a .spano file that the program wrote opens here too, and its long values are found'({ browser, site, here, later }) {
    const program = join(here, '../../build/native/spanorama');
    if (!existsSync(program)) return 'skipped';
    const options = { input: threeTraces(), maxBuffer: 64 << 20 };
    const kept = execFileSync(program, ['export', '--to', 'spano', '-', '--quiet'], options);
    const server = later(await serveSite(site, { '/kept.spano': kept }));
    const viewer = later(await Viewer.open(browser, `${server.origin}/?url=/kept.spano`));
    await viewer.idle();
    const state = await viewer.state();
    same([state.traces, state.spans], [3, 12], 'traces and spans');
    same(await found(viewer, 'überraschung'), [traceId(0)], 'a word at the end of a long value');
    same(await found(viewer, '"refund granted"'), [traceId(1)], 'another');
  },
};
