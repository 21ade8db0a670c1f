// The pages of a question by keyboard: J K to move among hits, X to choose, E to send, P to listen. Works without it.

import { busyTyping, keysOn, qs, qsa } from "./baro.js";
import { choosing } from "./choosing.js";

const rows = () => qsa("[data-row]");
const rowOf = (element) => element?.closest?.("[data-row]") ?? null;
const focusRow = (row) => { qs("[data-hit]", row)?.focus(); row?.scrollIntoView({ block: "nearest" }); };
const chosen = choosing();

function move(by) {
  const all = rows();
  const now = all.indexOf(rowOf(document.activeElement));
  const next = now < 0 ? (by > 0 ? 0 : all.length - 1) : now + by;
  if (all[next]) focusRow(all[next]);
}

document.addEventListener("keydown", (event) => {
  if (busyTyping(event) || !keysOn() || qs("dialog[open]") || event.shiftKey) return;
  const key = event.key.toLowerCase();
  const acts = {
    j: () => move(1), k: () => move(-1), x: () => chosen.toggle(rowOf(document.activeElement)), e: () => chosen.goSend(),
    p: () => qs('.ways a[href*="/recherche/ecouter"]')?.click(),
  };
  const inRow = rowOf(document.activeElement);
  if (inRow && event.key === "ArrowDown") acts.arrowdown = acts.j;
  if (inRow && event.key === "ArrowUp") acts.arrowup = acts.k;
  if (!acts[key]) return;
  event.preventDefault();
  acts[key]();
});

const way = qs(".ways [aria-current]");
if (way) way.parentElement.scrollLeft = way.offsetLeft - way.parentElement.offsetLeft - 24;
if (qs("[data-busy]")) setTimeout(() => location.reload(), 4000);
