// The page's end of app.wasm: what is told before the program runs waits in line. `Program` is the only place that
// calls its exports.
import { breath } from './breath.js';
import { copyIn, textAt, withText } from './wasm.js';

const SLICE_BYTES = 4 * 1024 * 1024;

export class Program {
  constructor() {
    Object.assign(this, { wasm: null, waiting: [], ready: null });
    this.ready = new Promise((resolve) => { this.resolveReady = resolve; });
  }

  // `wasm`: the instantiated module; `fonts`: regular, semibold, mono. Returns a sentence when it cannot run (no WebGL context), else ''.
  start(wasm, fonts) {
    fonts.forEach((bytes, place) => wasm._page_font(place, copyIn(wasm, bytes), bytes.length));
    const problem = textAt(wasm, wasm._page_start());
    if (problem) return problem;
    this.wasm = wasm;
    for (const task of this.waiting.splice(0)) task();
    this.resolveReady();
    return '';
  }

  whenAttached(task) {
    if (this.wasm) task();
    else this.waiting.push(task);
  }

  // Something happened outside: kind and its values, see src/main/page/page_events.cpp.
  tell(kind, values) {
    this.whenAttached(() => withText(this.wasm, kind, (k) => withText(this.wasm, JSON.stringify(values), (v) => this.wasm._page_tell(k, v))));
  }

  // A call of the script API that answers at once. Throws an Error with the program's sentence.
  call(method, args = {}) {
    if (!this.wasm) throw new Error('The viewer is still starting: await spanorama.ready first.');
    const answer = withText(this.wasm, method, (m) => withText(this.wasm, JSON.stringify(args), (a) => this.wasm._page_call(m, a)));
    const told = JSON.parse(textAt(this.wasm, answer));
    if (told && typeof told === 'object' && 'script_error' in told) throw new Error(told.script_error);
    return told;
  }

  // Copies a store into the program's memory, in slices between which the page goes on. Rejects with why it did not fit.
  adoptStore(blob, report) {
    return new Promise((resolve, reject) => this.whenAttached(() => this.copyStore(blob, report).then(resolve, reject)));
  }

  async copyStore(blob, report) {
    const at = this.wasm._page_blob_room(blob.length) >>> 0;
    if (at === 0) throw new Error('Close other sources, or use the desktop program.');
    for (let from = 0; from < blob.length; from += SLICE_BYTES) {
      if (from > 0) await breath();
      this.wasm.HEAPU8.set(blob.subarray(from, from + SLICE_BYTES), at + from);  // asked for each time: the heap may have moved
    }
    const reportAt = copyIn(this.wasm, report);
    this.wasm._page_adopt_store(at, blob.length, reportAt, report.length);
  }

  // The answer to a request for bytes; none when they cannot be read.
  giveRange(request, bytes) {
    const at = bytes ? copyIn(this.wasm, bytes) : 0;
    this.wasm._page_range_arrived(request, at, bytes?.length ?? 0);
  }

  // Which of the values that were to be searched pass: a Uint32Array of place and times of each.
  giveFound(request, hits) {
    const at = copyIn(this.wasm, new Uint8Array(hits.buffer, hits.byteOffset, hits.byteLength));
    this.wasm._page_values_searched(request, at, hits.length / 2);
    this.wasm._free(at);
  }

  // Pixels (RGBA), or none when the picture is damaged.
  givePicture(request, picture) {
    const at = picture ? copyIn(this.wasm, picture.rgba) : 0;
    this.wasm._page_picture_decoded(request, picture?.width ?? 0, picture?.height ?? 0, at);
    if (picture) this.wasm._free(at);
  }

  giveHttp(request, { status, type, body, error }) {
    const at = copyIn(this.wasm, body);
    withText(this.wasm, type, (t) => withText(this.wasm, error, (e) => this.wasm._page_http_arrived(request, status, t, at, body.length, e)));
  }

  // Waiting work inside the program: commands, bytes and answers that were asked for, a frame that is due.
  busy() { return this.wasm ? this.wasm._page_busy() !== 0 : true; }
  requestFrame() { this.whenAttached(() => this.wasm._page_request_frame()); }
}
