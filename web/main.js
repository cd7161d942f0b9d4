// Starts the page: the program (app.wasm), the worker that reads (ingest.wasm), and what connects them.
import createApp from './app.js';
import { Address } from './address.js';
import { Api } from './api.js';
import * as boot from './boot.js';
import { followSize } from './canvas.js';
import { readStateOnce } from './gl_state.js';
import { makeGlyphs } from './glyphs.js';
import { makeHostCalls } from './host_calls.js';
import { Idle } from './idle.js';
import { Input } from './input.js';
import { Keeping } from './keeping.js';
import { Mirror } from './mirror.js';
import { keepForOffline, openLaunchedFiles } from './offline.js';
import { Opening } from './opening.js';
import { Program } from './program.js';
import { Remote } from './remote.js';
import { Sources } from './sources.js';
import { TextAgent } from './text_agent.js';
import { compileWithProgress, instantiateFrom } from './wasm.js';
import { WorkerHost } from './worker_host.js';

const FONTS = ['Inter-Regular.otf', 'Inter-SemiBold.otf', 'JetBrainsMono-Regular.ttf'];

readStateOnce();
const canvas = document.getElementById('canvas');
const program = new Program();
const address = new Address(program);
let sources = null;
let agent = null;
const idle = new Idle({
  quiet: () => !keeping.starting && !sources.reading() && !program.busy(),
  nudge: () => program.requestFrame(),
});
const keeping = new Keeping({ program });
const api = new Api({ program, keeping, sources: () => sources, idle, address, ready: program.ready });
const opening = new Opening({ sources: () => sources, wantsText: () => agent?.active ?? false, givePaste: (text) => agent.paste(text) });
const mirror = new Mirror({ program });

sources = new Sources({
  program,
  keeping,
  emit: api._emit,
  makeWorker: (callbacks) => new WorkerHost({ ...callbacks, compiled: compileWithProgress('ingest.wasm') }),
});

keeping.sources = sources;

// For pieces of work between frames: a message is a task of its own, and no timer holds it back.
const tasks = new MessageChannel();

// What src/platform/web asks of the page.
function screenCalls() {
  return {
    canvas: '#canvas',
    textInput: (active, x, y, height) => agent?.want(active, x, y, height),
    cursor: (name) => { canvas.style.cursor = name; },
    copied: (text) => agent?.took(text),
    title: (text) => { document.title = text; },
    postWork: () => tasks.port2.postMessage(null),
    isMac: () => /Mac|iPhone|iPad/.test(navigator.platform),
    connect: (target) => connect(target),
  };
}

let wasm = null;
function connect(target) {
  agent = new TextAgent({ wasm, target, area: document.getElementById('text-agent'), canvas });
  new Input({ wasm, window: target, canvas, agent });
  tasks.port1.onmessage = () => wasm._web_work_now(target);
  followSize({ canvas, wasm, target });
}

// A font that does not arrive is replaced by the program's own.
async function fontBytes(name) {
  try {
    const response = await fetch(`assets/fonts/${name}`);
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : new Uint8Array();
  } catch {
    return new Uint8Array();
  }
}

function onFrame() {
  idle.frameDrawn();
  mirror.frameDrawn();
}

async function start() {
  const noWasm = boot.withoutWasm();
  if (noWasm) return boot.fail(noWasm);
  // All that is needed is asked for first.
  const compiling = compileWithProgress('app.wasm', boot.showProgress);
  compiling.catch(() => {});  // awaited below
  const fonts = FONTS.map(fontBytes);
  sources.worker.start();  // compiles while the program arrives
  const noWebGl = boot.withoutWebGl(canvas);
  if (noWebGl) return boot.fail(noWebGl);
  const compiled = await compiling;
  const host = makeHostCalls({ program, sources, keeping, opening, address, emit: api._emit, onFrame });
  wasm = await createApp({
    host, screen: screenCalls(), glyphs: makeGlyphs(), instantiateWasm: instantiateFrom(compiled), noInitialRun: true,
    print: (text) => console.log(text), printErr: (text) => console.warn(text),
    onAbort: (what) => boot.fail(`The viewer stopped: ${what}. Reload the page; what was opened is still on your disk.`),
  });
  const problem = program.start(wasm, await Promise.all(fonts));
  if (problem) return boot.fail(problem);
  address.start();
  await keeping.start();
  await idle.wait();
  boot.finished();
  canvas.focus({ preventScroll: true });
  openLaunchedFiles((files) => sources.openFiles(files));
  keepForOffline(() => program.tell('notice', { text: 'A new version is here; it comes with the next start.' }));
}

globalThis.spanorama = api;
new Remote(api);
for (const query of ['(prefers-color-scheme: dark)', '(prefers-reduced-motion: reduce)', '(pointer: coarse)']) {
  matchMedia(query).addEventListener('change', () => program.tell('preferences', {}));
}
addEventListener('pagehide', () => address.flush());
start().catch((error) => boot.fail(`The viewer could not be started: ${error.message}`));
