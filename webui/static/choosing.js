// Hits chosen for a paper edit: how many are chosen is always said, and kept from page to page of one answer.

import { qs, qsa } from "./baro.js";

/** Watch the boxes of the page; gives `toggle(row)` and `goSend()`. */
export function choosing() {
  const form = qs("[data-hits]");
  const bar = qs("[data-send]");
  if (!form || !bar) return { toggle() {}, goSend() {} };
  const said = qs("[data-count]", bar);
  const empty = said.textContent;
  const film = qs("[data-film]", bar);
  const place = `baro-chosen ${new URLSearchParams(location.search).get("q") ?? ""}`;
  const elsewhere = new Set(JSON.parse(sessionStorage.getItem(place) ?? "[]"));
  const boxes = () => qsa("input[name=pick]", form);

  for (const box of boxes()) {
    box.checked = elsewhere.has(box.value);
    elsewhere.delete(box.value);
  }
  for (const value of elsewhere) { // chosen on another page of this answer
    const kept = document.createElement("input");
    kept.type = "hidden";
    kept.name = "pick";
    kept.value = value;
    form.append(kept);
  }

  const all = () => [...new Set([...qsa("input[type=hidden][name=pick]", form), ...boxes().filter((box) => box.checked)].map((box) => box.value))];
  function show() {
    const values = all();
    const words = values.length === 1 ? said.dataset.one : said.dataset.many.replace("{count}", values.length);
    said.textContent = values.length ? words : empty;
    bar.classList.toggle("ready", values.length > 0);
    sessionStorage.setItem(place, JSON.stringify(values));
    qs("[data-new-film]", bar).hidden = film.value !== "new";
  }

  form.addEventListener("change", show);
  form.addEventListener("submit", () => sessionStorage.removeItem(place));
  show();
  return {
    toggle(row) {
      const box = row && qs("input[name=pick]", row);
      if (!box) return;
      box.checked = !box.checked;
      show();
    },
    goSend() { film.focus(); bar.scrollIntoView({ block: "nearest" }); },
  };
}
