// Looking along a recording: the still nearest to where one points, out of a sheet that is fetched once and when needed.

import { clock } from "./baro.js";

const STAYS = 1200; // milliseconds that a still remains after a key

export class Scrub {
  /** `box` carries the sheet and how it is laid out; it floats above the strip that it stands in. */
  constructor(box, duration) {
    Object.assign(this, { box, duration, sheet: JSON.parse(box.dataset.sheet), leaving: null });
    [this.picture, this.words] = box.children;
  }

  /** Show what is seen at `ms`, above `x` of the window or where that moment lies in the strip. */
  show(ms, x = null) {
    clearTimeout(this.leaving);
    this.turnTo(ms);
    this.words.textContent = clock(ms);
    this.box.hidden = false;
    const strip = this.box.parentElement.getBoundingClientRect();
    const middle = x === null ? (ms / this.duration) * strip.width : x - strip.left;
    const left = Math.min(middle - this.box.offsetWidth / 2, strip.width - this.box.offsetWidth);
    this.box.style.left = `${Math.max(0, left)}px`;
  }

  turnTo(ms) {
    const { every, rate, count, columns, width, height } = this.sheet;
    const frame = Math.floor((ms * rate[0]) / (rate[1] * 1000));
    const number = Math.min(count - 1, Math.max(0, Math.floor(frame / every)));
    const { style } = this.picture;
    if (!style.backgroundImage) Object.assign(style, { backgroundImage: `url("${this.box.dataset.scrub}")`, width: `${width}px`, height: `${height}px` });
    style.backgroundPosition = `${-(number % columns) * width}px ${-Math.floor(number / columns) * height}px`;
  }

  hide() {
    clearTimeout(this.leaving);
    this.box.hidden = true;
  }

  /** Follow the pointer over `strip`; `at` says which moment an event points at, null for none. */
  follow(strip, at) {
    strip.addEventListener("pointermove", (event) => {
      const ms = at(event);
      if (ms === null) this.hide(); else this.show(ms, event.clientX);
    });
    for (const type of ["pointerleave", "pointercancel"]) strip.addEventListener(type, () => this.hide());
  }

  /** Show where a key leads, for a moment. */
  glimpse(ms) {
    this.show(ms);
    this.leaving = setTimeout(() => this.hide(), STAYS);
  }
}

/** The sheet of this page, if it has one. */
export function scrubbing(duration) {
  const box = document.querySelector("[data-scrub]");
  return box ? new Scrub(box, duration) : null;
}
