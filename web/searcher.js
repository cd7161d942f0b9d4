// The page's end of the worker that searches long values in the Blobs of sources. The worker is started by the first search.
import { RangedBody } from './ranges.js';
import { compileWithProgress } from './wasm.js';

const NOTHING = new Uint32Array();

export class Searcher {
  // `onFound(request, hits)`: a Uint32Array of places in the values that were given, and how often.
  constructor(onFound) { Object.assign(this, { onFound, worker: null, waiting: new Set() }); }

  // {request, query, counts, blob, offset, length, values}, see search_worker.js.
  search(block) {
    if (!block.blob) {
      queueMicrotask(() => this.onFound(block.request, NOTHING));
      return;
    }
    this.worker ??= this.start();
    this.waiting.add(block.request);
    const place = block.blob instanceof RangedBody ? { blob: null, ranged: block.blob.body } : {};
    this.worker.postMessage({ kind: 'search', ...block, ...place }, [block.values.buffer]);
  }

  start() {
    const worker = new Worker(new URL('./search_worker.js', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }) => {
      if (this.waiting.delete(data.request)) this.onFound(data.request, data.hits);
    };
    worker.onerror = (event) => {
      event.preventDefault?.();
      this.giveUp(worker);
    };
    compileWithProgress('search.wasm').then((module) => worker.postMessage({ kind: 'start', module }), () => this.giveUp(worker));
    return worker;
  }

  // Whatever was asked is answered: nothing found. The next search starts a new worker.
  giveUp(worker) {
    if (this.worker !== worker) return;
    worker.terminate();
    this.worker = null;
    for (const request of this.waiting) this.onFound(request, NOTHING);
    this.waiting.clear();
  }
}
