// The page's end of the ingest worker: starts it, talks to it, and starts a new one when it dies (memory full, a bug),
// reading again what had been read, except the source that it died of.

// `?workers=N` in the address, for measuring; 0: as many as suit the machine.
function wantedWorkers() { return Math.min(8, Math.max(0, Number(new URLSearchParams(location.search).get('workers')) || 0)); }

// Of the 4 GB that WebAssembly may address, some is for what is being read just now. `?heap=MIB`, for tests and measuring.
const MOST_MEMORY_MIB = 3600;
function memoryLimit() { return (Number(new URLSearchParams(location.search).get('heap')) || MOST_MEMORY_MIB) * 1024 * 1024; }

export class WorkerHost {
  // `compiled`: promise of the WebAssembly.Module. `onMessage` gets the worker's messages, see ingest_worker.js.
  // `survivors(id)` tells what to open again after a crash while reading source `id`.
  constructor({ compiled, onMessage, survivors }) {
    Object.assign(this, { compiled, onMessage, survivors, worker: null, waiting: [], isReady: false });
  }

  send(message) {
    if (!this.worker) this.start();
    if (this.isReady) this.worker.postMessage(message);
    else this.waiting.push(message);
  }

  open(source) {
    const blob = source.blob instanceof Blob ? source.blob : undefined;
    this.send({ kind: 'open', id: source.id, name: source.name, blob, url: blob ? undefined : source.url, metadataOnly: source.metadataOnly });
  }

  cancel(id) { this.send({ kind: 'cancel', id }); }
  remove(ids) { this.send({ kind: 'remove', ids }); }
  adopted() { this.send({ kind: 'adopted' }); }
  keep(what) { this.send({ kind: 'keep', ...what }); }

  start() {
    const worker = new Worker(new URL('./ingest_worker.js', import.meta.url), { type: 'module' });
    this.worker = worker;
    worker.onmessage = ({ data }) => this.receive(worker, data);
    worker.onerror = (event) => {
      event.preventDefault?.();
      this.receive(worker, { kind: 'crashed', id: 0, error: event.message || 'The worker could not be started.' });
    };
    this.compiled.then((module) => worker.postMessage({ kind: 'start', module, workers: wantedWorkers(), memory: memoryLimit() }),
      (error) => this.receive(worker, { kind: 'crashed', id: 0, error: error.message, hopeless: true }));
  }

  receive(worker, message) {
    if (worker !== this.worker) return;  // a late word of one that was given up
    if (message.kind === 'ready') {
      this.isReady = true;
      for (const waiting of this.waiting.splice(0)) worker.postMessage(waiting);
      return;
    }
    if (message.kind === 'crashed') this.restart(message);
    this.onMessage(message);
  }

  restart(message) {
    this.worker.terminate();
    const neverRan = !this.isReady;
    Object.assign(this, { worker: null, isReady: false, waiting: [] });
    if (neverRan || message.hopeless) return;  // it would fail again
    for (const source of this.survivors(message.id)) this.open(source);
  }
}
