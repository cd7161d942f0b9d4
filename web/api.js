// window.spanorama, as docs/script-api.md tells it. What the program knows, it answers itself (src/app/script_api.cpp).

const VERSION = '0.1.0';
const SHOW_TRIES = 4;

const asBlob = (source) => (source instanceof Blob ? source : new Blob([source]));

export class Api {
  #parts;
  #listeners = new Map();
  #longTasks = 0;

  constructor(parts) {
    this.#parts = parts;  // {program, sources(), idle, address, ready}
    this.version = VERSION;
    this.ready = parts.ready;
    try {
      new PerformanceObserver((list) => { this.#longTasks += list.getEntries().length; }).observe({ type: 'longtask' });
    } catch {
      this.#longTasks = null;  // not told by this browser
    }
  }

  idle() { return this.ready.then(() => this.#parts.idle.wait()).then(() => this.#parts.address.flush()); }

  // URL, File, Blob, ArrayBuffer, typed array, or a list of them. Resolves with the report(s) when read and shown.
  async open(source, { name, keep = true } = {}) {
    if (Array.isArray(source)) return Promise.all(source.map((one, i) => this.open(one, { name: Array.isArray(name) ? name[i] : name, keep })));
    await this.ready;
    const sources = this.#parts.sources();
    const isUrl = typeof source === 'string' || source instanceof URL;
    const opened = isUrl ? sources.openUrl(new URL(source, location.href).href, !keep)
      : sources.open({ name: name ?? source.name ?? 'untitled', blob: asBlob(source), secret: !keep });
    await opened.finished;
    await this.idle();
    const place = sources.reportIds.indexOf(opened.id);
    const report = place < 0 ? {} : this.#parts.program.call('report', { place });
    return { id: opened.id, phase: opened.phase, error: opened.error, ...report };
  }

  close(id) {
    this.#parts.program.call('close', { id });
    return this.idle();
  }

  // What is kept for the next time, when that has been written.
  async kept() {
    await this.#parts.keeping.settled();
    return this.#parts.keeping.entries.map(({ sources, when, bytes, traces, spans }) => ({ names: sources.map(({ name }) => name), when, bytes, traces, spans }));
  }

  sources() { return this.#call('sources'); }
  filter() { return this.#call('filter'); }
  setFilter(text) { return this.#call('setFilter', { text }); }
  traces(options = {}) { return this.#call('traces', options); }
  spans(trace) { return this.#call('spans', { trace }); }
  facets(field) { return this.#call('facets', { field }); }
  select(what) { return this.#call('select', what); }
  state() { return this.#call('state'); }
  link() { return this.#call('link'); }
  rect(name) { return this.#call('rect', { name }); }
  rects() { return this.#call('rects'); }

  // Waits for the span's payloads; what cannot be read any more comes as its preview.
  async show(trace, span) {
    for (let tries = 0; tries < SHOW_TRIES; ++tries) {
      const answer = this.#call('show', { trace, span });
      if (!answer?.waiting) return answer;
      await this.idle();
    }
    return this.#call('show', { trace, span, final: true });
  }

  setTheme(theme) { return this.#call('setTheme', { theme }); }

  stats() {
    return { ...this.#call('stats'), open: this.#parts.sources().openFigures, long_tasks: this.#longTasks };
  }

  resetStats() {
    if (this.#longTasks !== null) this.#longTasks = 0;
    return this.#call('resetStats');
  }

  // Events: progress loaded select filter error. Returns a function that stops it.
  on(event, listener) {
    if (!this.#listeners.has(event)) this.#listeners.set(event, new Set());
    this.#listeners.get(event).add(listener);
    return () => this.#listeners.get(event).delete(listener);
  }

  get _emit() {
    return (event, value) => {
      for (const listener of this.#listeners.get(event) ?? []) {
        try {
          listener(value);
        } catch (error) {
          reportError(error);
        }
      }
    };
  }

  #call(method, args) { return this.#parts.program.call(method, args); }
}
