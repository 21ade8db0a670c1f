// What was said in the other language, beside each cue: by stored pairs where there are some, else by time.

const LEAST = 0.25; // of the shorter of the two that must lie over each other

export class Source {
  /** `source` is `{language, label, cues, pairs}` or null; `pairs` maps a French id to ids of its cues. */
  constructor(source) {
    this.language = source?.language ?? "";
    this.cues = source?.cues ?? [];
    this.pairs = source?.pairs ?? {};
    this.recheck = new Set(source?.recheck ?? []); // cues whose source changed since somebody looked at both
    this.byId = new Map(this.cues.map((cue) => [cue.id, cue]));
  }

  get there() { return this.cues.length > 0; }

  /** The cues beside `cue`, in their order. */
  of(cue) {
    const paired = this.pairs[cue.id];
    if (paired) return paired.map((id) => this.byId.get(id)).filter(Boolean);
    return this.cues.filter((one) => {
      const over = Math.min(one.end, cue.end) - Math.max(one.start, cue.start);
      return over > 0 && over >= LEAST * Math.min(one.end - one.start, cue.end - cue.start);
    });
  }

  text(cue) { return this.of(cue).map((one) => one.text).join("\n"); }
}
