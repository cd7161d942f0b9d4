// Mouse, wheel and keyboard of the canvas, handed to the program (src/platform/web/web_window.h). Touch is in touch.js,
// text and the clipboard in text_agent.js.
import { Touch } from './touch.js';
import { withText } from './wasm.js';

const MOVE = 0, DOWN = 1, UP = 2, LEAVE = 3;
const DOUBLE_CLICK_MS = 500, DOUBLE_CLICK_PX = 6;
const PIXELS_PER_NOTCH = 100;  // what Dear ImGui counts as 1.0
const LINES_PER_NOTCH = 3;
const MODIFIER = { ctrl: 1, shift: 2, alt: 4, meta: 8 };
const BUTTON = [0, 2, 1, 3, 4];  // DOM: left, middle, right; Dear ImGui: left, right, middle

export function modifiersOf(event) {
  // AltGr is reported as Ctrl+Alt on Windows, but it types characters and is no shortcut.
  const altGraph = event.getModifierState?.('AltGraph');
  return (event.ctrlKey && !altGraph ? MODIFIER.ctrl : 0) | (event.shiftKey ? MODIFIER.shift : 0) |
    (event.altKey && !altGraph ? MODIFIER.alt : 0) | (event.metaKey ? MODIFIER.meta : 0);
}

// Wheel distance in notches.
function notches(event) {
  const per = [PIXELS_PER_NOTCH, LINES_PER_NOTCH, 0.5][event.deltaMode];
  return [-event.deltaX / per, -event.deltaY / per];
}

export class Input {
  // `wasm`, `window`: the module and its window's address. `agent`: TextAgent.
  constructor({ wasm, window: target, canvas, agent }) {
    Object.assign(this, { wasm, target, canvas, agent, lastDown: null });
    canvas.addEventListener('pointermove', (event) => this.pointer(event, MOVE));
    canvas.addEventListener('pointerdown', (event) => this.pointer(event, DOWN));
    canvas.addEventListener('pointerup', (event) => this.pointer(event, UP));
    canvas.addEventListener('pointercancel', (event) => this.pointer(event, UP));
    canvas.addEventListener('pointerleave', (event) => this.pointer(event, LEAVE));
    canvas.addEventListener('contextmenu', (event) => event.preventDefault());
    canvas.addEventListener('wheel', (event) => this.wheel(event), { passive: false });
    addEventListener('keydown', (event) => this.key(event, true));
    addEventListener('keyup', (event) => this.key(event, false));
    addEventListener('blur', () => wasm._web_focus(target, 0));
    addEventListener('focus', () => wasm._web_focus(target, 1));
    this.touch = new Touch({ canvas, wasm, target, agent });
  }

  pointer(event, kind) {
    if (event.pointerType === 'touch') return;
    if (kind === DOWN) {
      this.canvas.setPointerCapture(event.pointerId);
      this.agent.focusPage();
      if (this.isSecondPress(event)) this.wasm._web_second_press(this.target);
    }
    const button = BUTTON[event.button] ?? 0;
    this.wasm._web_modifiers(this.target, modifiersOf(event));
    this.wasm._web_pointer(this.target, kind, event.offsetX, event.offsetY, button, 0);
    if (kind === DOWN) event.preventDefault();
  }

  // By the times of the events: where a frame takes long, the program sees both presses late.
  isSecondPress({ button, timeStamp, offsetX, offsetY }) {
    const last = this.lastDown;
    const second = last !== null && last.button === button && timeStamp - last.timeStamp < DOUBLE_CLICK_MS &&
      Math.hypot(offsetX - last.offsetX, offsetY - last.offsetY) < DOUBLE_CLICK_PX;
    this.lastDown = second ? null : { button, timeStamp, offsetX, offsetY };
    return second;
  }

  wheel(event) {
    event.preventDefault();  // else ctrl+wheel zooms the page
    const [dx, dy] = notches(event);
    const zoom = event.ctrlKey || event.metaKey;
    // A trackpad's pinch comes as ctrl+wheel with small steps and no key held.
    const pinch = event.ctrlKey && event.deltaMode === 0 && Math.abs(event.deltaY) < 40;
    const sideways = event.shiftKey && dx === 0;
    this.wasm._web_pointer(this.target, MOVE, event.offsetX, event.offsetY, 0, 0);
    this.wasm._web_wheel(this.target, sideways ? dy : dx, sideways ? 0 : pinch ? dy * 6 : dy, zoom ? 1 : 0);
  }

  key(event, down) {
    if (event.isComposing || event.keyCode === 229) return;  // the input method's keys
    const modifiers = modifiersOf(event);
    this.wasm._web_modifiers(this.target, modifiers);
    withText(this.wasm, event.code || codeOfKey(event.key), (code) => this.wasm._web_key(this.target, code, down ? 1 : 0));
    if (down && takenFromBrowser(event, modifiers, this.agent.active)) event.preventDefault();
  }
}

// On-screen keyboards leave `code` empty.
function codeOfKey(key) {
  if (/^[a-z]$/i.test(key)) return `Key${key.toUpperCase()}`;
  if (/^\d$/.test(key)) return `Digit${key}`;
  return key;
}

// Keys whose own meaning in the browser would get in the way. Reload, tabs, zoom, developer tools stay the browser's;
// copy, cut and paste must happen, as their events carry the clipboard; letters must reach the text agent.
function takenFromBrowser(event, modifiers, typing) {
  if (['Tab', 'F1', 'F3'].includes(event.code)) return true;
  if (modifiers & (MODIFIER.ctrl | MODIFIER.meta)) return ['KeyF', 'KeyK', 'KeyG', 'KeyA', 'KeyZ', 'KeyY', 'KeyO', 'KeyS'].includes(event.code) && !(modifiers & MODIFIER.alt);
  if (modifiers & MODIFIER.alt) return ['ArrowUp', 'ArrowDown'].includes(event.code);
  if (!typing) return ['Space', 'Slash', 'Quote', 'Backspace', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown', 'Home', 'End'].includes(event.code);
  return ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Enter'].includes(event.code);
}
