// The address line: the program's link behind '#', back and forward. Replacing is throttled, as browsers refuse more
// than about a hundred changes in thirty seconds.

const REPLACE_MS = 250;

export class Address {
  constructor(program) {
    Object.assign(this, { program, shown: location.hash.slice(1), pending: null, timer: 0 });
    addEventListener('popstate', () => this.apply());
    addEventListener('hashchange', () => this.apply());
  }

  // What the page was opened with: the fragment, and ?url= as a short form of src.
  start() {
    this.program.tell('link', { link: location.href, from_history: false });
  }

  apply() {
    const now = location.hash.slice(1);
    if (now === this.shown) return;
    this.drop();
    this.shown = now;
    this.program.tell('link', { link: location.href, from_history: true });
  }

  set(fragment, push) {
    if (push) {
      this.flush();
      if (fragment !== this.shown) this.write(fragment, true);
      return;
    }
    this.pending = fragment;
    this.timer ||= setTimeout(() => this.flush(), REPLACE_MS);
  }

  // What is waiting to be written is written now.
  flush() {
    const fragment = this.pending;
    this.drop();
    if (fragment !== null && fragment !== this.shown) this.write(fragment, false);
  }

  drop() {
    clearTimeout(this.timer);
    Object.assign(this, { timer: 0, pending: null });
  }

  write(fragment, push) {
    const url = new URL(location.href);
    url.searchParams.delete('url');  // the fragment's src says it from now on
    url.hash = fragment;
    this.shown = url.hash.slice(1);
    history[push ? 'pushState' : 'replaceState'](null, '', url);
  }
}
