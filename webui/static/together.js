// The recordings of an interview on one timeline: where each is now, and the way to the same moment of another.

import { busyTyping, keysOn, qs, qsa } from "./baro.js";

const MILLION = 1_000_000;
const player = qs("[data-player]");
const lanes = qsa("[data-lane]").map((item) => ({
  item, link: qs("a", item), head: qs(".head", item), mine: "mine" in item.dataset, opened: "opened" in item.dataset,
  ...Object.fromEntries(["offset", "drift", "middle", "length"].map((name) => [name, Number(item.dataset[name])])),
}));
const mine = lanes.find((lane) => lane.mine);
const written = qs("[data-timecode]");

const placeOf = (lane, ms) => ms + lane.offset + Math.round(((ms - lane.middle) * lane.drift) / MILLION);
const momentAt = (lane, place) => lane.middle + Math.round(((place - lane.offset - lane.middle) * MILLION) / (MILLION + lane.drift));
const first = Math.min(...lanes.map((lane) => placeOf(lane, 0)));
const last = Math.max(...lanes.map((lane) => placeOf(lane, lane.length)));

function show() {
  const ms = Math.round(player.currentTime * 1000);
  if (written) written.textContent = timecodeAt(ms);
  if (!mine) return;
  const place = placeOf(mine, ms);
  for (const lane of lanes) {
    const moment = momentAt(lane, place);
    const there = moment >= 0 && moment < lane.length;
    lane.item.classList.toggle("absent", !there);
    const x = String(((place - first) * 1000) / Math.max(1, last - first));
    lane.head.setAttribute("x1", x);
    lane.head.setAttribute("x2", x);
    if (!lane.link) continue;
    const address = new URL(lane.link.href);
    if (there) address.searchParams.set("t", String(moment)); else address.searchParams.delete("t");
    lane.link.href = address;
  }
}

/** The timecode of the frame on screen, with the numbers that drop frame leaves out. */
function timecodeAt(ms) {
  const [pictures, seconds] = (qs("[data-bench]").dataset.rate ?? "25/1").split("/").map(Number);
  const { counted, dropped, frame } = Object.fromEntries(Object.entries(written.dataset).map(([key, value]) => [key, Number(value)]));
  let number = frame + Math.ceil(((ms + 1) * pictures) / (1000 * seconds)) - 1;
  if (dropped) {
    const [minute, ten] = [counted * 60 - dropped, counted * 600 - 9 * dropped];
    const [tens, rest] = [Math.floor(number / ten), number % ten];
    number += 9 * dropped * tens + (rest >= counted * 60 ? dropped * (1 + Math.floor((rest - counted * 60) / minute)) : 0);
  }
  const two = (n) => String(n).padStart(2, "0");
  const whole = Math.floor(number / counted);
  return `${two(Math.floor(whole / 3600) % 24)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}${dropped ? ";" : ":"}${two(number % counted)}`;
}

/** The next recording that was running at this moment and may be watched; `by` -1 for the one before. */
function other(by) {
  const there = lanes.filter((lane) => lane.mine || (lane.opened && lane.link && !lane.item.classList.contains("absent")));
  const at = there.indexOf(mine);
  const next = there[(at + by + there.length) % there.length];
  if (next && next !== mine) next.link.click();
}

if (player) {
  for (const name of ["timeupdate", "seeked", "loadedmetadata"]) player.addEventListener(name, show);
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "v" || !mine || busyTyping(event) || !keysOn() || qs("dialog[open]")) return;
    event.preventDefault();
    show();
    other(event.shiftKey ? -1 : 1);
  });
  show();
}
