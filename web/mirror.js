// What the canvas shows, for screen readers: the status as a live region, the visible traces as a listbox and the visible
// spans as a tree, the command palette as a listbox while it is open. Written when the page is at rest, from the same calls
// that scripts use.

const MAX_ROWS = 60;
const REST_MS = 300;

export class Mirror {
  constructor({ program }) {
    Object.assign(this, { program, timer: 0, shown: '' });
    for (const [id, key] of [['mirror-traces', 'trace'], ['mirror-spans', 'span']]) {
      document.getElementById(id).addEventListener('click', (event) => {
        const row = event.target.closest('[data-id]');
        if (row) program.call('select', { [key]: row.dataset.id });
      });
    }
  }

  frameDrawn() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.write(), REST_MS);
  }

  write() {
    const mirror = this.program.call('mirror', { limit: MAX_ROWS });
    mirror.palette = this.program.call('palette');
    const text = JSON.stringify(mirror);
    if (text === this.shown) return;
    this.shown = text;
    const status = document.getElementById('mirror-status');
    if (status.textContent !== mirror.status) status.textContent = mirror.status;
    fill('mirror-traces', 'option', mirror.traces, mirror.trace_count);
    fillPalette(mirror.palette);
    fill('mirror-spans', 'treeitem', mirror.spans, mirror.span_count);
  }
}

// The open command palette; the chosen line is told as it changes.
function fillPalette({ lines, chosen }) {
  const list = document.getElementById('mirror-palette');
  list.hidden = lines.length === 0;
  fill('mirror-palette', 'option', lines.map((text, index) => ({ id: '', text, selected: index === chosen })), lines.length);
  const now = document.getElementById('mirror-chosen');
  const told = lines[chosen] ?? '';
  if (now.textContent !== told) now.textContent = told;
}

function fill(id, role, rows, total) {
  const list = document.getElementById(id);
  list.replaceChildren(...rows.map((row, index) => {
    const item = document.createElement('div');
    item.setAttribute('role', role);
    item.setAttribute('aria-selected', String(row.selected));
    item.setAttribute('aria-setsize', String(total));
    item.setAttribute('aria-posinset', String((row.place ?? index) + 1));
    if (row.level) item.setAttribute('aria-level', String(row.level));
    item.dataset.id = row.id;
    item.textContent = row.text;
    return item;
  }));
}
