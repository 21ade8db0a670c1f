// The footage list by keyboard: J K or arrows to move, T to tag with type-ahead, Backspace to take the last tag off.

import { busyTyping, keysOn, post, qs, qsa, refresh } from "./baro.js";

const tagger = qs("#tagger");
const input = qs("[data-tagger-input]");
const options = qsa("#tagger-list [role=option]");
let tagged = null; // the row that is being tagged

const rows = () => qsa("[data-rushes] > .rush");
const rowOf = (element) => element?.closest?.(".rush") ?? null;
const focusRow = (row) => { const link = qs("[data-rush]", row); link?.focus(); row?.scrollIntoView({ block: "nearest" }); };

function move(by) {
  const all = rows();
  const now = all.indexOf(rowOf(document.activeElement));
  const next = now < 0 ? (by > 0 ? 0 : all.length - 1) : now + by;
  if (all[next]) focusRow(all[next]);
}

const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
const visible = () => options.filter((option) => !option.hidden);

function choose(option) {
  for (const other of options) other.setAttribute("aria-selected", String(other === option));
  input.setAttribute("aria-activedescendant", option?.id ?? "");
  option?.scrollIntoView({ block: "nearest" });
}

function narrow() {
  const words = plain(input.value).split(/\s+/).filter(Boolean);
  for (const option of options) option.hidden = !words.every((word) => option.dataset.words.includes(word));
  choose(visible()[0]);
}

function openTagger(row) {
  if (!row || !options.length) return;
  tagged = row.id;
  qs("[data-tagger-for]").textContent = qs("h2", row).textContent.trim();
  input.value = "";
  narrow();
  tagger.showModal();
  input.focus();
}

async function submit(form) {
  const row = rowOf(form)?.id;
  if (await post(form)) await refresh(["#count", ".filters .stack", `#${row} [data-chips]`]);
  const again = row && document.getElementById(row);
  if (again) focusRow(again);
}

async function put(option) {
  const row = document.getElementById(tagged);
  const form = row && document.getElementById(row.dataset.tagForm);
  if (!option || !form) return;
  qs("select", form).value = option.dataset.path;
  tagger.close();
  await submit(form);
}

input?.addEventListener("input", narrow);
input?.addEventListener("keydown", (event) => {
  const shown = visible();
  const now = shown.findIndex((option) => option.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown") { event.preventDefault(); choose(shown[Math.min(now + 1, shown.length - 1)]); }
  if (event.key === "ArrowUp") { event.preventDefault(); choose(shown[Math.max(now - 1, 0)]); }
  if (event.key === "Enter") { event.preventDefault(); put(shown[now]); }
});
qs("#tagger-list")?.addEventListener("click", (event) => put(event.target.closest("[role=option]")));
tagger?.addEventListener("close", () => { const row = document.getElementById(tagged); if (row) focusRow(row); });

document.addEventListener("submit", (event) => {
  if (!event.target.closest("[data-chips]")) return;
  event.preventDefault();
  submit(event.target);
});

document.addEventListener("keydown", (event) => {
  if (busyTyping(event) || !keysOn() || qs("dialog[open]")) return;
  const row = rowOf(document.activeElement);
  if (event.key === "j" || (event.key === "ArrowDown" && row)) { event.preventDefault(); move(1); }
  if (event.key === "k" || (event.key === "ArrowUp" && row)) { event.preventDefault(); move(-1); }
  if (event.key === "t" && row) { event.preventDefault(); openTagger(row); }
  if (event.key === "Backspace" && row) {
    const last = qsa("[data-chips] .chip form", row).at(-1);
    if (last) { event.preventDefault(); submit(last); }
  }
});
