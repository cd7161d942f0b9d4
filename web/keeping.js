// Keeps what is open for the next time, and opens it again: after a reload at once, in a new tab when asked. The page's end;
// the worker writes (keeper.js). Switched off by the user, by `?keep=0`, or where the browser has no private files or locks.
import { forgetKept, keptFolder, listKept, lockOf, removeKept, storeName } from './kept_files.js';

const MOST_BYTES = 1024 * 1024 * 1024;
const QUOTA_SHARE = 0.2;
const REST_MS = 1000;
const START_MS = 2000;
const SETTING = 'spanorama-keep';

// `?keep=MIB` in front of #, for measuring and for pages that want nothing kept.
const asked = new URLSearchParams(location.search).get('keep');

function isOn() {
  try {
    return localStorage.getItem(SETTING) !== 'off';
  } catch {
    return false;  // no storage here
  }
}

const possible = () => isSecureContext && Boolean(navigator.storage?.getDirectory && navigator.locks && crypto.randomUUID) && asked !== '0';

const listedName = (sources) => (sources.length === 1 ? sources[0].name : `${sources[0].name} and ${sources.length - 1} more`);

export class Keeping {
  constructor({ program }) {
    Object.assign(this, { program, sources: null, available: possible(), on: isOn(), starting: possible(), entries: [], timer: 0, wanted: false, told: '' });
    this.work = Promise.resolve();  // one thing after the other
    this.answer = null;             // takes the worker's word
  }

  // What goes on here never stops the page: where storage fails, nothing is kept.
  queue(task) {
    this.work = this.work.then(task).catch((error) => {
      console.info(`Nothing is kept for the next time: ${error.message}`);
      this.available = false;
      this.tell();
    });
    return this.work;
  }

  // Lists what is kept (`starting` until then), and opens what the address names. Resolves when that has begun; storage that does not answer is not waited for.
  start() {
    if (!this.available) return this.tell();
    const begun = this.queue(async () => {
      this.folder = await keptFolder();
      await this.refresh();
      const wanted = new URLSearchParams(location.hash.slice(1)).getAll('src');
      const files = new Set(wanted.filter((link) => link.startsWith('file:')));
      for (const entry of this.entries) {
        const locals = entry.sources.map((source) => source.link).filter((link) => link.startsWith('file:'));
        const all = entry.sources.every((source) => files.has(source.link) || (!source.link.startsWith('file:') && wanted.includes(source.link)));
        if (!all || locals.length === 0) continue;
        for (const link of locals) files.delete(link);
        await this.reopen(entry);
      }
    });
    return Promise.race([begun, new Promise((resolve) => { setTimeout(resolve, START_MS); })]).then(() => {
      this.starting = false;
      this.program.requestFrame();
    });
  }

  async refresh() {
    if (this.on) this.entries = await listKept(this.folder);
    this.entries.forEach((entry, place) => { entry.number = place; });
    this.tell();
  }

  tell() {
    this.program.tell('keeping', { available: this.available, on: this.on });
    for (const { number, sources, traces, bytes, when } of this.entries) {
      this.program.tell('kept', { number, name: listedName(sources), traces, bytes, when });
    }
  }

  open(number) {
    const entry = this.entries[number];
    if (entry) this.queue(() => this.reopen(entry));
  }

  async reopen(entry) {
    await this.hold(entry);
    try {
      const file = await (await this.folder.getFileHandle(storeName(entry.id))).getFile();
      this.sources.openKept(entry, file);
    } catch {
      await this.damaged(entry);
    }
  }

  // The file stays as long as this tab reads it. Once `released` has resolved the lock is free.
  hold(entry) {
    return new Promise((resolve, reject) => {
      entry.released = navigator.locks.request(lockOf(entry.id), { mode: 'shared' }, () => new Promise((release) => {
        entry.release = release;
        resolve();
      }));
      entry.released.catch(reject);
    });
  }

  // It could not be opened: it is of no use to anybody.
  async damaged(entry) {
    entry.release?.();
    await entry.released;
    await removeKept(this.folder, entry.id);
    await this.refresh();
    this.program.tell('notice', { text: `What was kept of ${listedName(entry.sources)} was damaged, or of another version, and was removed. Open the file again.` });
  }

  closed(entry) { entry.release?.(); }

  // What is open has changed: it is kept when nothing more happens for a moment.
  soon() {
    if (!this.available || !this.on) return;
    this.wanted = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.settled(), REST_MS);
  }

  // Resolves when what is open has been kept, if it can be.
  settled() {
    clearTimeout(this.timer);
    if (this.wanted) this.queue(() => this.keep());
    return this.work;
  }

  async keep() {
    const kept = this.wanted && this.on ? this.sources.toKeep() : null;
    this.wanted = false;
    if (!kept) return;
    const { quota = 0 } = await navigator.storage.estimate();
    const most = Math.min(asked === null ? MOST_BYTES : Number(asked) * 1024 * 1024, quota * QUOTA_SHARE);
    const said = await new Promise((resolve) => {
      this.answer = resolve;
      this.sources.worker.keep({ ...kept, most });
    });
    this.answer = null;
    if (said.outcome === 'kept') return this.refresh();
    if (said.outcome === 'large' || said.outcome === 'full') this.note(kept, said, most);
  }

  // Once for each load.
  note({ sources }, { outcome, bytes }, most) {
    const key = JSON.stringify(sources.map((source) => source.link));
    if (this.told === key) return;
    this.told = key;
    const why = outcome === 'full' ? 'this browser gives no more room' : `it needs ${Math.ceil(bytes / 1e6)} MB, and ${Math.floor(most / 1e6)} MB may be used`;
    this.program.tell('notice', { text: `${listedName(sources)} is not kept for the next time: ${why}.` });
  }

  // The worker's answer, or its end.
  workerSaid(message) { this.answer?.(message); }

  async forget() {
    await this.queue(async () => {
      for (const { id } of await listKept(this.folder)) await forgetKept(this.folder, id);
      this.entries = [];
      this.tell();
      this.program.tell('notice', { text: 'What was kept is forgotten.' });
    });
  }

  // Off: what is kept is forgotten too.
  set(on) {
    try {
      localStorage.setItem(SETTING, on ? 'on' : 'off');
    } catch {
      // only for this tab
    }
    this.on = on;
    this.wanted = false;
    this.tell();
    if (!on) return this.forget();
    this.soon();
    this.program.tell('notice', { text: 'What you open is kept on this machine for the next time.' });
  }
}
