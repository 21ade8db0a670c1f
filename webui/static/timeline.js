// Lanes: draw a span for a person, pull its edges, move it by keyboard; each change is posted and can be undone.

import { busyTyping, keysOn, ofTimecode, post, qs, qsa, refresh, timecode } from "./baro.js";
import { quality } from "./quality.js";
import { scrubbing } from "./scrub.js";

const root = qs("[data-lanes]");
const duration = Number(root.dataset.duration);
const player = qs("[data-player]");
const EDGE = 10; // pixels of a mark's end that pull the end
const STEP = 100; // milliseconds of an arrow key
let touched = null; // the mark that the keys moved, until it is posted
let wait = null;

const now = () => Math.round((player?.currentTime ?? 0) * 1000);
const within = (ms) => Math.min(duration, Math.max(0, Math.round(ms)));
const edges = (mark) => [Number(mark.dataset.start), Number(mark.dataset.end)];

function place(mark, start, end) {
  mark.dataset.start = start;
  mark.dataset.end = end;
  mark.style.left = `${(start / duration) * 100}%`;
  mark.style.width = `${((end - start) / duration) * 100}%`;
}

function layOut() {
  for (const mark of qsa(".mark[data-start]")) place(mark, ...edges(mark));
  head();
}

function head() {
  const line = qs("[data-playhead]");
  const track = qs("[data-track]");
  if (!line || !track) return;
  const box = track.getBoundingClientRect();
  line.style.left = `${box.left - line.parentElement.getBoundingClientRect().left + (now() / duration) * box.width}px`;
}

function timeAt(track, event) {
  const box = track.getBoundingClientRect();
  return within(((event.clientX - box.left) / box.width) * duration);
}

async function renew() {
  let focus = null;
  await refresh(["[data-draw]", "#listes"], () => {
    focus = document.activeElement?.dataset?.mark ?? null;
    return !touched; // the keys went on meanwhile: their own save draws anew
  });
  layOut();
  if (focus) qs(`[data-mark="${focus}"]`)?.focus();
}

async function save(mark) {
  const form = qs(`[data-mark-form="${mark.dataset.mark}"]`);
  const [start, end] = edges(mark);
  form.elements.start.value = timecode(start);
  form.elements.end.value = timecode(end);
  await post(form);
  await renew();
}

function fill(form, start, end) {
  form.elements.start.value = timecode(start);
  form.elements.end.value = timecode(end);
}

/** Follow the pointer from a press to its release; `move` hears the time under it, `done` the last one. */
function follow(track, event, move, done) {
  track.setPointerCapture(event.pointerId);
  const moving = (later) => move(timeAt(track, later));
  const over = (later) => {
    track.removeEventListener("pointermove", moving);
    track.removeEventListener("pointerup", over);
    track.removeEventListener("pointercancel", over);
    done(timeAt(track, later), later.type === "pointerup");
  };
  track.addEventListener("pointermove", moving);
  track.addEventListener("pointerup", over);
  track.addEventListener("pointercancel", over);
}

function pull(track, mark, event) {
  const [start, end] = edges(mark);
  const box = mark.getBoundingClientRect();
  const from = timeAt(track, event);
  const wide = box.width > EDGE * 3;
  const which = wide && event.clientX - box.left < EDGE ? "start" : wide && box.right - event.clientX < EDGE ? "end" : "both";
  mark.classList.add("moving");
  const shifted = (at) => {
    const by = Math.min(Math.max(at - from, -start), duration - end);
    if (which === "start") return [Math.min(within(start + at - from), end - STEP), end];
    if (which === "end") return [start, Math.max(within(end + at - from), start + STEP)];
    return [start + by, end + by];
  };
  follow(track, event, (at) => place(mark, ...shifted(at)), (at, kept) => {
    mark.classList.remove("moving");
    const [first, last] = kept ? shifted(at) : [start, end];
    place(mark, first, last);
    if (first !== start || last !== end) save(mark);
    else if (player && kept) player.currentTime = start / 1000;
  });
}

function draw(track, event) {
  const lane = track.closest(".lane");
  const from = timeAt(track, event);
  const drawn = document.createElement("span");
  drawn.className = `mark drawn${lane.dataset.person ? "" : " seal"}`;
  track.append(drawn);
  const both = (at) => [Math.min(from, at), Math.max(from, at)];
  follow(track, event, (at) => place(drawn, ...both(at)), async (at, kept) => {
    const [start, end] = both(at);
    if (!kept || end - start < STEP) {
      drawn.remove();
      if (kept && player) { player.currentTime = from / 1000; head(); }
      return;
    }
    const form = qs(lane.dataset.person ? "[data-new-mark]" : "[data-new-seal]");
    fill(form, start, end);
    if (!lane.dataset.person) { qs("[name=reason]", form).focus(); return; } // sealing waits for its button
    form.elements.participant.value = lane.dataset.person;
    await post(form);
    await renew();
  });
}

scrubbing(duration)?.follow(qs("[data-strip]"), (event) => {
  const track = event.target.closest("[data-track]");
  return track ? timeAt(track, event) : null;
});
quality(player);

root.addEventListener("pointerdown", (event) => {
  const track = event.target.closest("[data-track]");
  if (!track || event.button !== 0) return;
  const mark = event.target.closest("[data-mark]");
  if (mark) { mark.focus(); pull(track, mark, event); } else if (!event.target.closest(".seal")) draw(track, event);
  event.preventDefault();
});

function settleSoon(mark) {
  touched = mark;
  clearTimeout(wait);
  wait = setTimeout(settle, 900);
}

function settle() {
  clearTimeout(wait);
  const mark = touched;
  touched = null;
  if (mark?.isConnected) save(mark);
}

function nudge(mark, event) {
  const by = event.key === "ArrowLeft" ? -STEP : STEP;
  let [start, end] = edges(mark);
  if (event.shiftKey) end = Math.max(start + STEP, within(end + by));
  else if (event.ctrlKey) start = Math.min(end - STEP, within(start + by));
  else if (start + by >= 0 && end + by <= duration) [start, end] = [start + by, end + by];
  place(mark, start, end);
  settleSoon(mark);
}

function onMark(mark, event) {
  if (event.key === "ArrowLeft" || event.key === "ArrowRight") nudge(mark, event);
  else if (event.key === "Delete") qs(`[data-unmark="${mark.dataset.mark}"]`).requestSubmit();
  else if (event.key === "Enter") {
    const line = qs(`#m-${CSS.escape(mark.dataset.mark)}`);
    line.open = true;
    qs("input[name=start]", line).focus();
  } else return false;
  return true;
}

function passage(field) {
  for (const form of qsa("[data-new-mark], [data-new-seal]")) form.elements[field].value = timecode(now());
}

document.addEventListener("keydown", (event) => {
  const mark = event.target.closest?.("[data-mark]");
  if (mark && onMark(mark, event)) { event.preventDefault(); return; }
  if (event.key === "z" && event.ctrlKey && !event.target.matches("input, textarea")) {
    const undo = qs("#notices form");
    if (undo) { event.preventDefault(); undo.requestSubmit(); }
    return;
  }
  if (!player || busyTyping(event) || !keysOn() || qs("dialog[open]") || event.shiftKey) return;
  if (event.target.closest?.("button, a, summary, [role=button]") && [" ", "Enter"].includes(event.key)) return;
  const acts = {
    " ": () => (player.paused ? player.play() : player.pause()),
    i: () => passage("start"), o: () => passage("end"),
    ArrowLeft: () => { player.currentTime = within(now() - 1000) / 1000; },
    ArrowRight: () => { player.currentTime = within(now() + 1000) / 1000; },
  };
  const act = acts[event.key] ?? acts[event.key.toLowerCase()];
  if (act) { event.preventDefault(); act(); }
}, { capture: true });

document.addEventListener("focusout", (event) => { if (touched && event.target === touched) settle(); });
for (const name of ["timeupdate", "seeked"]) player?.addEventListener(name, head);
new ResizeObserver(head).observe(root);
root.addEventListener("change", (event) => {
  if (!["start", "end"].includes(event.target.name)) return;
  const ms = ofTimecode(event.target.value);
  if (ms !== null) event.target.value = timecode(ms);
});
layOut();
