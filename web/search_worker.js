// The worker that searches long values where they lie: in the Blobs of sources, block by block.
//
// to the worker:   start {module} · search {request, query, counts, blob | ranged, offset, length, values: Uint32Array of offset, length, encoding}
// from the worker: {request, hits: Uint32Array of place, times}; times are 1 unless `counts` asks for them
import { RangedBody } from './ranges.js';
import createSearch from './search.js';
import { copyIn, instantiateFrom, withText } from './wasm.js';

let wasm = null;
let query = '';
const waiting = [];

async function search({ request, query: wanted, counts, blob, ranged, offset, length, values }) {
  let hits = new Uint32Array();
  try {
    const bytes = new Uint8Array(await (blob ?? new RangedBody(ranged)).slice(offset, offset + length).arrayBuffer());
    if (bytes.length === length) hits = found(wanted, counts, bytes, values);
  } catch {
    // The file was changed, moved or removed.
  }
  postMessage({ request, hits }, [hits.buffer]);
}

function found(wanted, counts, bytes, values) {
  if (wanted !== query) withText(wasm, wanted, (at) => wasm._search_query(at));
  query = wanted;
  const roomAt = wasm._search_room(bytes.length) >>> 0;  // first: it may move the heap
  wasm.HEAPU8.set(bytes, roomAt);
  const table = copyIn(wasm, new Uint8Array(values.buffer));
  const count = wasm._search_values(table, values.length / 3, counts ? 1 : 0);
  wasm._free(table);
  const at = wasm._search_found() >>> 2;
  return wasm.HEAPU32.slice(at, at + 2 * count);
}

const handlers = {
  async start({ module }) {
    wasm = await createSearch({ instantiateWasm: instantiateFrom(module), print: () => {}, printErr: () => {} });
    for (const one of waiting.splice(0)) search(one);
  },
  search(one) {
    if (wasm) search(one);
    else waiting.push(one);
  },
};
self.onmessage = ({ data }) => handlers[data.kind](data);
