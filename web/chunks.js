// The bytes of a source as chunks, wherever they come from. Fills in job.bytesRead, job.bytesTotal and, for what is not
// a file that can be read again, job.parts.
import { explainFailure, fetchUrl, statusSentence } from './fetching.js';

const FIRST_SLICE_BYTES = 256 * 1024;  // small, so that the first rows show at once
const SLICE_BYTES = 8 * 1024 * 1024;
const SLICES_IN_FLIGHT = 3;

// Slices of a Blob in order, the next ones being read while one is used.
async function* blobChunks(job) {
  const { blob } = job;
  job.bytesTotal = blob.size;
  const coming = [];
  let next = 0;
  const ask = () => {
    if (next >= blob.size) return;
    const end = Math.min(blob.size, next + (next === 0 ? FIRST_SLICE_BYTES : SLICE_BYTES));
    const slice = blob.slice(next, end).arrayBuffer();
    slice.catch(() => {});  // awaited below; without this a second failing slice would be an unhandled rejection
    coming.push(slice);
    next = end;
  };
  for (let i = 0; i < SLICES_IN_FLIGHT; ++i) ask();
  while (coming.length > 0) {
    let bytes;
    try {
      bytes = new Uint8Array(await coming.shift());
    } catch (error) {
      throw new Error(`The file could not be read any further: it was changed, moved or removed (${error.name}). What had been read is shown.`);
    }
    ask();
    job.bytesRead += bytes.length;
    yield bytes;
  }
}

async function* bodyChunks(job) {
  const own = self.location.origin;
  let response;
  try {
    response = await fetchUrl(job.url, { signal: job.stop.signal });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Error(await explainFailure(job.url, own));
  }
  if (!response.ok) throw new Error(statusSentence(job.url, response.status));
  const encoded = response.headers.get('Content-Encoding');
  job.bytesTotal = encoded ? 0 : Number(response.headers.get('Content-Length')) || 0;
  const reader = response.body.getReader();
  while (true) {
    let part;
    try {
      part = await reader.read();
    } catch (error) {
      if (error.name === 'AbortError') throw error;
      throw new Error(`The connection to ${new URL(job.url).origin} broke after ${job.bytesRead} bytes. What had been read is shown.`);
    }
    if (part.done) return;
    job.bytesRead += part.value.length;
    yield part.value;
  }
}

async function* collected(job, chunks) {
  job.parts = [];
  for await (const chunk of chunks) {
    if (!job.unpacked) job.parts.push(chunk);
    yield chunk;
  }
}

export function sourceChunks(job) {
  return job.blob ? blobChunks(job) : collected(job, bodyChunks(job));
}
