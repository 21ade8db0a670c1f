// Two people changed the same cue: what it was, mine, theirs, and a choice for each. Keys 1, 2, 3; nothing is overwritten.

import { qs, qsa, timecode } from "../baro.js";
import { placeOf } from "./edits.js";
import { word } from "./words.js";

export class Conflicts {
  constructor(dialog) {
    this.dialog = dialog;
    this.text = qs("textarea", dialog);
    for (const button of qsa("[data-side]", dialog)) button.addEventListener("click", () => this.choose(button.dataset.side));
    qs("[data-write]", dialog).addEventListener("click", () => this.write());
    qs("[data-step-back]", dialog).addEventListener("click", () => this.show(this.at - 1));
    dialog.addEventListener("close", () => this.done?.(null));
    dialog.addEventListener("keydown", (event) => {
      if (event.target === this.text) {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); this.choose("text"); }
        return;
      }
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const act = { 1: () => this.choose("mine"), 2: () => this.choose("theirs"), 3: () => this.write() }[event.key];
      if (act) { event.preventDefault(); act(); }
    });
  }

  /** Go through all of them. Resolves to the choices, or to null when the person closed the dialog. */
  ask(conflicts, cues) {
    Object.assign(this, { conflicts, cues, choices: [] });
    this.dialog.showModal();
    this.show(0);
    return new Promise((resolve) => { this.done = resolve; });
  }

  get conflict() { return this.conflicts[this.at]; }

  show(at) {
    this.at = Math.max(0, at);
    const { conflict } = this;
    const wording = conflict.layer === "words";
    qs("[data-count]", this.dialog).textContent = word("conflict_count", { number: this.at + 1, count: this.conflicts.length });
    qs("[data-what]", this.dialog).textContent = word(`conflict_${conflict.layer}`, { number: placeOf(this.cues, conflict.cue) + 1 || "—", time: timecode(conflict.base.start) });
    for (const side of ["base", "mine", "theirs"]) this.fill(qs(`[data-version=${side}]`, this.dialog), conflict, side);
    this.text.value = (conflict.mine ?? conflict.base).text;
    qs("[data-write]", this.dialog).hidden = !wording;
    qs("[data-third]", this.dialog).hidden = true;
    qs("[data-step-back]", this.dialog).disabled = this.at === 0;
    qs("[data-side=mine]", this.dialog).focus();
  }

  fill(place, conflict, side) {
    const cue = conflict[side];
    if (!cue) { place.textContent = word("gone_cue"); return; }
    if (conflict.layer === "timing") place.textContent = `${timecode(cue.start)} → ${timecode(cue.end)}`;
    else if (conflict.layer === "speaker") place.textContent = cue.speaker || "—";
    else if (conflict.layer === "settings") place.textContent = cue.settings || "—";
    else place.replaceChildren(...pieces(side === "mine" ? conflict.mine_words : side === "theirs" ? conflict.their_words : [], cue.text));
  }

  write() {
    if (this.conflict.layer !== "words") return;
    qs("[data-third]", this.dialog).hidden = false;
    this.text.focus();
  }

  choose(side) {
    this.choices[this.at] = { conflict: this.conflict, side, text: this.text.value.trim() };
    if (this.at + 1 < this.conflicts.length) { this.show(this.at + 1); return; }
    const done = this.done;
    this.done = null;
    this.dialog.close();
    done(this.choices);
  }
}

/** Words with what was added marked; what was taken away is struck out. */
function pieces(found, text) {
  if (!found.length) return [text];
  return found.map(([kind, words]) => {
    if (kind === "kept") return words;
    const mark = document.createElement(kind === "added" ? "ins" : "del");
    mark.textContent = words;
    return mark;
  });
}
