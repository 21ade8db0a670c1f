// From a draft to a version: saved with a word about it; where somebody else changed the same cue, the person decides.

import { qs, say } from "../baro.js";
import { Conflicts } from "./conflicts.js";
import { changed, inserted, placeOf, removed } from "./edits.js";
import { Failure, send } from "./net.js";
import { word } from "./words.js";

export class Versions {
  constructor(store, keeper, { address, after }) {
    Object.assign(this, { store, keeper, address, after });
    this.dialog = qs("#enregistrer");
    this.form = qs("form", this.dialog);
    this.conflicts = new Conflicts(qs("#desaccords"));
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.save(); });
  }

  ask() {
    if (this.keeper.state === "clean") { say(word("nothing_new")); return; }
    this.fail("");
    this.dialog.showModal();
    qs("[name=message]", this.form).focus();
  }

  fail(sentence) { qs("[data-fail]", this.dialog).textContent = sentence; }

  busy(on) { for (const item of this.form.elements) item.disabled = on; }

  async save() {
    const { store } = this;
    const sent = store.cues;
    this.busy(true);
    try {
      const answer = await send(this.address, {
        desk: this.keeper.desk,
        base: store.base.number,
        cues: sent,
        message: qs("[name=message]", this.form).value,
        adopted: this.keeper.adopted,
      });
      await this.saved(answer);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (error.status === 409 && error.data?.conflicts) this.settle(error.data);
      else this.fail(this.reason(error));
    } finally {
      this.busy(false);
    }
  }

  reason(error) {
    if (error.offline) return word("save_offline");
    if (error.status === 409 && error.data?.notices) {
      const block = new DOMParser().parseFromString(error.data.notices, "text/html");
      return [...block.querySelectorAll(".notice span")].map((item) => item.textContent).join(" ");
    }
    return word(error.status === 404 ? "closed_track" : "stale_page");
  }

  async saved(answer) {
    const foreign = answer.merged || answer.cues.length !== this.store.cues.length || answer.ids.some((id, place) => id !== this.store.cues[place]?.id);
    this.keeper.quiet = true; // what comes back is no edit
    const following = Math.max(this.store.following, 1 + Math.max(0, ...answer.cues.map((cue) => cue.id)));
    this.store.rebased({ number: answer.version, cues: answer.cues }, answer.cues, following, foreign);
    this.keeper.quiet = false;
    await this.keeper.versioned();
    this.dialog.close();
    qs("[name=message]", this.form).value = "";
    say(word(answer.new ? (answer.merged ? "saved_merged" : "saved") : "saved_same", { number: answer.version }));
    if (answer.closed) say(word("saved_closed", { number: answer.version, count: answer.closed }));
    this.after();
  }

  /** Nothing was stored: both works lie in `data.cues`; each conflict is shown, and what is chosen is saved again. */
  async settle(data) {
    this.dialog.close();
    const choices = await this.conflicts.ask(data.conflicts, data.cues);
    if (!choices) { say(word("unsettled")); return; }
    const cues = choices.reduce(settled, data.cues);
    const following = Math.max(this.store.following, 1 + Math.max(0, ...cues.map((cue) => cue.id)));
    const theirs = data.conflicts.map((conflict) => conflict.cue);
    await this.after({ rebase: data.version, cues, following, theirs });
    this.dialog.showModal();
    await this.save();
  }
}

/** The cues with one conflict settled: `{conflict, side, text}`, where `side` is `mine`, `theirs` or `text`. */
function settled(cues, { conflict, side, text }) {
  const { cue: id, layer, theirs, mine } = conflict;
  const there = placeOf(cues, id) >= 0;
  if (layer === "removed") {
    const kept = side === "mine" ? mine : theirs;
    if (!kept) return there ? removed(cues, id) : cues;
    return there ? changed(cues, id, kept) : inserted(cues, kept);
  }
  if (side === "text") return changed(cues, id, { text });
  if (side === "mine" || !theirs) return cues;
  if (layer === "timing") return changed(cues, id, { start: theirs.start, end: theirs.end });
  if (layer === "words") return changed(cues, id, { text: theirs.text });
  if (layer === "speaker") return changed(cues, id, { speaker: theirs.speaker ?? "" });
  return changed(cues, id, { name: theirs.name ?? "", settings: theirs.settings ?? "" });
}
