// A tour of the viewer that takes a picture of every view: node tests/browser/tour.mjs FOLDER [--only PART] [--shapes] [--look LOOK]
//
// LOOK: light, phone, narrow or 2x; every picture is taken that way then. Pictures whose names end in -light, -2x and so on say how
// they were taken; all show the demo traces, and with --shapes those that are hard to draw.
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveModel, serveSite } from './server.mjs';
import { SHAPES, openShape } from './shapes.mjs';
import { Viewer, launch } from './viewer.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const site = resolve(process.env.SPANORAMA_SITE ?? join(here, '../../build/site'));
const folder = resolve(process.argv[2] ?? join(here, '../../build/tour'));
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : '';
const DESK = { viewport: { width: 1280, height: 760 }, deviceScaleFactor: 1 };
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };
const LOOKS = {
  light: { ...DESK, colorScheme: 'light' },
  phone: PHONE,
  narrow: { viewport: { width: 760, height: 600 }, deviceScaleFactor: 1 },
  '2x': { viewport: { width: 800, height: 500 }, deviceScaleFactor: 2 },
};
const look = process.argv.includes('--look') ? process.argv[process.argv.indexOf('--look') + 1] : '';
const MEDIA = join(here, '../fixtures/media/messages.json');
const NOW = new Date('2026-11-20T09:00:00Z');  // the day after the demo's last trace

// The trace of the demo whose name holds `part`, that has the most spans.
async function traceCalled(viewer, part) {
  const rows = await viewer.call('traces', { limit: 1000 });
  const found = rows.filter((row) => row.name.includes(part)).sort((a, b) => b.span_count - a.span_count);
  if (found.length === 0) throw new Error(`no trace of the demo is called ${part}: ${rows.slice(0, 9).map((row) => row.name).join(', ')}`);
  return found[0].trace_id;
}

const rowsOf = (viewer, trace) => viewer.call('spans', trace);

async function openAgent(viewer, tab, { type, full = true } = {}) {
  const trace = await traceCalled(viewer, 'research');
  await viewer.call('select', { trace, tab });
  await viewer.idle();
  if (full && (await viewer.call('rect', 'detail-full'))) await viewer.click('detail-full');
  const rows = type ? await rowsOf(viewer, trace) : [];
  const step = rows.find((row) => row.type === type);
  if (step) await viewer.call('select', { span: step.span_id });
  await viewer.idle();
  return trace;
}

// The first command that the palette finds for `words`.
async function command(viewer, words) {
  await viewer.press('Control+k');
  await viewer.type(words);
  await viewer.press('Enter');
}

const STOPS = {
  async empty() {},
  async list(viewer) { await viewer.idle(); },
  async steps(viewer) {
    await viewer.click('view-steps');
    await viewer.idle();
  },
  async groups(viewer) {
    await viewer.click('view-groups');
    await viewer.click('group-by');
    await viewer.click('group-by-5');
    await viewer.idle();
  },
  async marks(viewer) {
    for (const row of [0, 2]) await viewer.click(`mark-${row}`);
    await viewer.idle();
  },
  async found(viewer) {
    await viewer.call('setFilter', 'insulat');
    await openAgent(viewer, 'timeline', { type: 'generation', full: false });
  },
  async columns(viewer) {
    await viewer.click('columns');
    for (const item of [1, 12, 9]) await viewer.click(`columns-${item}`);
    await viewer.click('columns-31');
    await viewer.idle();
  },
  async timeline(viewer) { await openAgent(viewer, 'timeline', { type: 'generation', full: false }); },
  async 'timeline-full'(viewer) { await openAgent(viewer, 'timeline'); },
  async flame(viewer) { await openAgent(viewer, 'flame'); },
  async merged(viewer) { await openAgent(viewer, 'merged'); },
  async tree(viewer) { await openAgent(viewer, 'tree'); },
  async graph(viewer) { await openAgent(viewer, 'graph'); },
  async log(viewer) { await openAgent(viewer, 'log'); },
  async conversation(viewer) { await openAgent(viewer, 'conversation'); },
  async compare(viewer) {
    await openAgent(viewer, 'compare');
    const rows = await viewer.call('traces', { limit: 1000 });
    const other = rows.filter((row) => row.name.includes('research')).sort((a, b) => b.span_count - a.span_count)[1];
    await viewer.page.evaluate((id) => { location.hash += `&cmp=${id}`; }, other.trace_id);
    await viewer.idle();
  },
  async calls(viewer) { await command(viewer, 'model calls'); },
  async sessions(viewer) { await command(viewer, 'sessions'); },
  async users(viewer) { await command(viewer, 'users'); },
  async prompts(viewer) { await command(viewer, 'prompts'); },
  async versions(viewer) { await command(viewer, 'prompt versions'); },
  async tools(viewer) { await command(viewer, 'tools'); },
  async session(viewer) {
    await command(viewer, 'sessions');
    await viewer.press('ArrowDown');
    await viewer.press('Enter');
  },
  async calendar(viewer) { await viewer.press('t'); },
  async values(viewer) {
    await openAgent(viewer, 'timeline', { full: false });
    await viewer.press('v');
  },
  async prices(viewer) { await command(viewer, 'prices'); },
  async rules(viewer) {
    await viewer.call('setFilter', 'status:error model:(gpt-4o OR claude*) duration:1s..9s -tags:test metadata.region:eu');
    await command(viewer, 'filter rules');
  },
  async ask(viewer) { await command(viewer, 'ask for a filter'); },
  async proposal(viewer) {
    const model = await serveModel(['status:error duration:>5s']);
    await command(viewer, 'ask for a filter');
    await viewer.click('ask-url');
    await viewer.type(model.origin);
    await viewer.click('ask-model');
    await viewer.type('small');
    await viewer.click('ask-question');
    await viewer.type('failed ones that took longer than five seconds');
    await viewer.press('Enter');
    await viewer.page.waitForFunction(() => globalThis.spanorama.state().ask.proposal);
    model.close();
  },
  async backend(viewer) { await command(viewer, 'connect'); },
  async 'list-save'(viewer) { await viewer.click('list-save'); },
  async views(viewer) {
    await viewer.call('setFilter', 'status:error');
    await viewer.click('facet-section-saved');
    await viewer.click('facet-section-presets');
  },
  async completion(viewer) {
    await viewer.press('/');
    await viewer.type('model:');
  },
  async 'filter-error'(viewer) {
    await viewer.press('/');
    await viewer.type('duration:>soon status:error');
  },
  async 'no-match'(viewer) { await viewer.call('setFilter', 'status:error model:gpt-4o duration:>1h'); },
  async prompt(viewer) {
    await openAgent(viewer, 'tree', { type: 'generation' });
    await viewer.click('prompt');
  },
  async attributes(viewer) {
    await openAgent(viewer, 'tree', { type: 'generation' });
    await viewer.click('detail-tab-attributes');
  },
  async tool(viewer) { await openAgent(viewer, 'tree', { type: 'tool' }); },
  async guardrail(viewer) { await openAgent(viewer, 'tree', { type: 'guardrail' }); },
  async raw(viewer) {
    await openAgent(viewer, 'tree', { type: 'generation' });
    await viewer.click('content-raw');
  },
  async 'copy-menu'(viewer) {
    await openAgent(viewer, 'timeline', { type: 'generation' });
    await viewer.click('span-copy');
  },
  async failure(viewer) {
    const rows = await viewer.call('traces', { limit: 1000 });
    const { trace_id: trace } = rows.find((row) => row.error_count > 0);
    await viewer.call('select', { trace, tab: 'timeline' });
    await viewer.idle();
    const failed = (await rowsOf(viewer, trace)).find((row) => row.status === 'error');
    await viewer.call('select', { span: failed.span_id });
  },
  async media(viewer) {
    await viewer.dropFiles([MEDIA]);
    await viewer.call('select', { trace: '0af7651916cd43dd8448eb211c80319c', tab: 'conversation' });
    await viewer.idle();
    if (await viewer.call('rect', 'detail-full')) await viewer.click('detail-full');
  },
  async report(viewer) {
    await viewer.dropFiles([join(here, '../fixtures/hand/broken_lines.jsonl')]);
    await viewer.click('report-button');
  },
  async step(viewer) { await openAgent(viewer, 'timeline', { type: 'retriever' }); },
  async metadata(viewer) {
    await openAgent(viewer, 'tree', { type: 'generation' });
    await viewer.click('detail-tab-metadata');
  },
  async palette(viewer) {
    await openAgent(viewer, 'timeline', { full: false });
    await viewer.press('Control+k');
    await viewer.type('re');
  },
  async help(viewer) {
    await viewer.click('help-button');
  },
};

async function take(viewer, name) {
  mkdirSync(folder, { recursive: true });
  await viewer.page.mouse.move(2, 2);
  await viewer.idle();
  const bytes = await viewer.page.screenshot({ path: join(folder, `${name}.png`) });
  console.log(`  ${name}.png  ${Math.round(bytes.length / 1024)} kB`);
}

async function stop(browser, server, name, picture, options) {
  if (only && !only.split(',').some((part) => picture.includes(part))) return;
  const viewer = await Viewer.blank(browser, { timezoneId: 'UTC', ...options });
  await viewer.page.clock.setFixedTime(NOW);
  try {
    await viewer.goto(`${server.origin}/${name === 'empty' ? '' : '?url=/assets/samples/demo.otlp.jsonl'}`);
    await STOPS[name](viewer);
    await take(viewer, picture);
  } catch (error) {
    console.log(`  ${picture}: ${error.message}`);
    process.exitCode = 1;
  }
  await viewer.close();
}

async function shapes(browser, server) {
  for (const [shape, what] of Object.entries(SHAPES)) {
    if (only && !`shape-${shape}`.includes(only)) continue;
    const viewer = await Viewer.blank(browser, { timezoneId: 'UTC', ...DESK });
    try {
      await viewer.goto(`${server.origin}/`);
      console.log(`  ${shape}: ${what}`);
      await openShape(viewer, shape);
      await viewer.click('detail-full');
      for (const tab of ['timeline', 'flame', 'tree', 'merged']) {
        await viewer.call('select', { tab });
        await take(viewer, `shape-${shape}-${tab}`);
      }
    } catch (error) {
      console.log(`  ${shape}: ${error.message}`);
      process.exitCode = 1;
    }
    await viewer.close();
  }
}

const browser = await launch();
const server = await serveSite(site);
if (look) {
  for (const name of Object.keys(STOPS)) await stop(browser, server, name, `${name}-${look}`, LOOKS[look]);
} else if (!process.argv.includes('--shapes')) {
  for (const name of Object.keys(STOPS)) await stop(browser, server, name, name, DESK);
  for (const name of ['list', 'timeline', 'conversation', 'flame']) await stop(browser, server, name, `${name}-light`, { ...DESK, colorScheme: 'light' });
  await stop(browser, server, 'timeline-full', 'timeline-2x', { viewport: { width: 800, height: 500 }, deviceScaleFactor: 2 });
  for (const name of ['empty', 'list', 'timeline', 'conversation']) await stop(browser, server, name, `${name}-phone`, PHONE);
} else {
  await shapes(browser, server);
}
server.close();
await browser.close();
