// The built site in headless Chromium: node tests/browser/run.mjs [--only PART] [--update]
//
// SPANORAMA_SITE names the site's folder (build/site), CHROMIUM the browser. One line per case, then the counts.
import { readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch } from './viewer.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const site = resolve(process.env.SPANORAMA_SITE ?? join(here, '../../build/site'));
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : '';
const update = process.argv.includes('--update');
const CASE_LIMIT_MS = 120_000;

function limited(promise) {
  let timer;
  const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error(`no end after ${CASE_LIMIT_MS / 1000} s`)), CASE_LIMIT_MS); });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

const cases = [];
for (const file of readdirSync(join(here, 'cases')).sort()) {
  const module = await import(join(here, 'cases', file));
  for (const [name, run] of Object.entries(module.cases)) cases.push({ name: `${file.replace('.mjs', '')}: ${name}`, run });
}

const counts = { passed: 0, failed: 0, skipped: 0 };
let browser = await launch();
for (const { name, run } of cases) {
  if (only && !name.includes(only)) continue;
  const open = [];  // what the case opened, closed after it
  const began = Date.now();
  const later = (thing) => { open.push(thing); return thing; };
  let outcome = 'passed', why = '';
  try {
    const answer = await limited(run({ browser, site, here, update, later }));
    if (answer === 'skipped') outcome = 'skipped';
    for (const thing of open) {
      const surprises = thing.surprises?.() ?? [];
      if (surprises.length > 0) throw new Error(`errors in the console: ${surprises.join(' | ')}`);
    }
  } catch (error) {
    outcome = 'failed';
    why = `\n    ${error.stack.split('\n').slice(0, 4).join('\n    ')}`;
  }
  for (const thing of open.reverse()) await Promise.race([Promise.resolve(thing.close()).catch(() => {}), new Promise((done) => setTimeout(done, 5000))]);
  if (!browser.isConnected()) browser = await launch();
  counts[outcome] += 1;
  console.log(`  ${outcome === 'passed' ? 'ok     ' : outcome === 'failed' ? 'FAILED ' : 'skipped'} ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)${why}`);
}
await browser.close();
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exit(counts.failed > 0 ? 1 : 0);
