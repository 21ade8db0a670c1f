// The hits of a question one after another: each from a second before it to its end; the next one comes by itself.

import { busyTyping, keysOn, qs, qsa } from "./baro.js";
import { choosing } from "./choosing.js";

const stage = qs("[data-listen]");
const rows = qsa("[data-row]");
const place = qs("[data-place]");
const chain = qs("[data-on]");
const chosen = choosing();
let player = qs("[data-player]");
let at = Math.max(0, rows.findIndex((row) => row.getAttribute("aria-current") === "true"));
let over = false; // the hit was heard to its end: waits for the person, or for the next one

const start = (row) => Number(row.dataset.start) / 1000;
const end = (row) => Number(row.dataset.end) / 1000;

function ownPlayer() {
  if (player) return player;
  player = document.createElement("video");
  player.controls = true;
  player.playsInline = true;
  player.dataset.player = "";
  qs(".listen-stage .closed").replaceWith(player);
  watch();
  return player;
}

function go(number, play = true) {
  const row = rows[number];
  if (!row) return;
  at = number;
  for (const other of rows) other.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  row.scrollIntoView({ block: "nearest" });
  qs("[data-said]").replaceChildren(...[...qs(".said", row).childNodes].map((node) => node.cloneNode(true)));
  place.textContent = place.dataset.words.replace("{n}", number + 1).replace("{all}", rows.length);
  const address = new URL(qs("[data-hit]", row).href);
  history.replaceState(null, "", address);
  for (const link of qsa("[data-go]")) {
    address.searchParams.set("n", Math.min(rows.length - 1, Math.max(0, number + Number(link.dataset.go))));
    link.href = address;
  }
  if (!row.dataset.src) { player?.pause(); return; }
  const media = ownPlayer();
  const source = new URL(row.dataset.src, location.href).href;
  over = false;
  if (media.src.split("#")[0] !== source) {
    media.src = source;
    media.addEventListener("loadedmetadata", () => begin(row, play), { once: true });
  } else begin(row, play);
}

function begin(row, play) {
  player.currentTime = start(row);
  if (play) player.play().catch(() => { /* the browser wants a gesture first: the controls are there */ });
}

function step(by) {
  let next = at + by;
  while (rows[next] && !rows[next].dataset.src) next += by;
  if (rows[next]) go(next);
}

function ended() {
  if (over) return;
  over = true;
  player.pause();
  if (chain.checked) step(1);
}

function watch() {
  player.addEventListener("timeupdate", () => {
    const row = rows[at];
    if (!player.paused && player.currentTime >= end(row)) ended();
  });
  player.addEventListener("ended", ended);
  player.addEventListener("play", () => { if (over) { over = false; if (player.currentTime >= end(rows[at])) player.currentTime = start(rows[at]); } });
}

if (stage) {
  if (player) watch();
  const toggle = () => { if (!player) return; if (player.paused) player.play(); else player.pause(); };
  const KEYS = { " ": toggle, j: () => step(1), k: () => step(-1), r: () => go(at), x: () => chosen.toggle(rows[at]), e: () => chosen.goSend(), arrowdown: () => step(1), arrowup: () => step(-1) };
  document.addEventListener("keydown", (event) => {
    const onControl = event.key === " " && event.target.closest?.("button, a, summary, label, input, dialog");
    if (busyTyping(event) || !keysOn() || qs("dialog[open]") || event.shiftKey || onControl) return;
    const act = KEYS[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  }, { capture: true });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-hit], [data-go]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (link.dataset.go) step(Number(link.dataset.go));
    else go(rows.indexOf(link.closest("[data-row]")));
  });
}
