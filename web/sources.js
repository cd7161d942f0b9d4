// What is open: every source keeps a Blob (the file itself, or the body that was fetched), so that payloads can be read
// from it at any time. Passes stores and progress on to the program.

import { RangedBody } from './ranges.js';

// Sources that are only parts of what was kept have ids from here on; the program's own begin at 2^31.
const FIRST_PART_ID = 0x4000_0000;
const PHASE = { reading: 0, done: 1, failed: 2, cancelled: 3 };  // OpenSource::Phase

const MOST_VIEWS_BYTES = 1 << 20;

export class Sources {
  // `program`: see program.js. `makeWorker(callbacks)` gives a WorkerHost. `emit(event, value)` tells scripts.
  // `keeping`: see keeping.js.
  constructor({ program, makeWorker, emit, keeping }) {
    Object.assign(this, { program, emit, keeping, entries: new Map(), nextId: 1, nextPartId: FIRST_PART_ID, lookingAt: 0, reportIds: [], openFigures: null, adopting: 0, turn: Promise.resolve() });
    this.worker = makeWorker({
      onMessage: (message) => this[`on_${message.kind}`](message),
      survivors: (crashedId) => this.survivors(crashedId),
    });
  }

  // What a new worker must read again: all that was read, and what was being read where another source is known to be at fault.
  survivors(crashedId) {
    const wanted = crashedId === 0 ? ['done', 'cancelled'] : ['done', 'cancelled', 'reading'];
    return [...this.entries.values()].filter((source) => source.id !== crashedId && source.id < FIRST_PART_ID && wanted.includes(source.phase));
  }

  // {name, blob} or {name, url}; `link` is what links carry. Resolves with the source when it was read to its end. `secret`: it
  // came with credentials, so nothing of it is kept. `kept`: it is what was kept, see keeping.js. `metadataOnly`: without attributes and texts.
  // `own`: the program's own, of which neither links nor what is kept say anything.
  open({ name, blob, url, link, secret = false, own = false, kept = null, metadataOnly = false }) {
    const id = this.nextId++;
    const source = {
      id, name, blob, url, secret, own, kept, metadataOnly, fits: 1, link: link ?? '', phase: 'reading', bytesRead: 0, bytesTotal: blob?.size ?? 0, spans: 0, seconds: 0,
      error: '', askedMs: performance.now(), firstRowsMs: 0,
    };
    source.finished = new Promise((resolve) => { source.resolve = resolve; });
    this.entries.set(id, source);
    this.tell(source);
    this.worker.open(source);
    return source;
  }

  // What was kept stands for all sources that it was made of.
  openKept(entry, file) { return this.open({ name: entry.sources[0].name, blob: file, kept: entry }); }

  async openFiles(files) {
    this.lookingAt += 1;  // not idle until every file was given to somebody
    try {
      for (const file of [...files]) await this.openFile(file);
    } finally {
      this.lookingAt -= 1;
    }
  }

  // A file of saved views is none of traces: it is told by what is in it, and goes to the program as it is.
  async openFile(file) {
    const head = file.size <= MOST_VIEWS_BYTES ? await file.slice(0, 64).text().catch(() => '') : '';
    if (!/^\uFEFF?\s*\{\s*"spanorama_views"/.test(head)) return this.open({ name: file.name || 'pasted.json', blob: file });
    this.program.tell('views', { text: await file.text() });
    return undefined;
  }
  openText(name, text) { return this.open({ name, blob: new Blob([text]) }); }

  openUrl(url, secret = false) {
    const name = decodeURIComponent(new URL(url).pathname.split('/').pop() || '') || new URL(url).host;
    return this.open({ name, url, link: url, secret });
  }

  // Shown like a source that could not be read.
  refuse(name, error) {
    this.tell({ id: this.nextId++, name, link: '', phase: 'failed', bytesRead: 0, bytesTotal: 0, spans: 0, seconds: 0, error });
    this.emit('error', { id: 0, name, error });
  }

  cancel(id) { this.worker.cancel(id); }

  close(ids) {
    const here = ids.filter((id) => this.entries.has(id));
    for (const id of here) {
      const source = this.entries.get(id);
      source.resolve?.(source);
      this.entries.delete(id);
      if (source.kept) this.closeKept(source.kept);
    }
    const read = here.filter((id) => id < FIRST_PART_ID);
    if (read.length > 0) this.worker.remove(read);
  }

  // All sources of what was kept are one file: they are closed together.
  closeKept(kept) {
    this.keeping.closed(kept);
    for (const other of [...this.entries.values()]) {
      if (other.kept === kept) queueMicrotask(() => this.program.call('close', { id: other.id }));  // the program may be asking just now
    }
  }

  // What is open, as the worker wants it to keep it; nothing where that would be wrong or nothing new.
  toKeep() {
    const open = [...this.entries.values()].filter((source) => !source.own);
    const known = new Map(this.program.call('sources').map((source) => [source.id, source.link]));
    const fit = open.filter((source) => source.phase === 'done' && !source.secret && !source.metadataOnly && source.fits === 1 && source.blob !== undefined && !(source.blob instanceof RangedBody) && (source.link ?? '') === known.get(source.id));
    if (open.length === 0 || fit.length < open.length || open.every((source) => source.kept && source.kept === open[0].kept)) return null;
    return {
      blobs: open.filter((source) => source.blob).map(({ id, blob }) => ({ id, blob })),
      sources: open.map(({ name, link, spans }) => ({ name, link, spans })),
    };
  }

  // Shows the sources that were kept together with the first one.
  showParts(source) {
    source.kept.sources.slice(1).forEach((part) => {
      const id = this.nextPartId++;
      this.entries.set(id, { ...source, ...part, id, blob: null, resolve: null, bytesRead: 0, bytesTotal: 0, seconds: 0 });
      this.tell(this.entries.get(id));
    });
  }

  blobOf(id) { return this.entries.get(id)?.blob; }
  reading() { return this.lookingAt + this.adopting > 0 || [...this.entries.values()].some((source) => source.phase === 'reading'); }

  tell(source) {
    this.program.tell('source', {
      id: source.id, name: source.name, link: source.link, phase: PHASE[source.phase], bytes_read: source.bytesRead,
      bytes_total: source.bytesTotal, spans: source.spans, seconds: source.seconds, error: source.error, kept: Boolean(source.kept), fits: source.fits,
    });
  }

  on_progress({ id, bytesRead, bytesTotal, spans, seconds, fits }) {
    const source = this.entries.get(id);
    if (!source || source.phase !== 'reading') return;
    Object.assign(source, { bytesRead, bytesTotal, spans, seconds, fits });
    this.tell(source);
    this.emit('progress', { id, bytes_read: bytesRead, bytes_total: bytesTotal, spans, seconds });
  }

  on_store({ blob, report, ids, blobs }) {
    for (const { id, blob: body, ranged } of blobs) {
      const source = this.entries.get(id);
      if (source) source.blob = ranged ? new RangedBody(ranged) : body;
    }
    this.reportIds = ids;
    this.adopting += 1;
    this.inTurn(() => this.adopt(new Uint8Array(blob), new Uint8Array(report)));
  }

  async adopt(blob, report) {
    try {
      await this.program.adoptStore(blob, report);
    } catch (problem) {
      this.refuse('', `What was read does not fit into the memory of this tab. ${problem.message}`);
    }
    this.adopting -= 1;
    if (!this.reading()) this.keeping.soon();  // something was closed
    for (const source of this.entries.values()) source.firstRowsMs ||= performance.now() - source.askedMs;
    this.worker.adopted();
  }

  // Behind the store that holds it, which takes a while to be copied.
  on_done(message) { this.inTurn(() => this.done(message)); }
  inTurn(step) { this.turn = this.turn.then(step).catch((problem) => this.refuse('', String(problem.message ?? problem))); }

  done({ id, bytesRead, bytesTotal, spans, seconds, fingerprint, error, cancelled, memory_full: memoryFull, memory }) {
    const source = this.entries.get(id);
    if (!source || source.phase !== 'reading') return;  // read again after a crash: nothing new to tell
    const phase = cancelled ? 'cancelled' : error && spans === 0 ? 'failed' : 'done';
    const fits = memoryFull && !source.metadataOnly ? bytesRead / Math.max(bytesTotal, bytesRead + 1) : 1;
    Object.assign(source, { phase, bytesRead, bytesTotal, spans, seconds, error, fits });
    source.memory = memory;
    if (memoryFull) this.tellFull(source);
    if (source.kept) return this.finishKept(source);
    if (!source.url && !source.link && !source.own && phase !== 'failed') source.link = `file:${fingerprint}:${source.name}`;
    this.finish(source);
  }

  tellFull({ name, bytesRead, bytesTotal, spans, metadataOnly }) {
    const share = bytesTotal > bytesRead ? `${Math.floor((100 * bytesRead) / bytesTotal)} % of ` : 'the beginning of ';
    const more = metadataOnly ? 'The desktop program has no such limit.' : 'Metadata alone takes less memory.';
    this.program.tell('notice', { text: `The memory of this tab holds ${share}${name}: ${spans.toLocaleString('en')} spans. ${more}` });
  }

  // The same again, without attributes and texts.
  readMetadataOnly(id) {
    const source = this.entries.get(id);
    if (!source || source.kept) return;
    const { name, blob, url, secret } = source;
    this.close([id]);
    this.open({ name, blob: url ? undefined : blob, url, link: url, secret, metadataOnly: true });
  }

  on_kept(message) { this.keeping.workerSaid(message); }

  finishKept(source) {
    if (source.phase === 'failed') {
      const { kept } = source;
      source.resolve(source);
      this.program.call('close', { id: source.id });
      this.keeping.queue(() => this.keeping.damaged(kept));
      return;
    }
    Object.assign(source, source.kept.sources[0]);
    this.finish(source);
    this.showParts(source);
  }

  on_crashed({ id, error, hopeless }) {
    this.keeping.workerSaid({ outcome: 'stopped' });
    const full = /memory|allocat|abort|OOM|unreachable/i.test(error);
    const sentence = full ? 'The memory of this tab was not enough to read it all. The desktop program has no such limit.'
      : `Reading stopped: ${error}`;
    for (const source of this.entries.values()) {
      if (source.phase !== 'reading' || (id !== 0 && source.id !== id && !hopeless)) continue;
      Object.assign(source, { phase: 'failed', error: sentence });
      this.finish(source);
    }
  }

  finish(source) {
    this.openFigures = { bytes: source.bytesRead, seconds: (performance.now() - source.askedMs) / 1000, first_rows_ms: source.firstRowsMs, reader_heap_bytes: source.memory?.heap ?? 0, reader_reckoned_bytes: source.memory?.reckoned ?? 0 };
    this.tell(source);
    this.emit(source.phase === 'failed' ? 'error' : 'loaded', { id: source.id, name: source.name, error: source.error });
    source.resolve(source);
    if (!this.reading()) this.keeping.soon();
  }
}
