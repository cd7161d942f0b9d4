// Fingers: a tap clicks, a drag scrolls, two fingers zoom and pan, and a finger that rests a moment first drags like a
// mouse (brushing a chart, moving a border).

const MOVE = 0, DOWN = 1, UP = 2, LEAVE = 3;
const SLOP_PX = 8;
const HOLD_MS = 250;
const PIXELS_PER_NOTCH = 50;

export class Touch {
  constructor({ canvas, wasm, target, agent }) {
    Object.assign(this, { canvas, wasm, target, agent, fingers: new Map(), mode: 'none', hold: 0 });
    canvas.addEventListener('pointerdown', (event) => this.on(event, this.down));
    canvas.addEventListener('pointermove', (event) => this.on(event, this.move));
    canvas.addEventListener('pointerup', (event) => this.on(event, this.up));
    canvas.addEventListener('pointercancel', (event) => this.on(event, this.cancel));
  }

  on(event, handler) {
    if (event.pointerType !== 'touch') return;
    event.preventDefault();
    handler.call(this, event);
  }

  tell(kind, x, y) { this.wasm._web_pointer(this.target, kind, x, y, 0, 1); }

  down(event) {
    this.canvas.setPointerCapture(event.pointerId);
    const at = { x: event.offsetX, y: event.offsetY };
    this.fingers.set(event.pointerId, { ...at, from: at });
    clearTimeout(this.hold);
    if (this.fingers.size === 1) {
      this.mode = 'tap';
      this.tell(MOVE, at.x, at.y);
      this.hold = setTimeout(() => this.startDrag(), HOLD_MS);
    } else {
      if (this.mode === 'drag') this.tell(UP, at.x, at.y);
      this.mode = 'pinch';
      this.spread = this.measure();
    }
  }

  startDrag() {
    const [finger] = this.fingers.values();
    if (this.mode !== 'tap' || !finger) return;
    this.mode = 'drag';
    this.tell(DOWN, finger.x, finger.y);
  }

  move(event) {
    const finger = this.fingers.get(event.pointerId);
    if (!finger) return;
    const dx = event.offsetX - finger.x, dy = event.offsetY - finger.y;
    const far = Math.hypot(event.offsetX - finger.from.x, event.offsetY - finger.from.y) > SLOP_PX;
    if (this.mode === 'tap' && !far) return;
    Object.assign(finger, { x: event.offsetX, y: event.offsetY });
    if (this.mode === 'tap') {
      clearTimeout(this.hold);
      this.mode = 'scroll';
    }
    if (this.mode === 'scroll') this.wasm._web_wheel(this.target, dx / PIXELS_PER_NOTCH, dy / PIXELS_PER_NOTCH, 0);
    if (this.mode === 'drag') this.tell(MOVE, finger.x, finger.y);
    if (this.mode === 'pinch' && this.fingers.size === 2) this.pinch();
  }

  measure() {
    const [a, b] = [...this.fingers.values()];
    return { size: Math.max(1, Math.hypot(a.x - b.x, a.y - b.y)), x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  }

  pinch() {
    const now = this.measure();
    this.tell(MOVE, now.x, now.y);
    const notches = Math.log2(now.size / this.spread.size) * 4;
    if (Math.abs(notches) > 0.02) this.wasm._web_wheel(this.target, 0, notches, 1);
    const dx = now.x - this.spread.x;
    if (Math.abs(dx) > 0.5) this.wasm._web_wheel(this.target, dx / PIXELS_PER_NOTCH, 0, 0);
    this.spread = now;
  }

  // A tap is played through at once, so that a text field that it focuses may open the keyboard within the gesture.
  up(event) {
    const finger = this.fingers.get(event.pointerId);
    if (!finger) return;
    this.fingers.delete(event.pointerId);
    clearTimeout(this.hold);
    if (this.mode === 'tap') {
      for (const kind of [DOWN, UP]) {
        this.tell(kind, finger.x, finger.y);
        this.wasm._web_frame_now(this.target);
      }
      this.wasm._web_frame_now(this.target);
    }
    if (this.mode === 'drag') this.tell(UP, finger.x, finger.y);
    if (this.fingers.size === 0) {
      this.mode = 'none';
      this.tell(LEAVE, 0, 0);
    }
  }

  cancel(event) {
    if (this.mode === 'drag') this.tell(UP, event.offsetX, event.offsetY);
    this.fingers.delete(event.pointerId);
    clearTimeout(this.hold);
    this.mode = 'none';
    this.tell(LEAVE, 0, 0);
  }
}
