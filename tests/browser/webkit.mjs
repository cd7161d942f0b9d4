// The built site in WebKitGTK, the nearest that Linux has to Safari: xvfb-run node tests/browser/webkit.mjs [--pictures FOLDER]
//
// MiniBrowser, steered by WebKitWebDriver (Debian's webkit2gtk-driver) in the plain WebDriver protocol; it draws with WebGL 2
// in a window only. Few cases: what browsers differ in. WEBKIT_DRIVER names the driver, SPANORAMA_SITE the site's folder.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { agentTrace, demo, drawEveryView } from './demo.mjs';
import { holds, same } from './expect.mjs';
import { serveSite } from './server.mjs';
import { otlpJson } from './traces.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const site = resolve(process.env.SPANORAMA_SITE ?? join(here, '../../build/site'));
const program = process.env.WEBKIT_DRIVER ?? '/usr/bin/WebKitWebDriver';
const pictures = process.argv.includes('--pictures') ? process.argv[process.argv.indexOf('--pictures') + 1] : '';
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : '';
const PORT = 4455, STARTS_WITHIN_MS = 20_000;
const ENTER = '\uE007', ESCAPE = '\uE00C', CONTROL = '\uE009';

// MiniBrowser stands in a folder of the library's version.
function miniBrowser() {
  const libraries = '/usr/lib/x86_64-linux-gnu';
  const folders = existsSync(libraries) ? readdirSync(libraries).filter((name) => name.startsWith('webkit2gtk-')) : [];
  return folders.map((name) => join(libraries, name, 'MiniBrowser')).find((path) => existsSync(path));
}

const browser = miniBrowser();
if (!existsSync(program) || !browser || !process.env.DISPLAY) {
  console.log(`  skipped: ${!process.env.DISPLAY ? 'no display' : 'no WebKitWebDriver with MiniBrowser (Debian package webkit2gtk-driver)'}`);
  console.log('0 passed, 0 failed, 1 skipped');
  process.exit(0);
}

async function ask(method, path, body) {
  const response = await fetch(`http://127.0.0.1:${PORT}${path}`, { method, body: body ? JSON.stringify(body) : undefined });
  const { value } = await response.json();
  if (value?.error) throw new Error(`${value.error}: ${value.message}`);
  return value;
}

class Viewer {
  static async open(url) {
    const viewer = new Viewer();
    const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': { binary: browser, args: ['--automation'] } } };
    viewer.path = `/session/${(await ask('POST', '/session', { capabilities })).sessionId}`;
    await viewer.ask('POST', '/timeouts', { script: 60_000 });
    await viewer.ask('POST', '/url', { url });
    await viewer.until('return globalThis.spanorama !== undefined');
    await viewer.idle();
    return viewer;
  }

  ask(method, path, body) { return ask(method, this.path + path, body); }
  close() { return this.ask('DELETE', ''); }
  run(script, ...args) { return this.ask('POST', '/execute/sync', { script, args }); }

  // `script` gives a promise.
  async later(script, ...args) {
    const settled = `const done = arguments[arguments.length - 1]; (async (...given) => { ${script} })(...arguments).then((value) => done({ value }), (error) => done({ error: String(error) }));`;
    const { value, error } = await this.ask('POST', '/execute/async', { script: settled, args });
    if (error) throw new Error(error);
    return value;
  }

  // The driver has no waiting of its own.
  async until(condition) { await this.later(`const holds = () => { ${condition} }; while (!holds()) await new Promise((next) => requestAnimationFrame(next));`); }

  call(method, ...args) { return this.later('const [name, values] = given; return await spanorama[name](...values);', method, args); }
  idle() { return this.later('await spanorama.idle();'); }
  state() { return this.call('state'); }

  async point(name) {
    const rect = await this.call('rect', name);
    if (!rect) throw new Error(`nothing named ${name} is on the screen`);
    return [Math.round(rect.x + rect.width / 2), Math.round(rect.y + rect.height / 2)];
  }

  async act(...actions) {
    await this.ask('POST', '/actions', { actions });
    await this.idle();
  }

  async click(name) {
    const [x, y] = await this.point(name);
    await this.act({ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions: [
      { type: 'pointerMove', x, y }, { type: 'pointerDown', button: 0 }, { type: 'pointerUp', button: 0 }] });
  }

  async keys(text) {
    const actions = [...text].flatMap((value) => [{ type: 'keyDown', value }, { type: 'keyUp', value }]);
    await this.act({ type: 'key', id: 'keyboard', actions });
  }

  async picture(name) {
    const bytes = Buffer.from(await this.ask('GET', '/screenshot'), 'base64');
    if (pictures) {
      mkdirSync(pictures, { recursive: true });
      writeFileSync(join(pictures, `webkit-${name}.png`), bytes);
    }
    return bytes;
  }
}

const cases = {
  async 'the demo opens and every view of a trace is drawn'({ origin, open }) {
    const viewer = await open(demo(origin));
    holds((await viewer.state()).traces > 200, 'traces');
    holds((await viewer.picture('list')).length > 40_000, 'a list');
    await drawEveryView(viewer);
  },

  async 'a filter is typed, a trace is pressed, Esc goes back'({ origin, open }) {
    const viewer = await open(demo(origin));
    await viewer.click('filter-input');
    await viewer.keys('status:error');
    await viewer.keys(ENTER);
    const state = await viewer.state();
    same([state.filter, state.listed], ['status:error', 17], 'filtered');
    await viewer.click('trace-row-1');
    same((await viewer.state()).trace, (await viewer.call('traces', {}))[1].trace_id, 'opened');
    await viewer.keys(ESCAPE);
    same((await viewer.state()).trace, null, 'closed');
    await viewer.act({ type: 'key', id: 'keyboard', actions: [{ type: 'keyDown', value: CONTROL }, { type: 'keyDown', value: 'k' }, { type: 'keyUp', value: 'k' }, { type: 'keyUp', value: CONTROL }] });
    holds(await viewer.call('rect', 'palette-0'), 'the palette');
  },

  async 'a file is picked and read, a long value is searched in it'({ origin, open }) {
    const viewer = await open(origin);
    const path = join(tmpdir(), `spanorama-webkit-${process.pid}.json`);
    const long = `${'All is quiet in this prompt. '.repeat(400)}Only here the zebra crosses. ${'Quiet again. '.repeat(400)}`;
    writeFileSync(path, otlpJson(3, { answer: long }));
    const picker = await viewer.ask('POST', '/element', { using: 'css selector', value: '#file-picker' });
    await viewer.ask('POST', `/element/${Object.values(picker)[0]}/value`, { text: path });
    await viewer.until('return spanorama.sources().some((source) => source.phase === "done")');
    same((await viewer.state()).traces, 3, 'traces');
    await viewer.call('setFilter', 'zebra');
    await viewer.until('return spanorama.state().listed === 3');
    await viewer.idle();
    same((await viewer.state()).listed, 3, 'found in long values, by a worker');
  },

  async 'a link opens the same trace, and it stands in the document for assistive technology'({ origin, open }) {
    const first = await open(demo(origin));
    const trace = await agentTrace(first);
    await first.call('select', { trace, tab: 'tree' });
    await first.idle();
    const second = await open(await first.run('return location.href'));
    same([(await second.state()).trace, (await second.state()).tab], [trace, 'tree'], 'the same place');
    await second.until('return document.querySelectorAll("#mirror-spans [role=treeitem]").length > 3');
  },
};

const server = await serveSite(site);
// The sandbox of WebKitGTK wants more of the kernel than containers give; what is opened here is our own.
const driver = spawn(program, [`--port=${PORT}`], { stdio: 'ignore', env: { ...process.env, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' } });
const began = Date.now();
for (;;) {
  try {
    await ask('GET', '/status');
    break;
  } catch (error) {
    if (Date.now() - began > STARTS_WITHIN_MS) throw error;
    await new Promise((next) => { setTimeout(next, 100); });
  }
}
const counts = { passed: 0, failed: 0 };
for (const [name, run] of Object.entries(cases)) {
  if (!name.includes(only)) continue;
  const opened = [];
  const caseBegan = Date.now();
  let why = '';
  // One window at a time is all that the driver gives.
  const open = async (url) => {
    await opened.pop()?.close();
    const viewer = await Viewer.open(url);
    opened.push(viewer);
    return viewer;
  };
  try {
    await run({ origin: server.origin, open });
  } catch (error) {
    why = `\n    ${String(error.stack).split('\n').slice(0, 4).join('\n    ')}`;
  }
  await opened.pop()?.close().catch(() => {});
  counts[why ? 'failed' : 'passed'] += 1;
  console.log(`  ${why ? 'FAILED ' : 'ok     '} webkit: ${name} (${((Date.now() - caseBegan) / 1000).toFixed(1)} s)${why}`);
}
driver.kill();
server.close();
console.log(`${counts.passed} passed, ${counts.failed} failed, 0 skipped`);
process.exit(counts.failed > 0 ? 1 : 0);
