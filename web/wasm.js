// Around an emscripten module: loading it with progress, and text and bytes in and out of its memory.
// Addresses may pass 2^31, so every pointer that comes back is made unsigned with `>>> 0`.

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const TYPE = 'application/wasm';

// Tells of the bytes of a copy of the answer.
async function countBytes(copy, onBytes) {
  const total = copy.headers.get('Content-Encoding') ? 0 : Number(copy.headers.get('Content-Length')) || 0;
  const reader = copy.body.getReader();
  for (let got = 0; ;) {
    const { done, value } = await reader.read();
    if (done) return;
    got += value.byteLength;
    onBytes(got, total);
  }
}

// Compiles while the bytes arrive. `onBytes(got, total)`: total is 0 where the server does not tell it. The answer goes to the
// compiler as it came: of one that is made of its bytes the browser would not keep the compiled code for the next visit. Not
// every server knows the type, without which the compiler takes nothing.
export async function compileWithProgress(url, onBytes) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} could not be loaded: HTTP ${response.status}.`);
  if (onBytes) countBytes(response.clone(), onBytes).catch(() => {});  // the compiler says why
  const known = response.headers.get('Content-Type') === TYPE;
  return WebAssembly.compileStreaming(known ? response : new Response(response.body, { headers: { 'Content-Type': TYPE } }));
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
