// What is kept for the next time, in the origin private file system: for each load ID.spano, the sealed store with its long
// values, and ID.json, the note of what it is. The note is written last: a .spano file without one is a leftover.
//
// A tab that reads a file holds its lock shared, one that writes or removes it exclusively. So tabs do no harm to each other,
// and what a tab left half-written is known by its lock being free.

const FOLDER = 'spanorama-kept';
const NOTE_VERSION = 1;

export const lockOf = (id) => `${FOLDER}/${id}`;
export const storeName = (id) => `${id}.spano`;
const noteName = (id) => `${id}.json`;

export async function keptFolder() {
  const root = await navigator.storage.getDirectory();
  return root.getDirectoryHandle(FOLDER, { create: true });
}

// What this note says, if it is one of this version.
function noteFrom(text) {
  try {
    const note = JSON.parse(text);
    const sources = Array.isArray(note.sources) && note.sources.length > 0
      && note.sources.every((source) => typeof source?.name === 'string' && typeof source.link === 'string');
    const counts = [note.when, note.bytes, note.traces, note.spans].every((count) => Number.isFinite(count) && count >= 0);
    return note.version === NOTE_VERSION && sources && counts ? note : null;
  } catch {
    return null;
  }
}

// What is kept, the newest first, as {id, when, bytes, traces, spans, sources: [{name, link, spans}]}. Removes what nobody can use.
export async function listKept(folder) {
  const stores = new Set(), notes = [];
  for await (const name of folder.keys()) {
    if (name.endsWith('.spano')) stores.add(name.slice(0, -6));
    else if (name.endsWith('.json')) notes.push(name.slice(0, -5));
  }
  const kept = [];
  for (const id of notes) {
    const text = await folder.getFileHandle(noteName(id)).then((handle) => handle.getFile()).then((file) => file.text()).catch(() => '');
    const note = stores.has(id) ? noteFrom(text) : null;
    if (note) {
      kept.push({ ...note, id });
      stores.delete(id);
    } else {
      await removeKept(folder, id);
    }
  }
  for (const id of stores) await removeKept(folder, id);
  return kept.sort((a, b) => b.when - a.when);
}

// False while another tab (or this one) uses it.
export function removeKept(folder, id) {
  return navigator.locks.request(lockOf(id), { ifAvailable: true }, async (lock) => {
    if (!lock) return false;
    await folder.removeEntry(noteName(id)).catch(() => {});
    await folder.removeEntry(storeName(id)).catch(() => {});
    return true;
  });
}

// What a tab still reads is at least not offered any more, and goes when its lock is free.
export async function forgetKept(folder, id) {
  if (!(await removeKept(folder, id))) await folder.removeEntry(noteName(id)).catch(() => {});
}

// In a worker only, as all writing is.
export async function writeNote(folder, id, note) {
  const handle = await folder.getFileHandle(noteName(id), { create: true });
  const access = await handle.createSyncAccessHandle();
  try {
    access.write(new TextEncoder().encode(JSON.stringify({ ...note, version: NOTE_VERSION })), { at: 0 });
    access.flush();
  } finally {
    access.close();
  }
}

// Which loads are the same: those of the same sources.
export const sameSources = (a, b) => a.length === b.length && a.every((source) => b.some((other) => other.link === source.link));
