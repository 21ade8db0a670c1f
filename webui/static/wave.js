// The waveform of a recording on a canvas: what was played, the passage, the clips, and the sealed parts.

const BAR = 3;

export class Wave {
  constructor(canvas, duration) {
    this.canvas = canvas;
    this.duration = duration;
    this.seals = JSON.parse(canvas.dataset.seals || "[]");
    this.clips = JSON.parse(canvas.dataset.marks || "[]");
    this.peaks = [];
    this.silences = [];
    this.now = 0;
    this.passage = [null, null];
    this.asked = false;
    new ResizeObserver(() => this.draw()).observe(canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
    fetch(canvas.dataset.wave).then((answer) => (answer.ok ? answer.json() : { peaks: [] })).then((found) => {
      this.peaks = found.peaks;
      this.silences = found.silences ?? [];
      this.draw();
    });
  }

  at(event) {
    const box = this.canvas.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * this.duration;
  }

  /** Where a passage may begin (`in`) or end near `ms`, in the nearest pause: `room` before the speech, or after it.
   * `ms` itself when no pause lies within `reach`; a pause that a seal cuts short does not count there. */
  calm(ms, which, reach = 2000, room = 200) {
    const speech = (edge) => edge > 0 && edge < this.duration && !this.seals.some(([start, end]) => start <= edge && edge <= end);
    const places = this.silences
      .filter(([start, end]) => speech(which === "in" ? end : start))
      .map(([start, end]) => (which === "in" ? Math.max(start, end - room) : Math.min(end, start + room)));
    const near = places.filter((one) => Math.abs(one - ms) <= reach);
    return near.reduce((best, one) => (best === null || Math.abs(one - ms) < Math.abs(best - ms) ? one : best), null) ?? ms;
  }

  show(now, passage) {
    this.now = now;
    this.passage = passage;
    this.draw();
  }

  draw() {
    if (this.asked) return;
    this.asked = true;
    requestAnimationFrame(() => { this.asked = false; this.paint(); });
  }

  paint() {
    const scale = devicePixelRatio || 1;
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (this.canvas.width !== width * scale) { this.canvas.width = width * scale; this.canvas.height = height * scale; }
    const pen = this.canvas.getContext("2d");
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(`--${name}`).trim();
    const x = (ms) => (ms / this.duration) * width;
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.fillStyle = colour("line");
    for (const [start, end] of this.clips) pen.fillRect(x(start), height - 4, Math.max(2, x(end) - x(start)), 4);
    const [from, to] = this.passage;
    if (from !== null) {
      pen.fillStyle = colour("indigo-wash");
      pen.fillRect(x(from), 0, Math.max(2, x(to ?? this.now) - x(from)), height);
    }
    this.bars(pen, width, height, colour);
    pen.fillStyle = colour("red-wash");
    for (const [start, end] of this.seals) pen.fillRect(x(start), 0, Math.max(2, x(end) - x(start)), height);
    pen.fillStyle = colour("indigo");
    for (const edge of this.passage) if (edge !== null) pen.fillRect(x(edge) - 1, 0, 2, height);
    pen.fillStyle = colour("ochre-ink");
    pen.fillRect(x(this.now) - 1, 0, 2, height);
  }

  bars(pen, width, height, colour) {
    const many = Math.floor(width / BAR);
    const played = (this.now / this.duration) * many;
    for (let n = 0; n < many; n += 1) {
      const first = Math.floor((n * this.peaks.length) / many);
      const last = Math.max(first + 1, Math.floor(((n + 1) * this.peaks.length) / many));
      const peak = Math.max(0, ...this.peaks.slice(first, last));
      const tall = Math.max(1.5, (peak / 100) * (height - 12));
      pen.fillStyle = n <= played ? colour("ochre") : colour("edge");
      pen.fillRect(n * BAR, (height - tall) / 2, BAR - 1, tall);
    }
  }
}
