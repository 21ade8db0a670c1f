// Find words in the track, and put others in their place: one after the other or all at once, each a step back.

import { qs, say } from "../baro.js";
import { changed } from "./edits.js";
import { word } from "./words.js";

export class Replace {
  constructor(dialog, store) {
    Object.assign(this, { dialog, store });
    this.form = qs("form", dialog);
    this.find = this.form.elements.find;
    this.by = this.form.elements.by;
    this.find.addEventListener("input", () => this.count());
    this.form.elements.case.addEventListener("change", () => this.count());
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.act(event.submitter?.value ?? "next"); });
  }

  open() {
    this.dialog.showModal();
    this.find.focus();
    this.find.select();
    this.count();
  }

  get pattern() {
    const sought = this.find.value;
    if (!sought) return null;
    const safe = sought.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/['’]/g, "['’]");
    return new RegExp(safe, this.form.elements.case.checked ? "gu" : "giu");
  }

  hits() {
    const { pattern } = this;
    return pattern ? this.store.cues.filter((cue) => cue.text.search(pattern) >= 0) : [];
  }

  count() {
    const { pattern } = this;
    const total = pattern ? this.store.cues.reduce((sum, cue) => sum + [...cue.text.matchAll(pattern)].length, 0) : 0;
    qs("[data-hits]", this.dialog).textContent = this.find.value ? word("hits", { count: total }) : "";
  }

  act(what) {
    const found = this.hits();
    if (!found.length) { this.count(); return; }
    if (what === "all") this.all(found);
    else if (what === "one") this.one(found);
    else this.next(found);
    this.count();
  }

  next(found) {
    const at = this.store.place;
    const after = found.find((cue) => this.store.cues.indexOf(cue) > at) ?? found[0];
    this.store.choose(after.id);
  }

  one(found) {
    const cue = found.find((one) => one.id === this.store.chosen) ?? found[0];
    const text = cue.text.replace(this.pattern, () => this.by.value);
    this.store.edit(changed(this.store.cues, cue.id, { text }), { choose: cue.id });
    const left = this.hits();
    if (left.length) this.next(left);
  }

  all(found) {
    const { pattern } = this;
    const ids = new Set(found.map((cue) => cue.id));
    const cues = this.store.cues.map((cue) => (ids.has(cue.id) ? { ...cue, text: cue.text.replace(pattern, () => this.by.value) } : cue));
    this.store.edit(cues);
    this.dialog.close();
    say(word("replaced", { count: ids.size }));
  }
}
