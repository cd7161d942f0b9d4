// Bodies on servers that give parts of them: long values are read from there when they are looked at, and nothing is kept here.
import { fetchUrl } from './fetching.js';

const WORTH_BYTES = 16 * 1024 * 1024;  // smaller bodies are kept: they can then be looked at without the server
const SETTLED_MS = 60_000;             // a body that changed more lately may change again within its clock's second

// What tells this state of the body from another; nothing where the server does not tell, or not well enough.
function validatorOf(headers) {
  const etag = headers.get('ETag');
  if (etag && !etag.startsWith('W/')) return etag;
  const modified = Date.parse(headers.get('Last-Modified') ?? '');
  const now = Date.parse(headers.get('Date') ?? '') || Date.now();
  return now - modified > SETTLED_MS ? headers.get('Last-Modified') : null;
}

async function askRange({ url, size, validator }, from, to, signal) {
  const response = await fetchUrl(url, { headers: { Range: `bytes=${from}-${to - 1}` }, signal });
  const range = response.headers.get('Content-Range');
  const same = validatorOf(response.headers) === validator && (!range || range === `bytes ${from}-${to - 1}/${size}`);
  if (response.status === 206 && same && !response.headers.get('Content-Encoding')) return response;
  response.body?.cancel().catch(() => {});
  throw new Error('The server gives something else by now.');
}

// {url, size, validator} when the body of this response can be read again in parts, else null. Asks for its last byte.
export async function rangesOf(url, response, signal) {
  const { headers } = response;
  const size = Number(headers.get('Content-Length')) || 0;
  const validator = validatorOf(headers);
  if (size < WORTH_BYTES || !validator || headers.get('Content-Encoding') || headers.get('Accept-Ranges') !== 'bytes') return null;
  try {
    const body = { url, size, validator };
    const last = await askRange(body, size - 1, size, signal);
    return (await last.arrayBuffer()).byteLength === 1 ? body : null;
  } catch {
    return null;
  }
}

// The rest of a body from a place on, as a reader of its stream.
export async function readerFrom(body, from, signal) {
  return (await askRange(body, from, body.size, signal)).body.getReader();
}

// As much of a Blob as readers of values need.
export class RangedBody {
  constructor(body) { this.body = body; }

  slice(from, to) {
    const end = Math.min(to, this.body.size);
    return { arrayBuffer: async () => (end > from ? (await askRange(this.body, from, end)).arrayBuffer() : new ArrayBuffer(0)) };
  }
}
