// How fast the page opens large files, and how it feels meanwhile:
//
//   node tests/browser/bench.mjs [--mb 100] [--runs 3] [--workers N] [--reopen] [FILE…]
//
// Without files, makes an LLM-like (JSON Lines) and a span-heavy (protobuf) one of that size with scripts/demo/make_large.py. Files
// reach the page by the browser's own drag events, so that it reads them from the disk. Prints a table of medians. "Bare" is the
// same File read by the same page in slices and thrown away, right after it; the ratio is that of the two. With --reopen the page then keeps what was read and is loaded again: how long that takes, beside the reading, in a profile on the disk.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bareSpeed, keepDropped } from './bare.mjs';
import { serveSite } from './server.mjs';
import { launch, launchProfile, Viewer } from './viewer.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '../..');
const option = (name, otherwise) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : otherwise);
const VALUED = new Set(['--mb', '--runs', '--workers']);
const megabytes = Number(option('--mb', 100));
const runs = Number(option('--runs', 3));
const workers = option('--workers', '');
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

function made(shape, format) {
  const path = join(root, 'build', 'bench', `${shape}-${megabytes}.${format}`);
  if (existsSync(path)) return path;
  mkdirSync(dirname(path), { recursive: true });
  execFileSync('python3', [join(root, 'scripts/demo/make_large.py'), '--mb', String(megabytes), '--shape', shape, '--format', format, '-o', path]);
  return path;
}

async function open(browser, origin, path) {
  const viewer = await Viewer.open(browser, `${origin}/${workers && `?workers=${workers}`}`, { viewport: { width: 800, height: 500 } });
  await keepDropped(viewer);
  await viewer.call('resetStats');
  await viewer.dropFiles([path]);
  const stats = await viewer.call('stats');
  const [source] = await viewer.call('sources');
  const bare = await bareSpeed(viewer);
  await viewer.close();
  if (source.phase !== 'done') throw new Error(`${path}: ${source.error}`);
  return { ...stats, spans: source.spans, seconds: source.seconds, bytes: source.bytes_read, bare };
}

// Reads the file, waits until it is kept, loads the page again.
async function reopen(origin, path) {
  const profile = mkdtempSync(join(tmpdir(), 'spanorama-bench-'));
  const context = await launchProfile(profile);
  try {
    const viewer = await Viewer.of(context);
    await viewer.goto(`${origin}/`);
    await viewer.dropFiles([path]);
    const read = (await viewer.call('stats')).open.seconds;
    await viewer.idle();
    const began = performance.now();
    const [kept] = await viewer.call('kept');
    const keeping = (performance.now() - began) / 1000;
    await viewer.reload();
    const stats = await viewer.call('stats');
    const [source] = await viewer.call('sources');
    if (!source?.kept) throw new Error(`${path}: it was not kept`);
    return { read, keeping, again: stats.open.seconds, spans: stats.spans, bytes: kept.bytes };
  } finally {
    await context.close();
    rmSync(profile, { recursive: true });
  }
}

const files = process.argv.slice(2).filter((word, i, words) => !word.startsWith('--') && !VALUED.has(words[i - 1]));
const paths = files.length > 0 ? files.map((file) => resolve(file)) : [made('llm', 'jsonl'), made('spans', 'proto')];
const server = await serveSite(resolve(process.env.SPANORAMA_SITE ?? join(root, 'build/site')));
if (process.argv.includes('--reopen')) {
  console.log('file                      MB    spans   kept MB   read, s   kept after, s   opened again, s');
  for (const path of paths) {
    const results = [];
    for (let run = 0; run < runs; ++run) results.push(await reopen(server.origin, path));
    const of = (pick, digits = 2) => median(results.map(pick)).toFixed(digits);
    console.log([
      basename(path).padEnd(20), (statSync(path).size / 1e6).toFixed(0).padStart(7), String(results[0].spans).padStart(8),
      of((r) => r.bytes / 1e6, 0).padStart(9), of((r) => r.read).padStart(9), of((r) => r.keeping).padStart(15), of((r) => r.again).padStart(17),
    ].join(' '));
  }
  server.close();
  process.exit(0);
}
const browser = await launch();
console.log('file                      MB    spans   MB/s   bare   ratio   spans/s   all s   first rows ms   long tasks   longest frame ms   store MB   heap MB');
for (const path of paths) {
  const results = [];
  for (let run = 0; run < runs; ++run) results.push(await open(browser, server.origin, path));
  const of = (pick) => median(results.map(pick));
  const mb = statSync(path).size / 1e6;
  console.log([
    basename(path).padEnd(20), mb.toFixed(0).padStart(7), String(results[0].spans).padStart(8), of((r) => r.bytes / 1e6 / r.seconds).toFixed(0).padStart(6),
    of((r) => r.bare).toFixed(0).padStart(6), of((r) => r.bytes / 1e6 / r.seconds / r.bare).toFixed(2).padStart(7),
    of((r) => r.spans / r.seconds).toFixed(0).padStart(9), of((r) => r.open.seconds).toFixed(2).padStart(7), of((r) => r.open.first_rows_ms).toFixed(0).padStart(15),
    String(of((r) => r.long_tasks)).padStart(12), of((r) => r.frame_cpu_ms.max).toFixed(0).padStart(18), of((r) => r.store_bytes / 1e6).toFixed(0).padStart(10),
    of((r) => r.heap_bytes / 1e6).toFixed(0).padStart(9),
  ].join(' '));
}
await browser.close();
server.close();
