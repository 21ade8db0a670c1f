// The cues one under the other. Each row is drawn again only when its cue, its number or its findings changed.

import { clock, qs } from "../baro.js";
import { plain, speed } from "./edits.js";
import { decimal, word } from "./words.js";

export class List {
  constructor(list, { store, findings, source, limits, chosen }) {
    Object.assign(this, { list, store, findings, source, limits });
    this.pattern = qs("#rang").content.firstElementChild;
    this.rows = new Map();
    list.toggleAttribute("data-alone", !source.there);
    list.addEventListener("click", (event) => {
      const row = event.target.closest("[data-id]");
      if (row) chosen(Number(row.dataset.id));
    });
    list.addEventListener("dblclick", () => qs("[data-act=text]").click());
    store.addEventListener("change", () => this.draw());
    store.addEventListener("choose", () => this.choose());
    findings.addEventListener("findings", () => this.draw());
    this.draw();
    this.choose();
  }

  draw() {
    const { cues } = this.store;
    const now = new Set(cues.map((cue) => cue.id));
    for (const [id, row] of this.rows) if (!now.has(id)) { row.item.remove(); this.rows.delete(id); }
    let at = this.list.firstElementChild;
    let said = null;
    cues.forEach((cue, place) => {
      let row = this.rows.get(cue.id);
      if (!row) { row = this.made(cue.id); this.rows.set(cue.id, row); }
      if (row.item !== at) this.list.insertBefore(row.item, at); else at = at.nextElementSibling;
      const found = this.findings.of(cue.id);
      const spoken = this.source.there ? this.source.text(cue) : "";
      const again = spoken !== "" && spoken === said;
      said = spoken;
      if (row.cue === cue && row.place === place && row.again === again && same(row.found, found)) return;
      Object.assign(row, { cue, place, found, again });
      this.fill(row, spoken);
    });
    qs("[data-empty]").hidden = cues.length > 0;
  }

  made(id) {
    const item = this.pattern.cloneNode(true);
    item.dataset.id = id;
    item.id = `s${id}`;
    const part = (name) => qs(`[data-part=${name}]`, item);
    const parts = Object.fromEntries(["number", "start", "long", "source", "text", "speed", "bar", "flags"].map((name) => [name, part(name)]));
    if (!this.source.there) parts.source.remove(); else parts.source.lang = this.source.language;
    return { item, parts, cue: null };
  }

  fill(row, spoken) {
    const { cue, place, parts, found, again } = row;
    const fast = speed(cue);
    parts.number.textContent = place + 1;
    parts.start.textContent = `${clock(cue.start)}.${Math.floor((cue.start % 1000) / 100)}`;
    parts.long.textContent = word("seconds", { count: decimal((cue.end - cue.start) / 1000) });
    parts.source.classList.toggle("recheck", this.source.recheck.has(cue.id));
    if (this.source.recheck.has(cue.id)) parts.source.title = word("recheck");
    parts.source.textContent = again ? "″" : plain(spoken).replaceAll("\n", " / ");
    parts.text.textContent = plain(cue.text) || word("no_text");
    parts.text.classList.toggle("soft", !cue.text.trim());
    parts.text.classList.toggle("slanted", /^<i>[\s\S]*<\/i>$/.test(cue.text));
    parts.speed.textContent = decimal(fast);
    parts.bar.style.width = `${Math.min(100, (fast / (this.limits.error * 1.2)) * 100)}%`;
    row.item.dataset.speed = pace(fast, this.limits);
    parts.flags.replaceChildren(...flags(found));
  }

  choose() {
    const { chosen } = this.store;
    for (const row of this.list.querySelectorAll("[aria-selected=true]")) row.setAttribute("aria-selected", "false");
    const row = this.rows.get(chosen)?.item;
    if (!row) { this.list.removeAttribute("aria-activedescendant"); return; }
    row.setAttribute("aria-selected", "true");
    this.list.setAttribute("aria-activedescendant", row.id);
    this.reveal(row);
  }

  /** Scroll the list itself, never the page: on a phone the picture stays where it is. */
  reveal(row) {
    const [top, foot] = [row.offsetTop - 8, row.offsetTop + row.offsetHeight + 8];
    const { list } = this;
    if (top < list.scrollTop || foot > list.scrollTop + list.clientHeight) list.scrollTop = top - list.clientHeight / 3;
  }
}

/** `fine`, `aim`, `warn` or `error`, by the thresholds of the profile. */
export function pace(value, limits) {
  if (value > limits.error) return "error";
  if (value > limits.warn) return "warn";
  return value > limits.aim ? "aim" : "fine";
}

function flags(found) {
  return ["error", "warning", "info"].flatMap((severity) => {
    const count = found.filter((one) => one.severity === severity).length;
    if (!count) return [];
    const flag = document.createElement("span");
    flag.className = `flag ${severity}`;
    flag.textContent = count;
    flag.title = word(severity, { count });
    const name = document.createElement("span");
    name.className = "gone";
    name.textContent = ` ${word(severity, { count })}`;
    flag.append(name);
    return [flag];
  });
}

const same = (one, other) => one.length === other.length && one.every((item, place) => item === other[place]);
