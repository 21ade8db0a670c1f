// Milliseconds and frames, as `media/timecode.py` counts them: a frame begins at the millisecond rounded down.

export class Rate {
  constructor([numerator, denominator]) {
    this.numerator = numerator;
    this.denominator = denominator;
  }

  /** When frame `n` begins. */
  start(n) { return Math.floor((n * 1000 * this.denominator) / this.numerator); }

  /** The frame on screen at `ms`. */
  at(ms) { return Math.ceil(((ms + 1) * this.numerator) / (1000 * this.denominator)) - 1; }

  /** `ms` moved by so many frames, on a frame. */
  moved(ms, frames) { return Math.max(0, this.start(Math.max(0, this.nearest(ms) + frames))); }

  /** The frame that begins nearest to `ms`. */
  nearest(ms) {
    const frame = this.at(ms);
    return ms - this.start(frame) <= this.start(frame + 1) - ms ? frame : frame + 1;
  }

  /** The start of the frame nearest to `ms`. */
  snapped(ms) { return this.start(Math.max(0, this.nearest(ms))); }

  /** How long `frames` last, rounded up. */
  length(frames) { return Math.ceil((frames * 1000 * this.denominator) / this.numerator); }
}
