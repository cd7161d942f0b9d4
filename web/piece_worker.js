// A worker that reads pieces of large sources for the ingest worker.
//
// to it:   start {module} · read {number, format, from, offset, size, source, metadata, name, head, parts | blob}
// from it: ready · piece {number, bytes, spares}
//
// The bytes of a piece are `parts`, one behind the other, whose memory goes back as `spares`, or lie in the file.
import createIngest from './ingest.js';
import { copyOut, instantiateFrom, withText } from './wasm.js';

const SLICE_BYTES = 4 * 1024 * 1024;

let wasm = null;

function* slices({ blob, offset, size }) {
  const reader = new FileReaderSync();
  for (let at = 0; at < size; at += SLICE_BYTES) {
    const slice = blob.slice(offset + at, offset + Math.min(size, at + SLICE_BYTES));
    yield new Uint8Array(reader.readAsArrayBuffer(slice));
  }
}

// Copies head and bytes to where the module reads them; false when they could not be had.
function filledRoom(piece) {
  const { head, parts, size } = piece;
  const begin = wasm._ingest_room(head.length + size) >>> 0;  // first: it may move the heap
  wasm.HEAPU8.set(head, begin);
  let at = begin + head.length;
  try {
    for (const bytes of parts ?? slices(piece)) {
      wasm.HEAPU8.set(bytes, at);
      at += bytes.length;
    }
  } catch {
    return false;  // the file was changed, moved or removed
  }
  return at === begin + head.length + size;
}

function resultOf({ format, from, offset, size, source, metadata, name, head }) {
  const at = withText(wasm, name, (text) => wasm._piece_read(text, source, format, from, offset, metadata, head.length, size)) >>> 2;
  const [resultAt, resultBytes] = wasm.HEAPU32.subarray(at, at + 2);
  return copyOut(wasm, resultAt, resultBytes);
}

const handlers = {
  async start({ module }) {
    wasm = await createIngest({ instantiateWasm: instantiateFrom(module), print: () => {}, printErr: () => {} });
    postMessage({ kind: 'ready' });
  },
  read(piece) {
    const spares = (piece.parts ?? []).map(({ buffer }) => buffer);
    const result = filledRoom(piece) ? resultOf(piece) : new ArrayBuffer(0);
    postMessage({ kind: 'piece', number: piece.number, bytes: result, spares }, [result, ...spares]);
  },
};
self.onmessage = ({ data }) => handlers[data.kind](data);
