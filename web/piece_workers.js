// The ingest worker's helpers: they start with the first piece and live as long as it does. What a helper fails at is
// read by the ingest worker itself.

const MOST_WORKERS = 8;
const MOST_AT_ONCE = 2;  // one that is read and one behind it: nobody waits while the ingest worker does other things

// One processor is left to the page.
export function usualCount() { return Math.min(MOST_WORKERS, Math.max(1, (navigator.hardwareConcurrency || 2) - 1)); }

export class PieceWorkers {
  // `onPiece(number, bytes)`: the result, or no bytes when it was lost. `onSpare(buffer)`: memory of a part that is free again.
  constructor({ module, count, onPiece, onSpare }) {
    Object.assign(this, { module, count, onPiece, onSpare, workers: [], waiting: [], underWay: 0, watchers: [] });
  }

  // `piece` as piece_worker.js wants it; the memory of its parts goes away.
  read(piece) {
    while (this.workers.length < this.count) this.workers.push(this.startOne());
    this.underWay += 1;
    this.waiting.push(piece);
    if (this.allLost()) queueMicrotask(() => this.giveUpWaiting());
    else this.give();
  }

  // Until each worker has fewer pieces than it takes at once, and one more waits.
  room() { return this.until(() => this.underWay <= MOST_AT_ONCE * this.count); }
  settled() { return this.until(() => this.underWay === 0); }

  until(condition) {
    if (condition()) return Promise.resolve();
    return new Promise((resolve) => this.watchers.push({ condition, resolve }));
  }

  startOne() {
    const worker = new Worker(new URL('./piece_worker.js', import.meta.url), { type: 'module' });
    const entry = { worker, ready: false, lost: false, numbers: [] };  // of the pieces it has, in order
    worker.onmessage = ({ data }) => {
      if (entry.lost) return;
      entry.ready = true;
      if (data.kind === 'piece') {
        data.spares.forEach(this.onSpare);
        this.finished(entry.numbers.shift(), new Uint8Array(data.bytes));
      }
      this.give();
    };
    worker.onerror = (event) => {
      event.preventDefault?.();
      this.lose(entry);
    };
    worker.postMessage({ kind: 'start', module: this.module });
    return entry;
  }

  // A second piece for a worker only when each has one.
  give() {
    for (let most = 1; most <= MOST_AT_ONCE; ++most) {
      for (const entry of this.workers) {
        if (!entry.ready || entry.numbers.length >= most || this.waiting.length === 0) continue;
        const piece = this.waiting.shift();
        entry.numbers.push(piece.number);
        entry.worker.postMessage({ kind: 'read', ...piece }, (piece.parts ?? []).map(({ buffer }) => buffer));
      }
    }
  }

  finished(number, bytes) {
    this.underWay -= 1;
    this.onPiece(number, bytes);
    const met = this.watchers.filter(({ condition }) => condition());
    this.watchers = this.watchers.filter((watcher) => !met.includes(watcher));
    for (const { resolve } of met) resolve();
  }

  // Its memory is full, or it could not start. Without any helper left nothing waits for one.
  lose(entry) {
    entry.worker.terminate();
    Object.assign(entry, { ready: false, lost: true });
    for (const number of entry.numbers.splice(0)) this.finished(number, new Uint8Array());
    if (this.allLost()) this.giveUpWaiting();
    else this.give();
  }

  allLost() { return this.workers.every((entry) => entry.lost); }

  giveUpWaiting() {
    for (const piece of this.waiting.splice(0)) this.finished(piece.number, new Uint8Array());
  }
}
