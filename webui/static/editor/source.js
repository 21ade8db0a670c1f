// What was said in the other language, beside each cue: by stored pairs where there are some, else by time.

const LEAST = 0.25; // of the shorter of the two that must lie over each other

export class Source {
  /** `source` is `{language, label, cues, pairs}` or null; `pairs` maps a French id to ids of its cues. */
  constructor(source) {
    this.language = source?.language ?? "";
    this.cues = [...(source?.cues ?? [])].sort((one, other) => one.start - other.start);
    this.longest = Math.max(0, ...this.cues.map((cue) => cue.end - cue.start));
    this.known = new WeakMap(); // a cue is never changed in place: what lies beside it is found once
    this.pairs = source?.pairs ?? {};
    this.recheck = new Set(source?.recheck ?? []); // cues whose source changed since somebody looked at both
    this.byId = new Map(this.cues.map((cue) => [cue.id, cue]));
  }

  get there() { return this.cues.length > 0; }

  /** The cues beside `cue`, in their order. */
  of(cue) {
    if (!this.known.has(cue)) this.known.set(cue, this.found(cue));
    return this.known.get(cue);
  }

  found(cue) {
    const paired = this.pairs[cue.id];
    if (paired) return paired.map((id) => this.byId.get(id)).filter(Boolean);
    const beside = [];
    for (let at = this.after(cue.start - this.longest); at < this.cues.length && this.cues[at].start < cue.end; at += 1) {
      const one = this.cues[at];
      const over = Math.min(one.end, cue.end) - Math.max(one.start, cue.start);
      if (over > 0 && over >= LEAST * Math.min(one.end - one.start, cue.end - cue.start)) beside.push(one);
    }
    return beside;
  }

  /** The place of the first cue that starts at `ms` or later. */
  after(ms) {
    let [low, high] = [0, this.cues.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.cues[middle].start < ms) low = middle + 1; else high = middle;
    }
    return low;
  }

  text(cue) { return this.of(cue).map((one) => one.text).join("\n"); }
}
