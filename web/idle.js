// "Idle": nothing is being read, nothing waits inside the program, and a frame was drawn after that was so.

export class Idle {
  // `quiet()`: true when no work is pending outside or inside the program. `nudge()` asks for a frame.
  constructor({ quiet, nudge }) {
    Object.assign(this, { quiet, nudge, waiting: [] });
  }

  wait() {
    return new Promise((resolve) => {
      this.waiting.push({ resolve, quietFrames: 0 });
      this.nudge();
    });
  }

  // After every frame; twice quiet, as a frame may push commands of its own.
  frameDrawn() {
    if (this.waiting.length === 0) return;
    const quiet = this.quiet();
    const left = [];
    for (const one of this.waiting) {
      one.quietFrames = quiet ? one.quietFrames + 1 : 0;
      if (one.quietFrames >= 2) one.resolve();
      else left.push(one);
    }
    this.waiting = left;
    if (left.length > 0 && quiet) this.nudge();  // else whatever is pending asks for a frame when it is there
  }
}
