// What the rules of the house say about the cues. The server knows them; here they are asked, kept and gone through.

import { Failure, send } from "./net.js";

const PAUSE = 350;
const WHOLE_PAUSE = 4000;
const GRAVE = { error: 3, warning: 2, info: 1 };

export class Findings extends EventTarget {
  constructor(store, { address, profile }) {
    super();
    Object.assign(this, { store, address, profile });
    this.byCue = new Map();
    this.whole = [];
    this.rule = null; // only this one is gone through
    this.hints = false; // severity `info` too
    this.dirty = new Set();
    this.late = false;
    this.timers = {};
    store.addEventListener("change", (event) => this.changed(event.detail.before));
    addEventListener("online", () => this.soon());
  }

  /** Everything anew: at the beginning, with another profile, and a while after the last edit. */
  async all() {
    this.dirty.clear();
    clearTimeout(this.timers.soon);
    const { cues } = this.store;
    await this.ask(cues.map((cue) => cue.id), [cues], true);
  }

  changed(before) {
    const { cues } = this.store;
    if (before === cues) return;
    const was = new Map(before.map((cue, place) => [cue.id, [before[place - 1], cue, before[place + 1]]]));
    cues.forEach((cue, place) => {
      const old = was.get(cue.id);
      if (!old || old[1] !== cue || old[0] !== cues[place - 1] || old[2] !== cues[place + 1]) this.dirty.add(cue.id);
    });
    const now = new Set(cues.map((cue) => cue.id));
    for (const id of this.byCue.keys()) if (!now.has(id)) this.byCue.delete(id);
    this.soon();
  }

  soon() {
    clearTimeout(this.timers.soon);
    clearTimeout(this.timers.whole);
    if (this.dirty.size) this.timers.soon = setTimeout(() => this.some(), PAUSE);
    this.timers.whole = setTimeout(() => this.all(), WHOLE_PAUSE);
  }

  async some() {
    const ids = [...this.dirty];
    this.dirty.clear();
    await this.ask(ids, this.runs(new Set(ids)), false);
  }

  /** Stretches of neighbouring cues that hold those of `ids`, each with the cue before and the cue after. */
  runs(ids) {
    const { cues } = this.store;
    const wanted = cues.map((cue, place) => [place - 1, place, place + 1].some((n) => n >= 0 && n < cues.length && ids.has(cues[n].id)));
    const runs = [];
    cues.forEach((cue, place) => {
      if (!wanted[place]) return;
      if (wanted[place - 1]) runs.at(-1).push(cue); else runs.push([cue]);
    });
    return runs;
  }

  async ask(ids, runs, whole) {
    const asked = new Map(this.store.cues.map((cue) => [cue.id, cue]));
    try {
      const found = await send(this.address, { profile: this.profile, runs, ask: ids, whole });
      const now = new Map(this.store.cues.map((cue) => [cue.id, cue]));
      for (const id of ids) if (asked.get(id) && asked.get(id) === now.get(id)) this.byCue.set(id, found.findings[id] ?? []);
      if (whole) this.whole = found.whole;
      this.late = false;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      for (const id of ids) this.dirty.add(id);
      this.late = true;
      if (error.offline) this.timers.soon = setTimeout(() => this.some(), WHOLE_PAUSE);
    }
    this.dispatchEvent(new Event("findings"));
  }

  /** The open findings of a cue. */
  of(id) { return (this.byCue.get(id) ?? []).filter((one) => !one.waived && (this.hints || one.severity !== "info")); }

  /** Those that somebody lets stand as long as the text is the same. */
  keptOf(id) { return (this.byCue.get(id) ?? []).filter((one) => one.waived); }

  /** A finding is let stand, or asked about again. */
  settle(id, finding, waived) {
    this.byCue.set(id, (this.byCue.get(id) ?? []).map((one) => (one === finding ? { ...one, waived } : one)));
    this.dispatchEvent(new Event("findings"));
  }

  /** The gravest severity of a cue: `error`, `warning`, `info` or an empty text. */
  worst(id) {
    return this.of(id).reduce((worst, one) => (GRAVE[one.severity] > (GRAVE[worst] ?? 0) ? one.severity : worst), "");
  }

  /** How often each rule is broken, the gravest and most frequent first: `[{rule, title, severity, count}]`. */
  counts() {
    const found = new Map();
    for (const cue of this.store.cues) {
      for (const one of this.of(cue.id)) {
        const entry = found.get(one.rule) ?? { rule: one.rule, title: one.title, severity: one.severity, count: 0 };
        entry.count += 1;
        if (GRAVE[one.severity] > GRAVE[entry.severity]) entry.severity = one.severity;
        found.set(one.rule, entry);
      }
    }
    return [...found.values()].sort((a, b) => GRAVE[b.severity] - GRAVE[a.severity] || b.count - a.count);
  }

  /** The id of the next cue (`by` 1) or the one before (-1) with a finding; null when there is none. */
  next(by) {
    const { cues, place } = this.store;
    for (let step = 1; step <= cues.length; step += 1) {
      const cue = cues[(((place + by * step) % cues.length) + cues.length) % cues.length];
      if (this.of(cue.id).some((one) => !this.rule || one.rule === this.rule)) return cue.id;
    }
    return null;
  }

  /** The finding of the chosen cue that a key acts on: that of the rule gone through, else the first with a fix. */
  current({ fixable = false } = {}) {
    if (this.store.chosen === null) return null;
    const found = this.of(this.store.chosen).filter((one) => !this.rule || one.rule === this.rule);
    const fixed = found.filter((one) => one.fix !== null || one.times.length);
    return fixable ? fixed[0] ?? null : fixed[0] ?? found[0] ?? null;
  }
}
