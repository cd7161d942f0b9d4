// The built site in Firefox: xvfb-run node tests/browser/firefox.mjs [--pictures FOLDER]
//
// Debian's Firefox, steered over WebDriver BiDi. It gives WebGL 2 here only in a window, so it needs a display. Fewer cases
// than in Chromium: what browsers differ in. FIREFOX names the browser, SPANORAMA_SITE the site's folder.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';
import { agentTrace, demo, drawEveryView } from './demo.mjs';
import { holds, same } from './expect.mjs';
import { serveBodies, serveSite } from './server.mjs';
import { otlpJson } from './traces.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const site = resolve(process.env.SPANORAMA_SITE ?? join(here, '../../build/site'));
const program = process.env.FIREFOX ?? '/usr/bin/firefox-esr';
const pictures = process.argv.includes('--pictures') ? process.argv[process.argv.indexOf('--pictures') + 1] : '';
const CASE_LIMIT_MS = 120_000;
const WIDTH = 1000, HEIGHT = 620;

if (!existsSync(program) || !process.env.DISPLAY) {
  console.log(`  skipped: ${existsSync(program) ? 'no display' : `no ${program}`}`);
  console.log('0 passed, 0 failed, 1 skipped');
  process.exit(0);
}

class Viewer {
  static async open(browser, url) {
    const viewer = new Viewer();
    viewer.context = await browser.createBrowserContext();
    viewer.page = await viewer.context.newPage();
    viewer.errors = [];
    viewer.page.on('console', (message) => { if (message.type() === 'error') viewer.errors.push(message.text()); });
    viewer.page.on('pageerror', (error) => viewer.errors.push(String(error)));
    await viewer.page.setViewport({ width: WIDTH, height: HEIGHT });
    await viewer.page.goto(url);
    await viewer.page.waitForFunction(() => globalThis.spanorama !== undefined);
    await viewer.idle();
    return viewer;
  }

  close() { return this.context.close(); }
  call(method, ...args) { return this.page.evaluate((name, values) => globalThis.spanorama[name](...values), method, args); }
  idle() { return this.call('idle'); }
  state() { return this.call('state'); }

  async point(name) {
    const rect = await this.call('rect', name);
    if (!rect) throw new Error(`nothing named ${name} is on the screen; there is: ${Object.keys(await this.call('rects')).slice(0, 80).join(' ')}`);
    return [rect.x + rect.width / 2, rect.y + rect.height / 2];
  }

  async click(name) {
    await this.page.mouse.click(...await this.point(name));
    await this.idle();
  }

  async type(text) {
    await this.page.keyboard.type(text);
    await this.idle();
  }

  async press(key) {
    await this.page.keyboard.press(key);
    await this.idle();
  }

  async picture(name) {
    const bytes = await this.page.screenshot();
    if (pictures) {
      mkdirSync(pictures, { recursive: true });
      writeFileSync(join(pictures, `firefox-${name}.png`), bytes);
    }
    return bytes;
  }
}

const cases = {
  async 'the demo opens and is drawn'({ browser, origin, later }) {
    const viewer = later(await Viewer.open(browser, demo(origin)));
    const state = await viewer.state();
    holds(state.traces > 200 && state.spans > 800, 'the traces of the demo', `${state.traces} ${state.spans}`);
    // A picture of the list holds much more than one of an even ground.
    holds((await viewer.picture('list')).length > 60_000, 'text and charts in the picture');
  },

  async 'every view of a trace is drawn'({ browser, origin, later }) {
    const viewer = later(await Viewer.open(browser, demo(origin)));
    await drawEveryView(viewer);
  },

  async 'a filter is typed, a trace is pressed, Esc goes back'({ browser, origin, later }) {
    const viewer = later(await Viewer.open(browser, demo(origin)));
    await viewer.press('/');
    await viewer.type('status:error');
    await viewer.press('Enter');
    const state = await viewer.state();
    same([state.filter, state.listed], ['status:error', 17], 'filtered');
    await viewer.page.mouse.click(500, 610);  // away from the bar
    await viewer.click('trace-row-1');
    const rows = await viewer.call('traces', {});
    same((await viewer.state()).trace, rows[1].trace_id, 'opened');
    await viewer.press('Escape');
    await viewer.press('Escape');
    same((await viewer.state()).trace, null, 'closed');
  },

  async 'the wheel with Ctrl zooms the flame'({ browser, origin, later }) {
    const viewer = later(await Viewer.open(browser, demo(origin)));
    await viewer.call('select', { trace: await agentTrace(viewer), tab: 'flame' });
    await viewer.idle();
    const [x, y] = await viewer.point('flame-rows');
    await viewer.page.mouse.move(x, y);
    await viewer.page.keyboard.down('Control');
    await viewer.page.mouse.wheel({ deltaY: -300 });
    // The driver says done before the page has been given the event.
    await viewer.page.waitForFunction(() => spanorama.state().visible_time !== null);
    await viewer.page.keyboard.up('Control');
    await viewer.idle();
    const { visible_time: visible } = await viewer.state();
    holds(visible && BigInt(visible[0]) < BigInt(visible[1]), 'a part of the time', JSON.stringify(visible));
  },

  async 'a file is picked and read, a long value is searched in it'({ browser, origin, later }) {
    const viewer = later(await Viewer.open(browser, origin));
    const path = join(tmpdir(), `spanorama-firefox-${process.pid}.json`);
    const long = `${'All is quiet in this prompt. '.repeat(400)}Only here the zebra crosses. ${'Quiet again. '.repeat(400)}`;
    const other = JSON.parse(otlpJson(2));
    other.resourceSpans.push(...JSON.parse(otlpJson(3, { answer: long })).resourceSpans.map((one) => ({ ...one, scopeSpans: [{ spans: one.scopeSpans[0].spans.slice(8) }] })));
    writeFileSync(path, JSON.stringify(other));
    const picker = await viewer.page.$('#file-picker');
    await picker.uploadFile(path);
    await viewer.page.waitForFunction(() => spanorama.sources().some((source) => source.phase === 'done'));
    await viewer.idle();
    same((await viewer.state()).traces, 3, 'traces');
    await viewer.call('setFilter', 'zebra');
    await viewer.idle();
    same((await viewer.state()).listed, 1, 'traces with the word');
  },

  async 'an address on another origin is read, one that does not allow it is explained'({ browser, origin, later }) {
    const bodies = later(await serveBodies({ '/five.json': otlpJson(5) }));
    const viewer = later(await Viewer.open(browser, `${origin}/?url=${bodies.origin}/open/five.json`));
    same((await viewer.state()).traces, 5, 'traces');
    await viewer.call('open', `${bodies.origin}/shut/five.json`);
    const refused = (await viewer.call('sources')).find((source) => source.phase === 'failed');
    holds(refused.error.includes('Access-Control-Allow-Origin'), 'a sentence that names the header', refused.error);
    viewer.errors = viewer.errors.filter((text) => !/Cross-Origin|CORS|NetworkError/.test(text));
  },

  async 'a link opens the same trace and step'({ browser, origin, later }) {
    const viewer = later(await Viewer.open(browser, demo(origin)));
    await viewer.call('select', { trace: await agentTrace(viewer), tab: 'tree' });
    await viewer.idle();
    const address = await viewer.page.evaluate(() => location.href);
    const again = later(await Viewer.open(browser, address));
    same([(await again.state()).trace, (await again.state()).tab], [(await viewer.state()).trace, 'tree'], 'the same');
  },

  async 'what is listed and selected stands in the document for assistive technology'({ browser, origin, later }) {
    const viewer = later(await Viewer.open(browser, demo(origin)));
    await viewer.call('select', { trace: await agentTrace(viewer) });
    await viewer.page.waitForFunction(() => document.querySelectorAll('#mirror-spans [role=treeitem]').length > 3);
    holds(await viewer.page.evaluate(() => document.querySelector('#mirror-traces [aria-selected=true]') !== null), 'a selected trace');
  },
};

function limited(promise) {
  let timer;
  const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error(`no end after ${CASE_LIMIT_MS / 1000} s`)), CASE_LIMIT_MS); });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : '';
const server = await serveSite(site);
const browser = await puppeteer.launch({
  browser: 'firefox', executablePath: program, headless: false,
  extraPrefsFirefox: { 'webgl.force-enabled': true, 'ui.systemUsesDarkTheme': 1, 'ui.prefersReducedMotion': 1, 'dom.serviceWorkers.enabled': false },
});
const counts = { passed: 0, failed: 0 };
for (const [name, run] of Object.entries(cases)) {
  if (!name.includes(only)) continue;
  const open = [];
  const later = (thing) => { open.push(thing); return thing; };
  const began = Date.now();
  let why = '';
  try {
    await limited(run({ browser, origin: server.origin, later }));
    const surprises = open.flatMap((thing) => thing.errors ?? []);
    if (surprises.length > 0) throw new Error(`errors in the console: ${surprises.join(' | ')}`);
  } catch (error) {
    why = `\n    ${String(error.stack).split('\n').slice(0, 4).join('\n    ')}`;
  }
  for (const thing of open.reverse()) await Promise.race([Promise.resolve(thing.close()).catch(() => {}), new Promise((done) => setTimeout(done, 5000))]);
  counts[why ? 'failed' : 'passed'] += 1;
  console.log(`  ${why ? 'FAILED ' : 'ok     '} firefox: ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)${why}`);
}
await browser.close();
server.close();
console.log(`${counts.passed} passed, ${counts.failed} failed, 0 skipped`);
process.exit(counts.failed > 0 ? 1 : 0);
