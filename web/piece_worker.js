// A worker that reads pieces of large sources for the ingest worker.
//
// to it:   start {module} · read {number, format, from, offset, source, metadata, name, bytes}
// from it: ready · piece {number, bytes}
import createIngest from './ingest.js';
import { copyOut, instantiateFrom, withText } from './wasm.js';

let wasm = null;

const handlers = {
  async start({ module }) {
    wasm = await createIngest({ instantiateWasm: instantiateFrom(module), print: () => {}, printErr: () => {} });
    postMessage({ kind: 'ready' });
  },
  read({ number, format, from, offset, source, metadata, name, bytes }) {
    const roomAt = wasm._ingest_room(bytes.length) >>> 0;  // first: it may move the heap
    wasm.HEAPU8.set(bytes, roomAt);
    const at = withText(wasm, name, (text) => wasm._piece_read(text, source, format, from, offset, metadata, bytes.length)) >>> 2;
    const [resultAt, resultBytes] = wasm.HEAPU32.subarray(at, at + 2);
    const result = copyOut(wasm, resultAt, resultBytes);
    postMessage({ kind: 'piece', number, bytes: result }, [result]);
  },
};
self.onmessage = ({ data }) => handlers[data.kind](data);
