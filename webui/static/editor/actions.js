// What each key and button of the editor does to the track.

import { qs, say } from "../baro.js";
import { allTimed, changed, cutting, inserted, italics, merged, removed, room, split, timed } from "./edits.js";
import { Failure, send } from "./net.js";
import { word } from "./words.js";

const NEAR = 2000; // milliseconds around the playhead in which a landmark is looked for

/** `byName` maps the name of an act to `(event, times) => void`; `apply` and `keep` settle one finding. */
export function actions(parts) {
  const { store, player, findings, timeline, rate } = parts;
  const text = qs("[data-field=text]");
  const typing = () => document.activeElement === text;
  const go = (id) => {
    if (id === null || id === undefined) return;
    store.choose(id);
    player.seek(store.cue.start);
    if (typing()) text.setSelectionRange(text.value.length, text.value.length);
  };
  const here = () => rate.start(rate.at(player.now)); // the picture that is seen
  /** The shot change or edge of speech nearest to the playhead; null, and told, when none is near. */
  const landmark = () => {
    const places = [...timeline.land.shots, ...timeline.speech].filter((ms) => Math.abs(ms - player.now) <= NEAR);
    if (!places.length) { say(word("no_landmark")); return null; }
    return places.reduce((best, ms) => (Math.abs(ms - player.now) < Math.abs(best - player.now) ? ms : best));
  };
  const near = (by) => go(store.cues[Math.min(Math.max(0, store.place + by), store.cues.length - 1)]?.id);
  const retime = (start, end) => {
    const { cue } = store;
    if (!cue) return;
    if (end <= start || start < 0 || end > player.duration) { say(word("bad_order")); return; }
    store.edit(timed(store.cues, cue.id, start, end), { key: `time:${cue.id}` });
  };
  const nudge = (which, by) => (_event, times) => {
    const { cue } = store;
    if (!cue) return;
    const to = (ms) => rate.moved(ms, by * times);
    if (which === "start") { retime(to(cue.start), cue.end); player.seek(store.cue.start); } else if (which === "end") { retime(cue.start, to(cue.end)); player.seek(store.cue.end - 1); } else {
      const start = to(cue.start);
      retime(start, start + cue.end - cue.start);
      player.seek(store.cue.start);
    }
  };
  const byName = {
    play: () => player.toggle(),
    back: () => player.seek(player.now - 3000),
    faster: () => player.faster(),
    "play-cue": () => store.cue && player.playSpan(store.cue.start, store.cue.end),
    "second-back": () => player.seek(player.now - 1000),
    "second-on": () => player.seek(player.now + 1000),
    "frame-back": () => player.step(-1),
    "frame-on": () => player.step(1),
    previous: () => near(-1),
    next: () => near(1),
    first: () => go(store.cues[0]?.id),
    last: () => go(store.cues.at(-1)?.id),
    text: () => { if (store.cue) { text.focus(); text.setSelectionRange(text.value.length, text.value.length); } },
    leave: () => { if (document.activeElement?.matches("input, textarea, select")) qs("[data-list]").focus({ preventScroll: true }); },
    in: (_event, times) => {
      const { cue } = store;
      const at = times > 1 ? landmark() : here();
      if (cue && at !== null) retime(at, at < cue.end ? cue.end : at + cue.end - cue.start);
    },
    out: (_event, times) => {
      const at = times > 1 ? landmark() : here();
      if (store.cue && at !== null) retime(store.cue.start, at);
    },
    "in-earlier": nudge("start", -1), "in-later": nudge("start", 1),
    "out-earlier": nudge("end", -1), "out-later": nudge("end", 1),
    earlier: nudge("whole", -1), later: nudge("whole", 1),
    italic: () => {
      if (!store.cue) return;
      const done = typing() ? italics(text.value, text.selectionStart, text.selectionEnd) : italics(store.cue.text, 0, 0);
      store.edit(changed(store.cues, store.chosen, { text: done.text }));
      if (typing()) text.setSelectionRange(done.from, done.to);
    },
    undo: () => { if (!store.undo()) say(word("no_undo")); },
    redo: () => { if (!store.redo()) say(word("no_redo")); },
    finding: () => seekFinding(1),
    "finding-before": () => seekFinding(-1),
    fix: () => { const one = findings.current({ fixable: true }); if (one) apply(one); },
    waive: () => { const one = findings.current(); if (one) keep(one); },
    "zoom-in": () => timeline.zoom(1 / 1.5),
    "zoom-out": () => timeline.zoom(1.5),
    ...composing(parts, text, typing, go),
  };
  function seekFinding(by) {
    const id = findings.next(by);
    if (id === null) say(word("no_findings")); else go(id);
  }
  function apply(one) {
    const { cue } = store;
    if (!cue) return;
    store.edit(one.fix !== null ? changed(store.cues, cue.id, { text: one.fix }) : allTimed(store.cues, one.times));
    say(word("fixed", { title: one.title }));
  }
  const keep = (one) => settle(one, true);
  const again = (one) => settle(one, false);
  async function settle(one, waived) {
    const { cue } = store;
    if (!cue) return;
    try {
      await send(parts.address("garder"), { rule: one.rule, cue, again: !waived });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      say(word("not_waived"));
      return;
    }
    findings.settle(cue.id, one, waived);
    say(word(waived ? "waived" : "asked_again", { title: one.title }));
  }
  return { byName, apply, keep, again };
}

function composing({ store, player, rate, limits }, text, typing, go) {
  return {
    split: () => {
      const { cue } = store;
      if (!cue) return;
      const inside = cue.start < player.now && player.now < cue.end;
      const share = inside ? (player.now - cue.start) / (cue.end - cue.start) : 0.5;
      const caret = typing() ? text.selectionStart : cutting(cue.text, share);
      const ratio = caret / Math.max(1, cue.text.length);
      const at = inside ? rate.snapped(player.now) : rate.snapped(cue.start + (cue.end - cue.start) * Math.min(0.9, Math.max(0.1, ratio)));
      if (at <= cue.start || at >= cue.end) { say(word("cannot_split")); return; }
      const fresh = store.fresh();
      store.edit(split(store.cues, cue.id, { at, caret, fresh }), { choose: typing() ? fresh : cue.id });
      if (typing()) text.setSelectionRange(0, 0);
    },
    merge: () => {
      const { cues, place, cue } = store;
      const next = cues[place + 1];
      if (!cue || !next) { say(word("cannot_merge")); return; }
      if ((cue.speaker ?? "") !== (next.speaker ?? "")) { say(word("two_voices", { first: cue.speaker || "—", second: next.speaker || "—" })); return; }
      store.edit(merged(cues, cue.id));
    },
    insert: () => {
      const found = room(store.cues, player.now, { gap: rate.length(limits.gap), least: Math.min(500, limits.shortest), end: player.duration });
      if (!found) { say(word("no_room")); return; }
      const fresh = store.fresh();
      const [start, end] = found.map((ms) => rate.snapped(ms));
      store.edit(inserted(store.cues, { id: fresh, start, end, text: "" }), { choose: fresh });
      go(fresh);
      text.focus();
    },
    delete: () => {
      if (!store.cue) return;
      const number = store.place + 1;
      store.edit(removed(store.cues, store.chosen));
      say(word("deleted", { number }));
    },
  };
}
