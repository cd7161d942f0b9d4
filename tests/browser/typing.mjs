// How the page feels while somebody looks for traces among very many:
//
//   build/native/tests/spanorama_bench --store build/bench/million.spano      # 1,000,000 traces, 10,000,000 spans
//   node tests/browser/typing.mjs [build/bench/million.spano] [--rounds N]
//
// Opens the store in the page as a person would, types a filter letter by letter, ticks values, changes the order and the
// list. Of each it tells how long the answer took (from the key to idle), how much of the processor the longest frame took
// (the program's work, without the drawing that the browser does after it), how many frames and pieces of work between them
// the answer took, how long the longest of these pieces was, and how many tasks took over 50 ms. The same over a handful of traces tells what of that is drawing. Without a GPU a frame is drawn by
// the processor and takes long: there the number of frames says more about the answer than its time.
import { resolve } from 'node:path';
import { serveSite } from './server.mjs';
import { otlpJson } from './traces.mjs';
import { launch, Viewer } from './viewer.mjs';

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');
const words = process.argv.slice(2);
const rounds = words.includes('--rounds') ? Number(words[words.indexOf('--rounds') + 1]) : 3;
const path = resolve(words.find((word, i) => !word.startsWith('--') && words[i - 1] !== '--rounds') ?? `${root}/build/bench/million.spano`);
const FILTER = 'model:gpt-4o* -environment:dev duration:>7s';
const VIEWPORT = { width: 1280, height: 800 };

// What one input costs, from the key until nothing is pending.
async function measured(viewer, act) {
  await viewer.call('resetStats');
  const ms = await viewer.page.evaluate(() => { globalThis.began = performance.now(); }).then(act)
    .then(() => viewer.page.evaluate(() => globalThis.spanorama.idle().then(() => performance.now() - globalThis.began)));
  const { frames, frame_cpu_ms: cpu, long_tasks: tasks, slices } = await viewer.call('stats');
  return { ms, frames, longest: cpu.max, p95: cpu.p95, tasks, slices: slices?.count ?? 0, slice: slices?.max_ms ?? 0 };
}

async function typed(viewer) {
  const keys = [];
  await viewer.press('/');
  for (const letter of FILTER) keys.push(await measured(viewer, () => viewer.page.keyboard.type(letter)));
  await viewer.press('Enter');
  await viewer.press('Escape');
  return keys;
}

const filtered = (text) => (viewer) => viewer.page.evaluate((filter) => globalThis.spanorama.setFilter(filter), text);
const pressed = (name) => async (viewer) => viewer.page.mouse.click(...await viewer.point(name));
const ACTIONS = [
  ['three conditions', filtered('model:gpt-4o* -environment:dev duration:>8s')],
  ['one of the three is another', filtered('model:gpt-4o* -environment:dev duration:>9s')],
  ['filter status:error', filtered('status:error')],
  ['filter duration:>=p95', filtered('duration:>=p95')],
  ['filter attr.http.status:>=404', filtered('attr.http.status:>=404')],
  ['filter user:77', filtered('user:77')],
  ['no filter', filtered('')],
  ['sessions', pressed('view-sessions')],
  ['steps', pressed('view-steps')],
  ['traces', pressed('view-traces')],
];

function tell(name, results) {
  const sorted = (pick) => results.map(pick).sort((a, b) => a - b);
  const median = (pick) => sorted(pick)[results.length >> 1].toFixed(0);
  const most = (pick) => sorted(pick).at(-1).toFixed(1);
  console.log([name.padEnd(34), median((r) => r.ms).padStart(10), most((r) => r.ms).padStart(10), median((r) => r.frames).padStart(7), most((r) => r.p95).padStart(10),
    most((r) => r.longest).padStart(12), median((r) => r.slices).padStart(7), most((r) => r.slice).padStart(9), String(results.reduce((sum, r) => sum + r.tasks, 0)).padStart(8)].join(' '));
}

async function run(viewer, title) {
  console.log(`${title}\n${'what'.padEnd(34)}  answer ms    slowest  frames  frame p95  longest ms  slices  slice ms  > 50 ms`);
  const keys = [];
  for (let round = 0; round < rounds; ++round) {
    keys.push(...await typed(viewer));
    await filtered('')(viewer);
    await viewer.idle();
  }
  tell(`first keys (${FILTER.length})`, keys.slice(0, FILTER.length));
  if (rounds > 1) tell('keys again', keys.slice(FILTER.length));
  for (const [name, act] of ACTIONS) tell(name, [await measured(viewer, () => act(viewer))]);
}

const server = await serveSite(resolve(process.env.SPANORAMA_SITE ?? `${root}/build/site`), { '/six.json': otlpJson(6) });
const browser = await launch();
const few = await Viewer.open(browser, `${server.origin}/?url=/six.json`, { viewport: VIEWPORT });
await run(few, 'Six traces (what is left is drawing)');
await few.close();
const viewer = await Viewer.open(browser, `${server.origin}/`, { viewport: VIEWPORT });
await viewer.dropFiles([path]);
const { traces, spans, heap_bytes: heap } = await viewer.call('stats');
await run(viewer, `\n${traces} traces, ${spans} spans, ${(heap / 1e6).toFixed(0)} MB of heap`);
for (const surprise of viewer.surprises()) console.error(surprise);
await browser.close();
server.close();
