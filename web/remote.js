// window.spanorama for the page that opened this one or holds it in a frame, over postMessage: {spanorama: 1, id, call, args}
// is answered by {spanorama: 1, id, result} or {spanorama: 1, id, error}; 'PING' by 'PONG'. Whose calls are answered: the own
// origin, those in <meta name="spanorama-origins">, and those that the user allows when asked.

const CALLS = new Set(['open', 'close', 'sources', 'filter', 'setFilter', 'traces', 'spans', 'show', 'facets', 'select', 'state',
  'link', 'setTheme', 'stats', 'resetStats', 'rect', 'rects', 'idle']);
const EVENTS = new Set(['progress', 'loaded', 'select', 'filter', 'error']);
const KEPT = 'spanorama.origins';

const configured = () => (document.querySelector('meta[name="spanorama-origins"]')?.content ?? '').split(/\s+/).filter(Boolean);

function kept() {
  try {
    const list = JSON.parse(localStorage.getItem(KEPT) ?? '[]');
    return Array.isArray(list) ? list : [];
  } catch {
    return [];  // no storage here, or somebody else's
  }
}

function keep(origin) {
  try {
    localStorage.setItem(KEPT, JSON.stringify([...new Set([...kept(), origin])]));
  } catch {
    // asked again next time
  }
}

// 'once' or 'always'; anything else is no.
function ask(origin) {
  const dialog = document.getElementById('remote-ask');
  document.getElementById('remote-origin').textContent = origin;
  dialog.returnValue = '';  // of the last time
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener('close', () => resolve(dialog.returnValue), { once: true }));
}

export class Remote {
  #api;
  #decided = new Map();  // origin -> promise of whether it may
  #asking = Promise.resolve();

  constructor(api) {
    this.#api = api;
    addEventListener('message', (event) => this.#take(event));
  }

  #take(event) {
    const { data, source, origin } = event;
    if (!source || source === window || (source !== window.opener && source !== window.parent)) return;
    if (data === 'PING') return void source.postMessage('PONG', origin === 'null' ? '*' : origin);
    if (data?.spanorama === 1 && typeof data.call === 'string') this.#answer(data, source, origin);
  }

  async #answer({ id, call, args = [] }, source, origin) {
    const send = (message, transfer) => source.postMessage({ spanorama: 1, ...message }, origin, transfer);
    if (origin === 'null') return;  // no origin that could be told apart from others
    try {
      if (!(await this.#allows(origin))) throw new Error(`${origin} may not use this viewer: its user did not allow it.`);
      send({ id, result: await this.#call(call, Array.isArray(args) ? args : [args], send) });
    } catch (error) {
      send({ id, error: error.message });
    }
  }

  async #call(call, args, send) {
    if (call === 'PING') return 'PONG';
    await this.#api.ready;
    if (call === 'version') return this.#api.version;
    if (call === 'on') {
      if (!EVENTS.has(args[0])) throw new Error(`There is no event ${args[0]}; there are ${[...EVENTS].join(', ')}.`);
      this.#api.on(args[0], (value) => send({ event: args[0], value }));
      return true;
    }
    if (!CALLS.has(call)) throw new Error(`There is no call ${call}; there are ${[...CALLS].join(', ')}, on and version.`);
    if (call === 'open') args = [args[0], { ...args[1], keep: false }];  // that page had its reasons to ask who is there
    return this.#api[call](...args);
  }

  #allows(origin) {
    if (origin === location.origin || configured().includes(origin) || kept().includes(origin)) return true;
    if (!this.#decided.has(origin)) {
      const decided = this.#asking.then(() => ask(origin));
      this.#asking = decided;
      this.#decided.set(origin, decided.then((answer) => {
        if (answer === 'always') keep(origin);
        return answer === 'once' || answer === 'always';
      }));
    }
    return this.#decided.get(origin);
  }
}
