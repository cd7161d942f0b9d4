// Text input and the clipboard. Key events give neither input methods (Chinese, Japanese, dead keys) nor phone keyboards,
// so a hidden textarea stands at the program's text cursor and takes what is typed. It always holds one space before the
// cursor: without anything to delete, on-screen keyboards report no Backspace.
import { withText } from './wasm.js';

const FILLER = ' ';

export class TextAgent {
  constructor({ wasm, target, area, canvas }) {
    Object.assign(this, { wasm, target, area, canvas, active: false, composing: false, physical: false, copied: '' });
    area.addEventListener('compositionstart', () => { this.composing = true; });
    area.addEventListener('compositionend', (event) => this.composed(event));
    // A key of a real keyboard was told by its own event; on-screen keyboards say 229 for all.
    area.addEventListener('keydown', (event) => { this.physical = event.keyCode !== 229; });
    area.addEventListener('beforeinput', (event) => this.beforeInput(event));
    area.addEventListener('input', () => { if (!this.composing) this.type(); });
    addEventListener('copy', (event) => this.copy(event));
    addEventListener('cut', (event) => this.copy(event));
  }

  // The program wants text (or no longer does) with its cursor at x, y, of a line that high.
  want(active, x, y, height) {
    Object.assign(this.area.style, { left: `${x}px`, top: `${y}px`, height: `${Math.max(1, height)}px` });
    if (active === this.active) return;
    this.active = active;
    if (active) {
      this.reset();
      this.area.focus({ preventScroll: true });
    } else {
      this.composing = false;
      this.area.blur();
      this.canvas.focus({ preventScroll: true });
    }
  }

  // After a click: keys go to the field that is being typed into, or to the page.
  focusPage() { (this.active ? this.area : this.canvas).focus({ preventScroll: true }); }

  reset() {
    this.area.value = FILLER;
    this.area.setSelectionRange(1, 1);
  }

  beforeInput(event) {
    if (this.composing) return;
    if (event.inputType === 'deleteContentBackward') {
      event.preventDefault();
      if (!this.physical) this.press('Backspace');
    } else if (event.inputType === 'insertLineBreak' || event.inputType === 'insertParagraph') {
      event.preventDefault();
    } else if (event.inputType === 'insertFromPaste' || event.inputType === 'deleteByCut') {
      event.preventDefault();  // the paste and cut events did it
    }
  }

  // A key that only the on-screen keyboard pressed.
  press(code) {
    for (const down of [1, 0]) withText(this.wasm, code, (c) => this.wasm._web_key(this.target, c, down));
  }

  type() {
    const text = this.area.value.startsWith(FILLER) ? this.area.value.slice(1) : this.area.value;
    this.reset();
    if (text) withText(this.wasm, text, (at) => this.wasm._web_text(this.target, at));
  }

  composed() {
    this.composing = false;
    this.type();
  }

  paste(text) { withText(this.wasm, text, (at) => this.wasm._web_clipboard(this.target, at)); }

  // Ctrl+C reaches the program by its key event; a frame drawn now makes it say what it copies, within the gesture.
  copy(event) {
    this.copied = null;
    this.wasm._web_frame_now(this.target);
    if (this.copied === null) return;
    event.clipboardData.setData('text/plain', this.copied);
    event.preventDefault();
  }

  // The program put text on the clipboard.
  took(text) {
    if (this.copied === null) this.copied = text;  // inside copy()
    else navigator.clipboard?.writeText(text).catch(() => {});
  }
}
