// Around an emscripten module: loading it with progress, and text and bytes in and out of its memory.
// Addresses may pass 2^31, so every pointer that comes back is made unsigned with `>>> 0`.

const encoder = new TextEncoder();
const decoder = new TextDecoder();

// Compiles while the bytes arrive. `onBytes(got, total)`: total is 0 where the server does not tell it.
export async function compileWithProgress(url, onBytes = () => {}) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} could not be loaded: HTTP ${response.status}.`);
  const encoded = response.headers.get('Content-Encoding');
  const total = encoded ? 0 : Number(response.headers.get('Content-Length')) || 0;
  let got = 0;
  const counter = new TransformStream({
    transform(chunk, controller) {
      got += chunk.byteLength;
      onBytes(got, total);
      controller.enqueue(chunk);
    },
  });
  const counted = new Response(response.body.pipeThrough(counter), { headers: { 'Content-Type': 'application/wasm' } });
  return WebAssembly.compileStreaming(counted);
}

// The emscripten hook that takes a module compiled elsewhere.
export function instantiateFrom(compiled) {
  return (imports, receive) => {
    WebAssembly.instantiate(compiled, imports).then((instance) => receive(instance, compiled));
    return {};
  };
}

// Calls use(address, byteCount) with a zero-terminated copy of the text, which is freed afterwards.
export function withText(module, text, use) {
  const bytes = encoder.encode(text);
  const at = copyIn(module, bytes, 1);
  try {
    return use(at, bytes.length);
  } finally {
    module._free(at);
  }
}

// Copies bytes into fresh memory of the module, with `zeros` zero bytes behind. The callee frees it. Throws when full.
export function copyIn(module, bytes, zeros = 0) {
  const at = module._malloc(bytes.length + zeros || 1) >>> 0;
  if (at === 0) throw new Error('The memory of this tab is full.');
  module.HEAPU8.set(bytes, at);
  if (zeros) module.HEAPU8.fill(0, at + bytes.length, at + bytes.length + zeros);
  return at;
}

// The zero-terminated text at an address.
export function textAt(module, pointer) {
  const at = pointer >>> 0;
  const end = module.HEAPU8.indexOf(0, at);
  return decoder.decode(module.HEAPU8.subarray(at, end));
}

// A copy of memory that can be transferred.
export function copyOut(module, pointer, byteCount) {
  const at = pointer >>> 0;
  return module.HEAPU8.slice(at, at + (byteCount >>> 0)).buffer;
}
