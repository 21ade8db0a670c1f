// The sound with the cues under it, scrolling with the time. What is drawn here can be dragged: see drag.js.

import { clock } from "../baro.js";
import { plain } from "./edits.js";

const RULER = 20;
const WAVE = 0.5; // share of what is left for the sound
const NARROWEST = 2000;
const NAMES = ["sheet", "sunk", "line", "edge", "ink", "soft", "indigo", "indigo-wash", "indigo-deep", "ochre", "ochre-ink", "ochre-wash", "red", "red-wash", "green-wash"];

export class Timeline {
  /** `wave` gives the peaks; `land` holds `seals`, `shots`, `silences` and `speech`, lists that may be empty. */
  constructor(canvas, { store, player, wave, land, findings, limits, rate }) {
    Object.assign(this, { canvas, store, player, wave, land, findings, limits, rate });
    this.speech = land.speech.map((ms) => rate.snapped(ms)); // its edges, each on a frame
    this.duration = player.duration;
    this.length = Math.min(12_000, this.duration);
    this.from = 0;
    this.snapped = null;
    this.colours();
    new ResizeObserver(() => this.draw()).observe(canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { this.colours(); this.draw(); });
    canvas.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
  }

  colours() {
    const style = getComputedStyle(document.documentElement);
    this.ink = Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  }

  get width() { return this.canvas.clientWidth || 1; }

  get height() { return this.canvas.clientHeight; }

  /** Where the blocks of the cues begin and end, in pixels from above. */
  get lane() {
    const top = RULER + (this.height - RULER) * WAVE;
    return [Math.round(top) + 2, this.height - 5];
  }

  x(ms) { return ((ms - this.from) / this.length) * this.width; }

  ms(x) { return this.from + (x / this.width) * this.length; }

  zoom(factor, about = this.player.now) {
    const share = Math.min(1, Math.max(0, (about - this.from) / this.length));
    this.length = Math.min(Math.max(NARROWEST, this.length * factor), this.duration);
    this.scroll(about - share * this.length);
  }

  scroll(from) {
    this.from = Math.max(0, Math.min(from, this.duration - this.length));
    this.draw();
  }

  /** Bring a moment into view: page by page while it plays, in the middle when it is far away. */
  follow(ms) {
    const share = (ms - this.from) / this.length;
    if (share < 0 || share > 1) this.scroll(ms - this.length / 2);
    else if (this.player.playing && share > 0.88) this.scroll(ms - this.length * 0.12);
    else this.draw();
  }

  wheel(event) {
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) this.zoom(event.deltaY > 0 ? 1.2 : 1 / 1.2, this.ms(event.offsetX));
    else this.scroll(this.from + ((event.deltaX || event.deltaY) / this.width) * this.length);
  }

  draw() {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => { this.waiting = false; this.paint(); });
  }

  paint() {
    const scale = devicePixelRatio || 1;
    const [width, height] = [this.width, this.height];
    const [wide, high] = [Math.round(width * scale), Math.round(height * scale)];
    if (this.canvas.width !== wide || this.canvas.height !== high) Object.assign(this.canvas, { width: wide, height: high });
    const pen = this.canvas.getContext("2d");
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, width, height);
    this.ground(pen, width, height);
    this.sound(pen, width);
    this.ruler(pen, width);
    this.blocks(pen);
    this.marks(pen, height);
  }

  ground(pen, width, height) {
    for (const [list, colour] of [[this.land.silences, "green-wash"], [this.land.seals, "red-wash"]]) {
      pen.fillStyle = this.ink[colour];
      for (const [start, end] of list) if (end > this.from && start < this.from + this.length) pen.fillRect(this.x(start), RULER, this.x(end) - this.x(start), height - RULER);
    }
    const cue = this.store.cue;
    if (!cue) return;
    pen.fillStyle = this.ink["indigo-wash"];
    pen.fillRect(this.x(cue.start), RULER, this.x(cue.end) - this.x(cue.start), height - RULER);
  }

  sound(pen, width) {
    const peaks = this.wave?.peaks ?? [];
    if (!peaks.length) return;
    const each = this.duration / peaks.length;
    const [top] = this.lane;
    const middle = (RULER + top) / 2;
    const tall = (top - RULER) / 2 - 3;
    pen.fillStyle = this.ink.edge;
    for (let x = 0; x < width; x += 2) {
      const first = Math.floor(this.ms(x) / each);
      const last = Math.max(first + 1, Math.ceil(this.ms(x + 2) / each));
      let peak = 0;
      for (let n = first; n < last && n < peaks.length; n += 1) peak = Math.max(peak, peaks[n] ?? 0);
      const high = Math.max(0.5, Math.sqrt(peak / 100) * tall);
      pen.fillRect(x, middle - high, 1.5, high * 2);
    }
  }

  ruler(pen, width) {
    const steps = [100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000, 300_000, 600_000, 3_600_000];
    const step = steps.find((one) => (one / this.length) * width > 62) ?? steps.at(-1);
    pen.fillStyle = this.ink.soft;
    pen.strokeStyle = this.ink.line;
    pen.font = "11px ui-monospace, monospace";
    pen.textBaseline = "middle";
    for (let ms = Math.floor(this.from / step) * step; ms < this.from + this.length; ms += step) {
      const x = Math.round(this.x(ms)) + 0.5;
      pen.beginPath();
      pen.moveTo(x, 4);
      pen.lineTo(x, RULER - 2);
      pen.stroke();
      pen.fillText(step < 1000 ? `${clock(ms)}.${Math.floor((ms % 1000) / 100)}` : clock(ms), x + 4, RULER / 2 + 1);
    }
  }

  blocks(pen) {
    const [top, foot] = this.lane;
    const gap = this.rate.length(this.limits.gap);
    pen.font = "12px system-ui, sans-serif";
    this.store.cues.forEach((cue, place) => {
      if (cue.end < this.from || cue.start > this.from + this.length) return;
      const [x, end] = [this.x(cue.start), Math.max(this.x(cue.start) + 2, this.x(cue.end))];
      this.block(pen, cue, place, { x, end, top, foot });
      const next = this.store.cues[place + 1];
      if (next && next.start - cue.end < gap && next.start !== cue.end) {
        pen.fillStyle = this.ink.red;
        pen.fillRect(Math.min(end, this.x(next.start)), top, Math.max(2, Math.abs(this.x(next.start) - end)), foot - top);
      }
    });
    this.gaps(pen, gap, top, foot);
  }

  block(pen, cue, place, { x, end, top, foot }) {
    const chosen = cue.id === this.store.chosen;
    const worst = this.findings.worst(cue.id);
    pen.fillStyle = chosen ? this.ink.indigo : this.ink.sheet;
    pen.strokeStyle = chosen ? this.ink["indigo-deep"] : this.ink.edge;
    pen.beginPath();
    pen.roundRect(x + 0.5, top + 0.5, Math.max(1, end - x - 1), foot - top - 1, 4);
    pen.fill();
    pen.stroke();
    if (worst) {
      pen.fillStyle = this.ink[worst === "error" ? "red" : "ochre"];
      pen.fillRect(x + 2, foot - 4, Math.max(2, end - x - 4), 3);
    }
    if (end - x < 26) return;
    pen.save();
    pen.beginPath();
    pen.rect(x + 4, top, end - x - 9, foot - top);
    pen.clip();
    pen.fillStyle = chosen ? this.ink.sheet : this.ink.ink;
    const lines = plain(cue.text).split("\n");
    pen.fillText(`${place + 1}  ${lines[0]}`, x + 8, top + 14);
    if (lines[1] && foot - top > 36) pen.fillText(lines[1], x + 8, top + 30);
    pen.restore();
    if (chosen) for (const at of [x + 3, end - 5]) { pen.fillStyle = this.ink.sheet; pen.fillRect(at, (top + foot) / 2 - 7, 2, 14); }
  }

  /** The room that the chosen cue must leave to its neighbours. */
  gaps(pen, gap, top, foot) {
    const place = this.store.place;
    pen.fillStyle = this.ink["ochre-wash"];
    const [before, after] = [this.store.cues[place - 1], this.store.cues[place + 1]];
    const wide = Math.max(2, (gap / this.length) * this.width);
    const cue = this.store.cue;
    if (before && cue.start >= before.end + gap) pen.fillRect(this.x(before.end), top, wide, foot - top);
    if (after && cue.end <= after.start - gap) pen.fillRect(this.x(after.start) - wide, top, wide, foot - top);
  }

  marks(pen, height) {
    pen.strokeStyle = this.ink["ochre-ink"];
    pen.setLineDash([3, 3]);
    for (const shot of this.land.shots) {
      if (shot < this.from || shot > this.from + this.length) continue;
      pen.beginPath();
      pen.moveTo(this.x(shot), RULER);
      pen.lineTo(this.x(shot), height);
      pen.stroke();
    }
    pen.setLineDash([]);
    if (this.snapped !== null) { pen.fillStyle = this.ink.indigo; pen.fillRect(this.x(this.snapped) - 0.5, RULER, 1.5, height - RULER); }
    const x = this.x(this.player.now);
    pen.fillStyle = this.ink.red;
    pen.fillRect(x - 1, 0, 2, height);
    pen.beginPath();
    pen.moveTo(x - 5, 0);
    pen.lineTo(x + 5, 0);
    pen.lineTo(x, 7);
    pen.fill();
  }
}
