// The cue that is being written: its text, its times, how fast it reads, and what the rules say of it.

import { ofTimecode, qs, say, timecode } from "../baro.js";
import { changed, characters, plain, speed, timed } from "./edits.js";
import { pace } from "./list.js";
import { decimal, word } from "./words.js";

export class Panel {
  constructor(panel, { store, findings, source, limits, player, fix, waive, again }) {
    Object.assign(this, { panel, store, findings, source, limits, player, fix, waive, again });
    const field = (name) => qs(`[data-field=${name}]`, panel);
    this.fields = Object.fromEntries(["text", "start", "end", "speaker"].map((name) => [name, field(name)]));
    this.text = this.fields.text;
    this.text.addEventListener("input", () => this.typed());
    for (const name of ["start", "end"]) this.fields[name].addEventListener("change", () => this.retimed(name));
    this.fields.speaker.addEventListener("input", () => this.named());
    store.addEventListener("change", () => this.draw());
    store.addEventListener("choose", () => this.draw());
    findings.addEventListener("findings", () => this.drawFindings());
    this.draw();
  }

  typed() {
    const { cue } = this.store;
    if (!cue) return;
    const text = this.text.value;
    this.store.edit(changed(this.store.cues, cue.id, { text }), { key: `text:${cue.id}:${/\s$/.test(text) ? "gap" : "word"}` });
  }

  named() {
    const { cue } = this.store;
    if (cue) this.store.edit(changed(this.store.cues, cue.id, { speaker: this.fields.speaker.value }), { key: `speaker:${cue.id}` });
  }

  retimed(name) {
    const { cue } = this.store;
    const ms = ofTimecode(this.fields[name].value.replace(",", "."));
    const times = { start: cue.start, end: cue.end, [name]: ms };
    if (ms === null || times.end <= times.start || times.end > this.player.duration) {
      say(word(ms === null ? "bad_time" : "bad_order"));
      this.fields[name].value = timecode(cue[name]);
      return;
    }
    this.store.edit(timed(this.store.cues, cue.id, times.start, times.end));
  }

  draw() {
    const { cue, place } = this.store;
    this.panel.toggleAttribute("data-none", !cue);
    qs("[data-place]").textContent = cue ? word("place", { number: place + 1, count: this.store.cues.length }) : word("nothing");
    for (const field of Object.values(this.fields)) field.disabled = !cue;
    if (!cue) { this.text.value = ""; this.drawFindings(); return; }
    set(this.text, cue.text);
    set(this.fields.start, timecode(cue.start));
    set(this.fields.end, timecode(cue.end));
    set(this.fields.speaker, cue.speaker ?? "");
    this.drawSource(cue);
    this.drawMeasures(cue);
    this.drawFindings();
  }

  drawSource(cue) {
    const place = qs("[data-source]", this.panel);
    if (!this.source.there) return;
    place.lang = this.source.language;
    place.textContent = plain(this.source.text(cue)) || "—";
  }

  drawMeasures(cue) {
    const fast = speed(cue);
    const top = this.limits.error * 1.2;
    const meter = qs("[data-speed]", this.panel);
    meter.dataset.speed = pace(fast, this.limits);
    qs("[data-bar]", meter).style.width = `${Math.min(100, (fast / top) * 100)}%`;
    for (const name of ["aim", "warn", "error"]) qs(`[data-mark=${name}]`, meter).style.insetInlineStart = `${(this.limits[name] / top) * 100}%`;
    qs("[data-speed-text]", this.panel).textContent = word("speed", { speed: decimal(fast), aim: this.limits.aim });
    const lines = qs("[data-lines]", this.panel);
    lines.replaceChildren(...plain(cue.text).split("\n").map((line, place) => {
      const count = document.createElement("span");
      count.textContent = characters(line);
      if (characters(line) > this.limits.width || place >= this.limits.lines) count.className = "over-limit";
      return count;
    }));
    qs("[data-long]", this.panel).textContent = word("seconds", { count: decimal((cue.end - cue.start) / 1000, 2) });
  }

  drawFindings() {
    const place = qs("[data-findings]");
    const { cue } = this.store;
    const found = cue ? this.findings.of(cue.id) : [];
    const standing = cue ? this.findings.keptOf(cue.id) : [];
    const current = this.findings.current();
    const kept = `${cue?.id}:${cue?.text}:${cue?.start}:${JSON.stringify([found, standing])}:${found.indexOf(current)}`;
    if (kept === this.drawn) return;
    this.drawn = kept;
    const items = [...found.map((one) => this.finding(one, cue, one === current)), ...standing.map((one) => this.standing(one))];
    place.replaceChildren(...(items.length ? items : [none(place.dataset.noneText)]));
    qs("[data-act=fix]").disabled = !this.findings.current({ fixable: true });
    qs("[data-act=waive]").disabled = !current;
  }

  /** A finding that was let stand, and the way to ask about it again. */
  standing(one) {
    const item = qs("#gardee").content.firstElementChild.cloneNode(true);
    qs("[data-part=message]", item).textContent = one.message;
    qs("button", item).addEventListener("click", () => this.again(one));
    return item;
  }

  finding(one, cue, current) {
    const item = qs("#remarque").content.firstElementChild.cloneNode(true);
    const part = (name) => qs(`[data-part=${name}]`, item);
    item.classList.add(one.severity);
    item.toggleAttribute("data-current", current);
    part("severity").textContent = word(`${one.severity}_one`);
    part("message").textContent = one.message;
    part("message").title = one.title;
    const moved = one.times.find((time) => time.id === cue.id) ?? one.times[0];
    const better = one.fix ?? (moved ? `${timecode(moved.start)} → ${timecode(moved.end)}` : "");
    part("fix").hidden = !better;
    part("fix").replaceChildren(...(one.fix === null ? [better] : marked(cue.text, one.fix)));
    part("apply").hidden = !better;
    part("apply").addEventListener("click", () => this.fix(one));
    part("keep").addEventListener("click", () => this.waive(one));
    return item;
  }
}

function none(sentence) {
  const item = document.createElement("li");
  item.className = "small soft";
  item.textContent = sentence;
  return item;
}

/** The text put right, with what is new in it marked and spaces that do not break made visible. */
function marked(before, after) {
  let head = 0;
  while (head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < after.length - head && tail < before.length - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const shown = (text) => text.replaceAll("\u202f", "⍽").replaceAll("\u00a0", "⍽").replaceAll("\n", " ⏎ ");
  const mark = document.createElement("mark");
  mark.textContent = shown(after.slice(head, after.length - tail));
  return [shown(after.slice(0, head)), ...(mark.textContent ? [mark] : []), shown(after.slice(after.length - tail))];
}

/** Fill a field without moving the cursor of somebody who writes in it. */
function set(field, value) {
  if (field.value === value) return;
  const [start, end] = [field.selectionStart, field.selectionEnd];
  field.value = value;
  if (document.activeElement === field) field.setSelectionRange(Math.min(start, value.length), Math.min(end, value.length));
}
