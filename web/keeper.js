// The ingest worker's part in keeping what was opened: writes the last sealed store, with its long values, into a file of the
// origin private file system, in slices, so that a source that is opened meanwhile comes first.
import { breath } from './breath.js';
import { forgetKept, keptFolder, listKept, lockOf, removeKept, sameSources, storeName, writeNote } from './kept_files.js';

const STEP_BYTES = 4 * 1024 * 1024;
const BUFFER_BYTES = 1024 * 1024;  // values are short, and every write is a call into the browser
const STEP = { done: 0, more: 1, failed: 2 };

// The file while it is written; small pieces are put together.
class KeptFile {
  constructor(access) { Object.assign(this, { access, at: 0, buffer: new Uint8Array(BUFFER_BYTES), filled: 0 }); }

  add(bytes) {
    if (this.filled + bytes.length > BUFFER_BYTES) this.empty();
    if (bytes.length > BUFFER_BYTES) return this.put(bytes);
    this.buffer.set(bytes, this.filled);
    this.filled += bytes.length;
  }

  empty() {
    this.put(this.buffer.subarray(0, this.filled));
    this.filled = 0;
  }

  put(bytes) {
    if (bytes.length === 0) return;
    const written = this.access.write(bytes, { at: this.at });
    if (written !== bytes.length) throw new DOMException('The disk is full.', 'QuotaExceededError');
    this.at += written;
  }
}

export class Keeper {
  // `wasm()`: the module, once it is there. `send(message)` tells the page.
  constructor({ wasm, send }) {
    Object.assign(this, { wasm, send, blobs: new Map(), file: null, error: null });
    this.reader = typeof FileReaderSync === 'undefined' ? null : new FileReaderSync();
  }

  // Called by the module: bytes of a source, which is `blob` or one of those that are kept, to an address; how many, or -1.
  readSource(id, blob, offset, bytes, at) {
    try {
      const part = new Uint8Array(this.reader.readAsArrayBuffer((blob ?? this.blobs.get(id)).slice(offset, offset + bytes)));
      this.wasm().HEAPU8.set(part, at);
      return part.length;
    } catch {
      return -1;  // the file was changed, moved or removed
    }
  }

  // Called by the module: the file's next bytes.
  keepBytes(bytes) {
    try {
      this.file.add(bytes);
      return true;
    } catch (error) {
      this.error = error;
      return false;
    }
  }

  // {blobs: [{id, blob}], sources: [{name, link, spans}], most}: `most` bytes may be kept, of all loads together.
  // Answers {kind: 'kept', outcome}: kept, stopped (something is being read, or files cannot be read here), large (with bytes), full, or gone.
  async keep({ blobs, sources, most }) {
    this.blobs = new Map(blobs.map(({ id, blob }) => [id, blob]));
    let outcome = 'stopped', bytes = 0;
    try {
      bytes = this.reader ? this.wasm()._ingest_keep_begin() : 0;
      if (bytes > most) outcome = 'large';
      else if (bytes > 0) outcome = await this.write({ bytes, sources, most });
    } catch (error) {
      outcome = error.name === 'QuotaExceededError' ? 'full' : 'failed';
    }
    this.wasm()._ingest_keep_end();
    this.blobs.clear();
    this.send({ kind: 'kept', outcome, bytes });
  }

  async write({ bytes, sources, most }) {
    const folder = await keptFolder();
    const before = await listKept(folder);
    await this.makeRoom(folder, before, most - bytes);
    const id = crypto.randomUUID();
    const spans = sources.reduce((sum, source) => sum + source.spans, 0);
    const note = { when: Date.now(), bytes, traces: this.wasm()._ingest_trace_count(), spans, sources };
    const outcome = await navigator.locks.request(lockOf(id), async () => {
      const written = await this.writeStore(folder, id);
      if (written === 'kept') await writeNote(folder, id, note);
      return written;
    });
    if (outcome !== 'kept') await removeKept(folder, id);
    else for (const old of before) if (sameSources(old.sources, sources)) await forgetKept(folder, old.id);
    return outcome;
  }

  // The oldest go first; what another tab reads stays.
  async makeRoom(folder, kept, room) {
    let sum = kept.reduce((all, one) => all + one.bytes, 0);
    for (const old of [...kept].reverse()) {
      if (sum <= room) return;
      if (await removeKept(folder, old.id)) sum -= old.bytes;
    }
  }

  async writeStore(folder, id) {
    const handle = await folder.getFileHandle(storeName(id), { create: true });
    const access = await handle.createSyncAccessHandle();
    this.file = new KeptFile(access);
    this.error = null;
    try {
      let state = STEP.more;
      while (state === STEP.more) {
        state = this.wasm()._ingest_keep_step(STEP_BYTES);
        if (state === STEP.more) await breath();
      }
      if (this.error) throw this.error;
      if (state === STEP.failed) return 'stopped';
      this.file.empty();
      access.flush();
      return 'kept';
    } finally {
      access.close();
      this.file = null;
    }
  }
}
