// The bytes of a source as chunks, wherever they come from. Fills in job.bytesRead, job.bytesTotal and, for what is not
// a file that can be read again, job.parts, or job.ranged where the server gives parts of it again. Chunks begin with the next
// `job.skip` bytes, which the reader does not want, or go on behind them and set it to 0. Where `job.held` keeps chunks of a file,
// each is in memory of its own.
import { explainFailure, fetchUrl, statusSentence } from './fetching.js';
import { rangesOf, readerFrom } from './ranges.js';

const FIRST_BYTES = 256 * 1024;  // few, so that the first rows show at once
export const READ_BYTES = 4 * 1024 * 1024;
const LEAST_BYTES = 1024 * 1024;  // fewer are waited for: every read costs a turn of the event loop
const SLICE_BYTES = 8 * 1024 * 1024;
const SLICES_IN_FLIGHT = 3;
const MOST_TRIES = 3;  // where the connection breaks

// Reads into memory that is given; nothing where the browser's files have no such streams.
function streamReader(blob) {
  try {
    return blob.stream().getReader({ mode: 'byob' });
  } catch {
    return null;
  }
}

// The bytes of a Blob in order, all in the same memory: a chunk is good until the next is asked for, unless it is held.
async function* streamedChunks(blob, reader, held) {
  let buffer = held ? held.spares.take() : new ArrayBuffer(READ_BYTES);
  let read = 0;
  try {
    while (read < blob.size) {
      const most = read === 0 ? FIRST_BYTES : READ_BYTES;
      const { done, value } = await reader.read(new Uint8Array(buffer, 0, most), { min: Math.min(LEAST_BYTES, most) });
      if (value?.length > 0) yield value;
      if (done) return;
      read += value.length;
      buffer = held ? held.spares.take() : value.buffer;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

// Slices of a Blob in order, the next ones being read while one is used.
async function* slicedChunks(blob) {
  const coming = [];
  let next = 0;
  const ask = () => {
    if (next >= blob.size) return;
    const end = Math.min(blob.size, next + (next === 0 ? FIRST_BYTES : SLICE_BYTES));
    const slice = blob.slice(next, end).arrayBuffer();
    slice.catch(() => {});  // awaited below; without this a second failing slice would be an unhandled rejection
    coming.push(slice);
    next = end;
  };
  for (let i = 0; i < SLICES_IN_FLIGHT; ++i) ask();
  while (coming.length > 0) {
    const bytes = new Uint8Array(await coming.shift());
    ask();
    yield bytes;
  }
}

async function* blobChunks(job) {
  job.bytesTotal = job.blob.size;
  try {
    do {
      const rest = job.blob.slice(job.bytesRead);
      job.reading = streamReader(rest);  // in the job, as Chromium collects a stream that only waits for its bytes
      for await (const bytes of job.reading ? streamedChunks(rest, job.reading, job.held) : slicedChunks(rest)) {
        job.bytesRead += bytes.length;
        yield bytes;
        if (job.skip) break;
      }
      if (!job.skip) return;
      job.bytesRead += job.skip;
      job.skip = 0;
    } while (job.bytesRead < job.blob.size);
  } catch (error) {
    throw new Error(`The file could not be read any further: it was changed, moved or removed (${error.name}). What had been read is shown.`);
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
  const probed = rangesOf(job.url, response, job.stop.signal).then((ranged) => {
    if (ranged && !job.unpacked) Object.assign(job, { ranged, parts: [] });
  });
  job.reading = response.body.getReader();
  let tries = 0;
  while (true) {
    let part;
    try {
      part = await job.reading.read();
    } catch (error) {
      if (error.name === 'AbortError') throw error;
      await probed;
      job.reading = job.ranged && ++tries < MOST_TRIES ? await readerFrom(job.ranged, job.bytesRead, job.stop.signal).catch(() => null) : null;
      if (job.reading) continue;
      throw new Error(`The connection to ${new URL(job.url).origin} broke after ${job.bytesRead} bytes. What had been read is shown.`);
    }
    if (part.done) return void await probed;
    job.bytesRead += part.value.length;
    yield part.value;
    if (!job.skip || !job.ranged) continue;
    const next = await readerFrom(job.ranged, job.bytesRead + job.skip, job.stop.signal).catch(() => null);
    if (!next) continue;  // then all of it comes, and the reader passes over it
    job.reading.cancel().catch(() => {});
    job.reading = next;
    job.bytesRead += job.skip;
    job.skip = 0;
  }
}

async function* collected(job, chunks) {
  job.parts = [];
  for await (const chunk of chunks) {
    if (!job.unpacked && !job.ranged) job.parts.push(chunk);
    yield chunk;
  }
}

export function sourceChunks(job) {
  return job.blob ? blobChunks(job) : collected(job, bodyChunks(job));
}
