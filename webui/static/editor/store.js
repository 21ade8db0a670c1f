// The track that is being written: its cues, the chosen one, and every step back. Tells its listeners what happened.

import { placeOf } from "./edits.js";

const STEPS = 500;
const BURST = 900; // milliseconds: keystrokes closer than this are one step back

export class Store extends EventTarget {
  constructor() {
    super();
    this.base = { number: 0, cues: [] };
    this.cues = [];
    this.chosen = null;
    this.past = [];
    this.future = [];
    this.following = 1;
    this.burst = { key: "", at: 0 };
  }

  /** Begin with the cues of a version, and what was changed in it before. */
  open(base, cues, following) {
    this.base = base;
    this.following = Math.max(following, 1 + Math.max(0, ...cues.map((cue) => cue.id)));
    [this.past, this.future] = [[], []];
    this.set(cues, this.chosen);
  }

  /** A version was made: go on from it. The steps back stay when nobody else's work came in with it. */
  rebased(base, cues, following, foreign) {
    this.base = base;
    this.following = Math.max(following, this.following);
    if (foreign) [this.past, this.future] = [[], []];
    this.set(cues, this.chosen);
  }

  get cue() { return this.cues.find((cue) => cue.id === this.chosen) ?? null; }

  get place() { return placeOf(this.cues, this.chosen); }

  fresh() { this.following += 1; return this.following - 1; }

  /** Put other cues in place of those of now. `key` joins quick edits of one kind into one step back. */
  edit(cues, { choose = this.chosen, key = "" } = {}) {
    if (cues === this.cues) return;
    const now = Date.now();
    const joined = key && key === this.burst.key && (key.startsWith("drag:") || now - this.burst.at <= BURST);
    if (!joined) {
      this.past.push({ cues: this.cues, chosen: this.chosen });
      if (this.past.length > STEPS) this.past.shift();
    }
    this.burst = { key, at: now };
    this.future = [];
    this.set(cues, choose);
  }

  /** One step back; false when there is none. */
  undo() { return this.step(this.past, this.future); }

  redo() { return this.step(this.future, this.past); }

  step(from, to) {
    const found = from.pop();
    if (!found) return false;
    to.push({ cues: this.cues, chosen: this.chosen });
    this.burst = { key: "", at: 0 };
    this.set(found.cues, found.chosen);
    return true;
  }

  set(cues, chosen) {
    const before = this.cues;
    const place = Math.max(0, placeOf(before, chosen));
    this.cues = cues;
    const there = placeOf(cues, chosen) >= 0;
    this.chosen = there ? chosen : cues[Math.min(place, cues.length - 1)]?.id ?? null;
    this.tell("change", { before });
    this.tell("choose", { by: "edit" });
  }

  /** Choose a cue. `by` says who: `keys`, `list`, `time`. */
  choose(id, by = "keys") {
    if (id === null || id === this.chosen) return;
    this.chosen = id;
    this.burst = { key: "", at: 0 };
    this.tell("choose", { by });
  }

  tell(type, detail) { this.dispatchEvent(new CustomEvent(type, { detail })); }
}
