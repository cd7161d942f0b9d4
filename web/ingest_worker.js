// The worker that reads sources: it pulls bytes (slices of a file, chunks of a fetched body), pushes them into
// ingest.wasm, and sends sealed stores to the page. One worker serves all sources, which share one store.
//
// to the worker:   start {module, workers, memory} · open {id, name, blob | url, metadataOnly} · cancel {id} · remove {ids} · adopted {}
//                  keep {blobs, sources, most}, see keeper.js
// from the worker: ready · progress {id, bytesRead, bytesTotal, spans, seconds, fits} · store {blob, report, ids, blobs}
//                  done {id, …summary} · crashed {id, error} · kept {outcome, bytes}
import createIngest from './ingest.js';
import { READ_BYTES, sourceChunks } from './chunks.js';
import { HeldChunks, SpareBuffers } from './held_chunks.js';
import { Keeper } from './keeper.js';
import { PieceWorkers, usualCount } from './piece_workers.js';
import { copyOut, instantiateFrom, textAt, withText } from './wasm.js';

const FIRST_STORE_BYTES = 256 * 1024;
const FIRST_STORE_MS = 100;
const MIN_GROWTH_BYTES = 4 * 1024 * 1024;
const PROGRESS_MS = 250;  // each draws a frame
const SOON_SECONDS = 1;
const FORESEEN_BYTES = 64 * 1024 * 1024;  // from so many on, what is to come is judged by what came

let wasm = null;
let memory = Infinity;       // bytes that may be used
let pieces = null;           // helpers for large sources, where there are processors for them
const jobs = new Map();      // id -> job, while it is being read
const finished = [];         // summaries waiting for the store that holds them
const known = [];            // ids in the order of the importer's sources
const keeper = new Keeper({ wasm: () => wasm, send: (message) => postMessage(message) });
const spares = new SpareBuffers(READ_BYTES);
const pushed = { bytes: 0, sealed: 0, startedMs: 0, firstStoreSent: false, adopting: false };

function fail(id, error) {
  postMessage({ kind: 'crashed', id, error: String(error?.message ?? error) });
}

// How much of the source will fit into memory, as far as can be told from what was read; 1: all.
function shareThatFits(job) {
  if (job.bytesTotal === 0 || job.bytesRead < Math.min(FORESEEN_BYTES, job.bytesTotal / 10)) return 1;
  const needed = (wasm._ingest_memory_needed() * job.bytesTotal) / job.bytesRead;
  return needed > memory ? Math.max(memory / needed, job.bytesRead / job.bytesTotal) : 1;
}

function sendProgress(job, always = false) {
  const now = performance.now();
  const fits = shareThatFits(job);
  const foreseen = fits < 1 && !job.foreseen;  // told at once: it may be full before the next time
  if (!always && !foreseen && now - job.progressMs < PROGRESS_MS) return;
  job.progressMs = now;
  job.foreseen ||= foreseen;
  postMessage({
    kind: 'progress', id: job.id, bytesRead: job.bytesRead, bytesTotal: job.bytesTotal,
    spans: wasm._ingest_span_count(job.id), seconds: (now - job.startedMs) / 1000, fits,
  });
}

// Bodies that came over the network (or out of an archive) as Blobs, so that the page can read payloads from them later; or where else they can be read.
function collectedBlobs() {
  const blobs = [];
  for (const job of [...jobs.values(), ...finished.map((f) => f.job)]) {
    if (job.ranged && !job.unpacked) blobs.push({ id: job.id, ranged: job.ranged });
    if (!job.parts || job.parts.length === 0) continue;
    const blob = new Blob(job.parts);
    job.parts = [blob];
    blobs.push({ id: job.id, blob });
  }
  return blobs;
}

// The blob of a store while it is written.
const sealing = { blob: null, bytes: 0 };

function storeBytes(part) {
  sealing.blob.set(part, sealing.bytes);
  sealing.bytes += part.length;
}

function sendStore() {
  const at = wasm._ingest_seal(jobs.size === 0 ? 1 : 0) >>> 2;
  const report = copyOut(wasm, ...wasm.HEAPU32.subarray(at, at + 2));
  const blob = sealing.blob.buffer;
  sealing.blob = null;
  pushed.sealed = pushed.bytes;
  pushed.firstStoreSent = true;
  pushed.adopting = true;
  postMessage({ kind: 'store', blob, report, ids: [...known], blobs: collectedBlobs() }, [blob, report]);
  for (const { summary } of finished.splice(0)) {
    summary.memory.heap = wasm.HEAPU8.length;
    postMessage({ kind: 'done', ...summary });
  }
}

// At the speed so far, all will be read before anybody would look at a store of less.
function endsSoon() {
  let left = 0;
  for (const { bytesTotal, bytesRead } of jobs.values()) {
    if (bytesTotal === 0) return false;
    left += bytesTotal - bytesRead;
  }
  return left * (performance.now() - pushed.startedMs) < pushed.bytes * SOON_SECONDS * 1000;
}

// The first store early, then one each time the data has grown to three times as much, and one when nothing is left to read:
// all of them together take half as long again as the last.
function sealWhenDue() {
  if (jobs.size === 0) return sendStore();
  if (pushed.adopting || (pushed.firstStoreSent && endsSoon())) return;
  const due = pushed.firstStoreSent
    ? pushed.bytes - pushed.sealed >= Math.max(2 * pushed.sealed, MIN_GROWTH_BYTES)
    : pushed.bytes >= FIRST_STORE_BYTES || performance.now() - pushed.startedMs > FIRST_STORE_MS;
  if (due) sendStore();
}

// Payloads are places in what came out of an archive: that is kept instead of the archive.
function keepUnpacked(id, bytes) {
  const job = jobs.get(id);
  if (!job) return;
  if (!job.unpacked) job.parts = [];
  job.unpacked = true;
  job.parts.push(bytes);
  if (job.parts.length >= 256) job.parts = [new Blob(job.parts)];
}

// False when the source cannot be read any further.
function push(job, chunk) {
  const at = wasm._ingest_room(chunk.length) >>> 0;
  wasm.HEAPU8.set(chunk, at);
  pushed.bytes += chunk.length;
  return wasm._ingest_push(job.id, chunk.length) !== 0;
}

function bytesOfPiece({ source, offset, size }, bytes) {
  if (bytes) return { parts: [bytes] };
  const { held, blob } = jobs.get(source);
  const parts = held.take(offset, size);
  return parts ? { parts } : { blob };
}

function pieceDone(number, bytes) {
  const at = wasm._ingest_room(bytes.length) >>> 0;  // first: it may move the heap
  wasm.HEAPU8.set(bytes, at);
  wasm._ingest_piece_done(number, bytes.length);
}

function finish(job, error) {
  const seconds = (performance.now() - job.startedMs) / 1000;
  if (job.cancelled) wasm._ingest_cancel(job.id);
  wasm._ingest_finish(job.id, seconds);
  const told = JSON.parse(textAt(wasm, wasm._ingest_summary(job.id)));
  sendProgress(job, true);
  jobs.delete(job.id);
  const summary = {
    id: job.id, ...told, bytesRead: job.bytesRead, bytesTotal: job.bytesTotal || job.bytesRead, seconds,
    cancelled: job.cancelled, error: error || told.error, memory: { reckoned: wasm._ingest_memory_needed(), heap: 0 },
  };
  if (!job.removed) finished.push({ job, summary });
  else forget([job.id]);
  sealWhenDue();
}

async function read(message) {
  const now = performance.now();
  const job = {
    ...message, stop: new AbortController(), startedMs: now, progressMs: now, bytesRead: 0, bytesTotal: 0,
    parts: null, ranged: null, held: null, reading: null, skip: 0, cancelled: false, removed: false,
  };
  if (jobs.size === 0) Object.assign(pushed, { bytes: 0, sealed: 0, startedMs: now, firstStoreSent: false });
  jobs.set(job.id, job);
  known.push(job.id);
  withText(wasm, job.name, (at) => wasm._ingest_begin(job.id, at, job.metadataOnly ? 1 : 0));
  if (pieces && job.blob && keeper.reader) {
    job.held = new HeldChunks(spares);
    wasm._ingest_read_again(job.id);
  }
  let error = '', begun = false;
  const chunks = sourceChunks(job);
  while (true) {
    let next;
    try {
      next = await chunks.next();
    } catch (problem) {
      if (!job.cancelled) error = String(problem.message ?? problem);
      break;
    }
    if (next.done || job.cancelled) break;
    const chunk = next.value.subarray(Math.min(job.skip, next.value.length));
    job.skip -= next.value.length - chunk.length;
    if (chunk.length === 0) continue;
    if (!begun && job.bytesTotal !== 0) wasm._ingest_expect(job.id, job.bytesTotal);
    begun = true;
    job.held?.add(job.bytesRead - chunk.length, chunk);
    if (!push(job, chunk)) break;
    job.skip = wasm._ingest_skip(job.id);
    sendProgress(job);
    sealWhenDue();
    await pieces?.room();
  }
  chunks.return();  // of what nobody reads any more
  await pieces?.settled();
  job.stop.abort();
  finish(job, error);
}

function stop(job) {
  job.cancelled = true;
  job.stop.abort();
}

function forget(ids) {
  for (const id of ids) {
    wasm._ingest_remove(id);
    const at = known.indexOf(id);
    if (at >= 0) known.splice(at, 1);
  }
}

function remove(ids) {
  for (const id of ids) {
    const job = jobs.get(id);
    if (!job) continue;
    job.removed = true;
    stop(job);
  }
  forget(ids.filter((id) => !jobs.has(id) && known.includes(id)));
  if (jobs.size === 0) sendStore();
}

const handlers = {
  async start({ module, workers, memory: most }) {
    memory = most;
    const count = workers || usualCount();
    wasm = await createIngest({
      instantiateWasm: instantiateFrom(module), keepUnpacked, print: () => {}, printErr: () => {},
      readPiece: (piece, bytes) => pieces.read({ ...piece, ...bytesOfPiece(piece, bytes) }),
      readSource: (id, offset, bytes, at) => keeper.readSource(id, jobs.get(id)?.blob, offset, bytes, at),
      keepBytes: (bytes) => keeper.keepBytes(bytes),
      beginStore: (bytes) => Object.assign(sealing, { blob: new Uint8Array(bytes), bytes: 0 }), storeBytes,
    });
    wasm._ingest_limit_memory(memory);
    if (count > 1) {
      pieces = new PieceWorkers({ module, count, onPiece: pieceDone, onSpare: (buffer) => spares.give(buffer) });
      wasm._ingest_workers(count);
    }
    postMessage({ kind: 'ready' });
  },
  open: (message) => read(message).catch((error) => fail(message.id, error)),
  cancel({ id }) { if (jobs.has(id)) stop(jobs.get(id)); },
  remove({ ids }) {
    try { remove(ids); } catch (error) { fail(0, error); }
  },
  keep(what) { keeper.keep(what); },
  adopted() { pushed.adopting = false; },
};
self.onmessage = ({ data }) => handlers[data.kind](data);
