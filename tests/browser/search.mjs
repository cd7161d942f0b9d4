// How fast the page searches long values in the file that they lie in:
//
//   node tests/browser/search.mjs [--mb 200] [--runs 5] [FILE]
//
// Opens an LLM-like file (scripts/demo/make_large.py) as a person would and asks for words that are in none of its prompts, each of them another, so that all
// of it is read by the one worker that searches. From the question to idle, so with the frames that show the answer. "Bare" is the same File read in
// slices and thrown away right after it.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bareSpeed, keepDropped } from './bare.mjs';
import { serveSite } from './server.mjs';
import { launch, Viewer } from './viewer.mjs';

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');
const words = process.argv.slice(2);
const option = (name, otherwise) => (words.includes(name) ? Number(words[words.indexOf(name) + 1]) : otherwise);
const runs = option('--runs', 5);
const megabytes = option('--mb', 200);
const given = words.find((word, i) => !word.startsWith('--') && !(words[i - 1] ?? '').startsWith('--'));
const path = given ? resolve(given) : join(root, 'build/bench', `llm-${megabytes}.jsonl`);
const QUESTIONS = [['a word, any case', (n) => `zebrafish${n}`], ['a text, case kept', (n) => `"Okapi ${n}"`], ['an expression', (n) => `/okapi|zebra${n}/`]];
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

if (!existsSync(path)) {
  mkdirSync(join(root, 'build/bench'), { recursive: true });
  execFileSync('python3', [join(root, 'scripts/demo/make_large.py'), '--mb', String(megabytes), '--shape', 'llm', '--format', 'jsonl', '-o', path]);
}
const server = await serveSite(resolve(process.env.SPANORAMA_SITE ?? join(root, 'build/site')));
const browser = await launch();
const viewer = await Viewer.open(browser, `${server.origin}/`, { viewport: { width: 800, height: 500 } });
await keepDropped(viewer);
await viewer.dropFiles([path]);
console.log(`${(statSync(path).size / 1e6).toFixed(0)} MB, ${(await viewer.call('stats')).spans} spans`);
console.log('searched for             s     MB/s   bare   ratio   longest frame ms');
for (const [name, text] of QUESTIONS) {
  const results = [];
  for (let run = 0; run < runs; ++run) {
    await viewer.call('resetStats');
    const seconds = await viewer.page.evaluate(async (filter) => {
      const began = performance.now();
      globalThis.spanorama.setFilter(filter);
      await globalThis.spanorama.idle();
      return (performance.now() - began) / 1000;
    }, text(run));
    const speed = statSync(path).size / 1e6 / seconds;
    const bare = await bareSpeed(viewer);
    results.push({ seconds, speed, bare, ratio: speed / bare, frame: (await viewer.call('stats')).frame_cpu_ms.max });
  }
  const of = (pick, digits) => median(results.map(pick)).toFixed(digits);
  console.log([name.padEnd(20), of((r) => r.seconds, 2).padStart(6), of((r) => r.speed, 0).padStart(7), of((r) => r.bare, 0).padStart(7), of((r) => r.ratio, 2).padStart(7), of((r) => r.frame, 0).padStart(15)].join(' '));
}
await browser.close();
server.close();
