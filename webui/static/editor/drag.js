// Cues moved and stretched by hand, mouse or finger: they stick to their neighbours, to the shot changes, to where
// speech begins and ends and to the playhead, never cover another cue, and stand on frames. Elsewhere the hand moves the playhead.

import { timed } from "./edits.js";

const REACH = { mouse: 7, pen: 10, touch: 18 };
const STICKY = 8;
let drags = 0;

export class Drag {
  constructor(timeline, { begin }) {
    this.timeline = timeline;
    this.begin = begin;
    this.held = null;
    const { canvas } = timeline;
    canvas.addEventListener("pointerdown", (event) => this.down(event));
    canvas.addEventListener("pointermove", (event) => this.move(event));
    for (const type of ["pointerup", "pointercancel"]) canvas.addEventListener(type, () => this.up());
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.held?.edited) return;
      event.stopPropagation();
      this.timeline.store.undo();
      this.up();
    }, { capture: true });
  }

  /** What lies under a point: `{cue, part}`; null for the sound and the ruler. */
  at(x, y, reach) {
    const { timeline } = this;
    const [top, foot] = timeline.lane;
    if (y < top - 2 || y > foot + 4) return null;
    const chosen = timeline.store.cue;
    const near = (cue, ms) => Math.abs(timeline.x(ms) - x) <= Math.min(reach, Math.max(3, (timeline.x(cue.end) - timeline.x(cue.start)) / 3));
    const order = [...(chosen ? [chosen] : []), ...timeline.store.cues.filter((cue) => cue !== chosen)];
    for (const cue of order) {
      const inside = timeline.x(cue.start) <= x && x <= timeline.x(cue.end);
      const outward = cue === chosen;
      if (near(cue, cue.start) && (inside || outward)) return { cue, part: "start" };
      if (near(cue, cue.end) && (inside || outward)) return { cue, part: "end" };
      if (inside) return { cue, part: "whole" };
    }
    return null;
  }

  down(event) {
    if (event.button) return;
    const { timeline } = this;
    timeline.canvas.setPointerCapture(event.pointerId);
    const found = this.at(event.offsetX, event.offsetY, REACH[event.pointerType] ?? 7);
    const ms = timeline.ms(event.offsetX);
    drags += 1;
    this.held = { ...found, ms, from: found && { start: found.cue.start, end: found.cue.end }, key: `drag:${drags}`, edited: false };
    if (found) { this.begin(found.cue.id); timeline.draw(); } else timeline.player.seek(ms);
  }

  move(event) {
    const { timeline, held } = this;
    if (!held) {
      const found = this.at(event.offsetX, event.offsetY, REACH[event.pointerType] ?? 7);
      timeline.canvas.dataset.over = found?.part ?? "";
      return;
    }
    if (!held.cue) { timeline.player.seek(timeline.ms(event.offsetX)); return; }
    const by = timeline.ms(event.offsetX) - held.ms;
    if (!held.edited && Math.abs((by / timeline.length) * timeline.width) < 3) return;
    const [start, end] = this.placed(held, by, event.altKey);
    const now = timeline.store.cue;
    if (now?.id === held.cue.id && (now.start !== start || now.end !== end)) {
      held.edited = true;
      timeline.store.edit(timed(timeline.store.cues, held.cue.id, start, end), { key: held.key });
    }
    timeline.draw();
  }

  up() {
    this.held = null;
    this.timeline.snapped = null;
    this.timeline.draw();
  }

  /** The times that a movement of `by` milliseconds asks for, between the neighbours; `free` does not stick. */
  placed({ cue, part, from }, by, free) {
    const { store, rate, limits, duration } = this.timeline;
    const place = store.cues.findIndex((one) => one.id === cue.id);
    const low = Math.min(from.start, store.cues[place - 1]?.end ?? 0);
    const high = Math.max(from.end, Math.min(store.cues[place + 1]?.start ?? duration, duration));
    const least = rate.length(1);
    const long = from.end - from.start;
    const gap = rate.length(limits.gap);
    if (part === "start") return [this.stuck(clamp(from.start + by, low, from.end - least), free, low, from.end - least, [low + gap]), from.end];
    if (part === "end") return [from.start, this.stuck(clamp(from.end + by, from.start + least, high), free, from.start + least, high, [high - gap])];
    const start = clamp(from.start + by, low, high - long);
    const first = this.stuck(start, free, low, high - long, [low + gap, high - gap - long]);
    if (first !== rate.snapped(start) || free) return [first, first + long];
    const last = this.stuck(start + long, free, low + long, high, [high - gap]);
    return [last - long, last];
  }

  /** `ms` at the nearest place to stick to within reach, else on its frame; never outside `low` to `high`. */
  stuck(ms, free, low, high, more) {
    const { timeline } = this;
    timeline.snapped = null;
    const reach = (STICKY / timeline.width) * timeline.length;
    const places = free ? [] : [low, high, ...more, timeline.player.now, ...timeline.land.shots, ...timeline.speech];
    const near = places.filter((one) => Math.abs(one - ms) <= reach && low <= one && one <= high);
    if (near.length) {
      timeline.snapped = near.reduce((best, one) => (Math.abs(one - ms) < Math.abs(best - ms) ? one : best));
      return timeline.snapped;
    }
    return clamp(timeline.rate.snapped(ms), low, high);
  }
}

const clamp = (value, low, high) => Math.round(Math.min(Math.max(value, low), Math.max(low, high)));
