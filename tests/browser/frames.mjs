// What one trace costs in the page: node tests/browser/frames.mjs
//
//   - a trace of 1,000,000 spans at 1920x1080, zoomed by the wheel and panned by keys in flame and timeline: the program's
//     own time in a frame (layout, filling and submitting; what the browser and the GPU do after it is not in it), quads and
//     draw calls;
//   - a step with 10 MB of messages: from the press on it to its detail being drawn;
//   - ten seconds without input: frames;
//   - a first visit: bytes of what is asked for, packed by gzip, and the time until the page answers.
// Figures for docs/performance.md; nothing is asserted.
import { gzipSync } from 'node:zlib';
import { resolve } from 'node:path';
import { serveSite } from './server.mjs';
import { openShape } from './shapes.mjs';
import { otlpJson, spanId, traceId } from './traces.mjs';
import { launch, Viewer } from './viewer.mjs';

const site = resolve(process.env.SPANORAMA_SITE ?? new URL('../../build/site', import.meta.url).pathname);
const DESK = { viewport: { width: 1920, height: 1080 }, reducedMotion: 'reduce' };
const ZOOMS = 12, PANS = 4;

async function framesWhile(viewer, act) {
  await viewer.call('resetStats');
  await act();
  await viewer.idle();
  const { frames, frame_cpu_ms: cpu, quads, draw_calls: calls } = await viewer.call('stats');
  return `${frames} frames, p50 ${cpu.p50.toFixed(2)} ms, p95 ${cpu.p95.toFixed(2)} ms, slowest ${cpu.max.toFixed(2)} ms; last: ${quads} quads, ${calls} draw calls`;
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
    console.log(`${tab}, all of it in view, drawn again: ${await framesWhile(viewer, async () => { for (let i = 0; i < 8; ++i) { await viewer.page.mouse.move(800 + i, 500); await viewer.idle(); } })}`);
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
    const ms = await viewer.page.evaluate(async (span) => {
      const began = performance.now();
      spanorama.select({ span });
      await spanorama.idle();
      return performance.now() - began;
    }, spanId(0, step));
    console.log(`step ${step}${step === 2 ? ', 10 MB of messages' : ''}: ${ms.toFixed(0)} ms from its selection to idle`);
  }
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
