// What one trace costs in the page: node tests/browser/frames.mjs
//
//   - a trace of 1,000,000 spans at 1920x1080, zoomed by the wheel and panned by keys in flame and timeline: what a frame takes of the
//     main thread (layout, filling and submitting, the whole interface; what the browser and the GPU do after it is not in it), as
//     processor time and as time that passes, in which drawing in software takes the processor away; quads and draw calls;
//   - a step with 10 MB of messages: from the press on it to its detail being drawn, and the main thread's processor time for it;
//   - ten seconds without input: frames;
//   - a first visit: bytes of what is asked for, packed by gzip, and the time until the page answers.
// Figures for docs/performance.md; nothing is asserted.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { resolve } from 'node:path';
import { serveSite } from './server.mjs';
import { openShape } from './shapes.mjs';
import { otlpJson, spanId, traceId } from './traces.mjs';
import { launch, Viewer } from './viewer.mjs';

const site = resolve(process.env.SPANORAMA_SITE ?? new URL('../../build/site', import.meta.url).pathname);
const DESK = { viewport: { width: 1920, height: 1080 }, reducedMotion: 'reduce' };
const ZOOMS = 12, PANS = 4;

const notes = mkdtempSync(join(tmpdir(), 'spanorama-frames-'));

// What the page's main thread did meanwhile, as the browser notes it: {name, dur, tdur} of its events, in microseconds that passed and of the processor.
async function eventsWhile(viewer, act) {
  const path = join(notes, 'trace.json');
  const browser = viewer.context.browser();
  await browser.startTracing(viewer.page, { categories: ['devtools.timeline', 'toplevel', 'blink.user_timing'], path });
  await viewer.page.evaluate(() => { performance.mark('spanorama-begin'); });
  await act();
  await viewer.page.evaluate(() => { performance.mark('spanorama-end'); });
  await browser.stopTracing();
  const events = JSON.parse(readFileSync(path, 'utf8')).traceEvents;
  const [begin, end] = ['spanorama-begin', 'spanorama-end'].map((name) => events.find((event) => event.name === name));
  return events.filter(({ pid, tid, ts, dur }) => dur !== undefined && pid === begin.pid && tid === begin.tid && ts >= begin.ts && ts <= end.ts);
}

function spread(microseconds) {
  const sorted = microseconds.map((us) => us / 1000).sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(2);
  return `p50 ${at(0.5)}, p95 ${at(0.95)}, slowest ${at(1)} ms`;
}

async function framesWhile(viewer, act) {
  const frames = (await eventsWhile(viewer, async () => {
    await act();
    await viewer.idle();
  })).filter(({ name }) => name === 'FireAnimationFrame');
  const { quads, draw_calls: calls } = await viewer.call('stats');
  return `${frames.length} frames; processor time ${spread(frames.map((frame) => frame.tdur))}; passed ${spread(frames.map((frame) => frame.dur))}; last: ${quads} quads, ${calls} draw calls`;
}

async function zoomAndPan(viewer, name) {
  await viewer.page.mouse.move(...await viewer.point(name, [0.4, 0.3]));
  for (let zoom = 0; zoom < ZOOMS; ++zoom) {
    await viewer.page.keyboard.down('Control');
    await viewer.page.mouse.wheel(0, -400);
    await viewer.idle();
    await viewer.page.keyboard.up('Control');
    for (let pan = 0; pan < PANS; ++pan) await viewer.press(pan % 2 ? 'a' : 'd');
  }
}

async function hugeTrace(browser, origin) {
  const viewer = await Viewer.open(browser, `${origin}/`, DESK);
  await openShape(viewer, 'million');
  await viewer.click('detail-full');
  for (const [tab, name] of [['flame', 'flame-rows'], ['timeline', 'timeline-rows']]) {
    await viewer.call('select', { tab });
    await viewer.idle();
    await viewer.press('f');
    console.log(`${tab}, all of it in view, drawn again: ${await framesWhile(viewer, async () => { for (let i = 0; i < 40; ++i) { await viewer.page.mouse.move(800 + i, 500); await viewer.idle(); } })}`);
    console.log(`${tab}, zoomed and panned: ${await framesWhile(viewer, () => zoomAndPan(viewer, name))}`);
  }
  await viewer.close();
}

async function largeStep(browser, origin) {
  const viewer = await Viewer.open(browser, `${origin}/`, { viewport: { width: 1280, height: 760 } });
  await viewer.openText('large.json', otlpJson(1, { answer: `${'All is quiet in this prompt. '.repeat(20)}\n\n`.repeat(17_000) }));
  await viewer.call('select', { trace: traceId(0), tab: 'tree' });
  await viewer.idle();
  for (const step of [2, 1, 2]) {
    let ms = 0;
    const events = await eventsWhile(viewer, async () => {
      ms = await viewer.page.evaluate(async (span) => {
        const began = performance.now();
        spanorama.select({ span });
        await spanorama.idle();
        return performance.now() - began;
      }, spanId(0, step));
    });
    const tasks = events.filter(({ name }) => name.endsWith('RunTask')).map(({ tdur }) => (tdur ?? 0) / 1000);
    console.log(`step ${step}${step === 2 ? ', 10 MB of messages' : ''}: ${ms.toFixed(0)} ms from its selection to idle; of the main thread's processor time ${tasks.reduce((all, one) => all + one, 0).toFixed(0)} ms, ${Math.max(...tasks).toFixed(0)} at most at once`);
  }
  await viewer.call('kept');  // that the file is kept is shown, too
  await viewer.idle();
  await viewer.call('resetStats');
  await new Promise((done) => { setTimeout(done, 10_000); });
  console.log(`ten seconds without input: ${(await viewer.call('stats')).frames} frames`);
  await viewer.close();
}

async function firstVisit(browser, origin) {
  const viewer = await Viewer.blank(browser, { viewport: { width: 1280, height: 760 } });
  const bodies = [];
  viewer.page.on('response', (response) => bodies.push(response.body().then((body) => [response.url(), body.length, gzipSync(body, { level: 9 }).length]).catch(() => null)));
  const began = performance.now();
  await viewer.goto(`${origin}/`);
  const ms = performance.now() - began;
  const asked = (await Promise.all(bodies)).filter(Boolean);
  const sum = (at) => asked.reduce((all, one) => all + one[at], 0);
  console.log(`first visit: ${ms.toFixed(0)} ms to idle, ${asked.length} files, ${(sum(1) / 1e6).toFixed(2)} MB, ${(sum(2) / 1e6).toFixed(2)} MB packed`);
  await viewer.close();
}

const server = await serveSite(site);
const browser = await launch();
await firstVisit(browser, server.origin);
await largeStep(browser, server.origin);
await hugeTrace(browser, server.origin);
await browser.close();
server.close();
rmSync(notes, { recursive: true });
