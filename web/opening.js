// Ways in: files and folders dropped on the window, the file picker, pasted files, JSON text and addresses.

const overlay = () => document.getElementById('drop');

// All files below a dropped entry; a folder's files in the order of their paths.
async function filesBelow(entry) {
  if (entry.isFile) return [await new Promise((resolve, reject) => entry.file(resolve, reject))];
  const reader = entry.createReader();
  const children = [];
  while (true) {  // readEntries answers in portions
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) break;
    children.push(...some);
  }
  children.sort((a, b) => (a.name < b.name ? -1 : 1));
  const files = [];
  for (const child of children) if (!child.name.startsWith('.')) files.push(...await filesBelow(child));
  return files;
}

async function droppedFiles(transfer) {
  const entries = [...transfer.items].filter((item) => item.kind === 'file').map((item) => [item.webkitGetAsEntry?.(), item.getAsFile()]);
  const files = [];
  for (const [entry, file] of entries) {
    if (entry?.isDirectory) files.push(...await filesBelow(entry));
    else if (file) files.push(file);
  }
  return files;
}

export class Opening {
  // `sources()` is asked late, as the two need each other. `wantsText()`: a text field has the keyboard.
  constructor({ sources, wantsText, givePaste }) {
    Object.assign(this, { sources, wantsText, givePaste, picker: document.getElementById('file-picker'), depth: 0 });
    this.picker.addEventListener('change', () => {
      this.sources().openFiles(this.picker.files);
      this.picker.value = '';
    });
    addEventListener('dragenter', (event) => this.hover(event, 1));
    addEventListener('dragleave', (event) => this.hover(event, -1));
    addEventListener('dragover', (event) => event.preventDefault());
    addEventListener('drop', (event) => this.drop(event));
    addEventListener('paste', (event) => this.paste(event));
  }

  pick() { this.picker.click(); }

  hover(event, step) {
    event.preventDefault();
    this.depth = Math.max(0, this.depth + step);
    overlay().hidden = this.depth === 0;
  }

  async drop(event) {
    event.preventDefault();
    this.depth = 0;
    overlay().hidden = true;
    const address = event.dataTransfer.getData('text/uri-list').split('\n').find((line) => /^https?:/.test(line));
    const files = await droppedFiles(event.dataTransfer);
    if (files.length > 0) this.sources().openFiles(files);
    else if (address) this.sources().openUrl(address.trim());
  }

  paste(event) {
    const files = [...event.clipboardData.files];
    const text = event.clipboardData.getData('text/plain');
    if (files.length > 0) this.sources().openFiles(files);
    else if (this.wantsText()) this.givePaste(text);
    else if (/^\s*[{[]/.test(text)) this.sources().openText('pasted.json', text);
    else if (/^\s*https?:\/\/\S+\s*$/.test(text)) this.sources().openUrl(text.trim());
    else return;
    event.preventDefault();
  }
}
