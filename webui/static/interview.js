// The interview page: a transcript that follows the player, a passage marked by keyboard, a waveform to click on.

import { busyTyping, clock, keysOn, ofTimecode, qs, qsa, shifted, timecode } from "./baro.js";
import { quality } from "./quality.js";
import { scrubbing } from "./scrub.js";
import { Wave } from "./wave.js";

const bench = qs("[data-bench]");
const player = qs("[data-player]");
const list = qs("[data-cues]");
const cues = qsa(".cue").map((item) => ({ item, start: Number(item.dataset.start), end: Number(item.dataset.end) }));
const form = qs("[data-passage]");
const fields = { in: qs("[data-in]"), out: qs("[data-out]") };
const duration = Number(bench.dataset.duration);
const [numerator, denominator] = (bench.dataset.rate ?? "25/1").split("/").map(Number);
const canvas = qs("[data-wave]");
const wave = canvas && player ? new Wave(canvas, duration) : null;
const scrub = scrubbing(duration);
let speed = 1;
let stopAt = null;
let held = 0; // while the person scrolls the transcript, it does not run away

const now = () => Math.round((player?.currentTime ?? 0) * 1000);
const passage = () => [ofTimecode(fields.in.value), ofTimecode(fields.out.value)];

function seek(ms, play = null) {
  if (!player) return;
  stopAt = null;
  player.currentTime = Math.min(Math.max(0, ms), duration - 1) / 1000;
  if (play === true) player.play();
  follow(true);
}

function follow(force = false) {
  const ms = now();
  wave?.show(ms, passage());
  const cue = cues.find(({ start, end }) => start <= ms && ms < end);
  if (!cue) return;
  if (cue.item.classList.contains("here") && !force) return;
  for (const { item } of cues) { item.classList.toggle("here", item === cue.item); item.removeAttribute("aria-current"); }
  cue.item.setAttribute("aria-current", "true");
  if (list && (force || Date.now() - held > 4000)) reveal(cue.item);
}

function reveal(item) {
  const top = item.offsetTop - list.offsetTop;
  if (top < list.scrollTop + 40 || top + item.offsetHeight > list.scrollTop + list.clientHeight - 60) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    list.scrollTo({ top: top - list.clientHeight / 3, behavior: calm ? "auto" : "smooth" });
  }
}

function mark(which, calm = false) {
  fields[which].value = timecode(calm && wave ? wave.calm(now(), which) : now());
  showPassage();
}

function showPassage() {
  const [start, end] = passage();
  const right = start !== null && end !== null && end > start;
  qs("[data-passage-length]").textContent = right ? clock(end - start) : "";
  for (const { item, start: from, end: to } of cues) item.classList.toggle("inside", right && from < end && to > start);
  wave?.show(now(), [start, end]);
}

function playPassage() {
  const [start, end] = passage();
  if (start === null || !player) return;
  seek(start, true);
  stopAt = end;
}

function nextCue(by) {
  const ms = now();
  const at = by > 0 ? cues.find(({ start }) => start > ms + 1) : cues.filter(({ end }) => end <= ms).at(-1) ?? cues[0];
  if (at) seek(at.start);
}

function faster() {
  speed = player.paused ? 1 : Math.min(3, speed + 0.5);
  player.playbackRate = speed;
  player.play();
}

function toggle() {
  if (player.paused) { player.playbackRate = 1; player.play(); } else player.pause();
}

/** Moved by a key: the still shows where to before a slow line has brought the picture. */
function step(by) {
  seek(now() + by);
  scrub?.glimpse(now());
}

const frame = () => (1000 * denominator) / numerator;
const KEYS = {
  " ": toggle, k: toggle, l: faster, j: () => step(-5000),
  ArrowLeft: () => step(-1000), ArrowRight: () => step(1000),
  ",": () => { player.pause(); seek(now() - frame()); }, ".": () => { player.pause(); seek(now() + frame()); },
  ArrowUp: () => nextCue(-1), ArrowDown: () => nextCue(1),
  i: () => mark("in"), o: () => mark("out"), p: playPassage,
  c: () => form.requestSubmit(), t: () => qs("[data-term]")?.focus(),
};
const SHIFTED = { i: () => mark("in", true), o: () => mark("out", true) };

document.addEventListener("keydown", (event) => {
  const onControl = event.target.closest?.("button, a, summary, [role=button], dialog, [data-cues]");
  const own = [" ", "Enter", "ArrowUp", "ArrowDown"].includes(event.key);
  if (!player || busyTyping(event) || !keysOn() || qs("dialog[open]") || (own && onControl)) return;
  const act = shifted(event) ? SHIFTED[event.key.toLowerCase()] : KEYS[event.key] ?? KEYS[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault(); // also keeps the browser's own keys on the focused player from acting twice
  act();
}, { capture: true });

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-seek]");
  const cue = event.target.closest(".cue");
  if (player && link) { event.preventDefault(); seek(Number(link.dataset.seek)); }
  else if (player && cue && !String(getSelection())) seek(Number(cue.dataset.start));
  const button = event.target.closest("[data-mark]");
  if (button) { if (button.dataset.mark === "play") playPassage(); else mark(button.dataset.mark, event.shiftKey); }
});

list?.addEventListener("wheel", () => { held = Date.now(); }, { passive: true });
list?.addEventListener("touchmove", () => { held = Date.now(); }, { passive: true });
if (wave) {
  canvas.addEventListener("pointerdown", (event) => seek(wave.at(event)));
  scrub?.follow(canvas, (event) => wave.at(event));
}
for (const field of Object.values(fields)) {
  field.addEventListener("input", showPassage);
  field.addEventListener("change", () => {
    const ms = ofTimecode(field.value);
    if (ms !== null) field.value = timecode(ms);
  });
}

quality(player);
if (player) {
  player.addEventListener("timeupdate", () => {
    follow();
    if (stopAt !== null && now() >= stopAt) { player.pause(); stopAt = null; }
  });
  player.addEventListener("seeked", () => follow(true));
  player.addEventListener("play", () => { const tick = () => { if (player.paused) return; wave?.show(now(), passage()); requestAnimationFrame(tick); }; tick(); });
}
const chosen = qs(".cue.here");
if (chosen && list) reveal(chosen);
showPassage();
