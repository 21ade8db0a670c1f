// What can be done to the cues of a track: pure functions from an array of cues to the next one. Cues are never changed
// in place, so that an undo keeps the old array and a list redraws only what differs.

const TAG = /<\/?[ibu]>/g;

export const plain = (text) => text.replace(TAG, "");
export const placeOf = (cues, id) => cues.findIndex((cue) => cue.id === id);

/** The cue `id` with other fields. */
export function changed(cues, id, fields) {
  return cues.map((cue) => (cue.id === id ? { ...cue, ...fields } : cue));
}

/** The cue `id` with other times, put where they belong among its neighbours. */
export function timed(cues, id, start, end) {
  const place = placeOf(cues, id);
  const cue = { ...cues[place], start, end };
  const [before, after] = [cues[place - 1], cues[place + 1]];
  if ((!before || before.start <= start) && (!after || start <= after.start)) return cues.map((one) => (one.id === id ? cue : one));
  const others = cues.filter((one) => one.id !== id);
  const to = others.findIndex((one) => one.start > start);
  others.splice(to < 0 ? others.length : to, 0, cue);
  return others;
}

/** Several cues with other times: `[{id, start, end}]`. */
export function allTimed(cues, moves) {
  return moves.reduce((now, { id, start, end }) => (placeOf(now, id) < 0 ? now : timed(now, id, start, end)), cues);
}

/** Tags that are open at the end of `text`, in their order. */
function openTags(text) {
  const open = [];
  for (const [tag] of text.matchAll(TAG)) {
    if (tag[1] === "/") { if (open.at(-1) === tag[2]) open.pop(); } else open.push(tag[1]);
  }
  return open;
}

/** The cue `id` cut in two at millisecond `at`, its text before character `caret`; the second part gets the id `fresh`. */
export function split(cues, id, { at, caret, fresh }) {
  const place = placeOf(cues, id);
  const cue = cues[place];
  const inside = [...cue.text.matchAll(TAG)].find((tag) => tag.index < caret && caret < tag.index + tag[0].length);
  const cut = inside ? inside.index : caret;
  const head = cue.text.slice(0, cut).replace(/\s+$/, "");
  const tail = cue.text.slice(cut).replace(/^\s+/, "");
  const open = openTags(head);
  const texts = [head + [...open].reverse().map((name) => `</${name}>`).join(""), open.map((name) => `<${name}>`).join("") + tail];
  const { name: _name, ...rest } = cue;
  const second = { ...rest, id: fresh, start: at, text: texts[1] };
  return [...cues.slice(0, place), { ...cue, end: at, text: texts[0] }, second, ...cues.slice(place + 1)];
}

/** Where to cut a text that has no cursor: at its line break, else at the space nearest to `share` of its length. */
export function cutting(text, share) {
  const lines = text.indexOf("\n");
  if (lines > 0) return lines;
  const aim = Math.round(text.length * share);
  const spaces = [...text.matchAll(/\s/g)].map((found) => found.index);
  return spaces.length ? spaces.reduce((best, one) => (Math.abs(one - aim) < Math.abs(best - aim) ? one : best)) : aim;
}

/** The cue `id` and the one after it as one. */
export function merged(cues, id) {
  const place = placeOf(cues, id);
  const [first, second] = [cues[place], cues[place + 1]];
  const text = [first.text, second.text].filter((one) => one.trim()).join("\n");
  const whole = { ...first, start: Math.min(first.start, second.start), end: Math.max(first.end, second.end), text };
  return [...cues.slice(0, place), whole, ...cues.slice(place + 2)];
}

/** A new cue among the others, where its start belongs. */
export function inserted(cues, cue) {
  const to = cues.findIndex((one) => one.start > cue.start);
  return to < 0 ? [...cues, cue] : [...cues.slice(0, to), cue, ...cues.slice(to)];
}

export const removed = (cues, id) => cues.filter((cue) => cue.id !== id);

/** A free span for a new cue at `now`: up to two seconds, short of the next cue by `gap`. Null when there is no room. */
export function room(cues, now, { gap, least, length = 2000, end }) {
  const inside = cues.find((cue) => cue.start <= now && now < cue.end);
  const start = inside ? inside.end + gap : Math.max(now, ...cues.filter((cue) => cue.end <= now).map((cue) => cue.end + gap));
  const next = cues.filter((cue) => cue.start >= start).reduce((least_, cue) => Math.min(least_, cue.start - gap), end);
  const until = Math.min(start + length, next);
  return until - start >= least ? [start, until] : null;
}

/** `text` with the selection (or all of it) in italics, or without when it is so already. Gives text and selection. */
export function italics(text, from, to) {
  const [start, end] = from === to ? [0, text.length] : [from, to];
  const chosen = text.slice(start, end);
  const bare = /^<i>([\s\S]*)<\/i>$/.exec(chosen);
  const dressed = bare ? bare[1] : `<i>${chosen.replace(/<\/?i>/g, "")}</i>`;
  return { text: text.slice(0, start) + dressed + text.slice(end), from: start, to: start + dressed.length };
}

/** Characters that an eye reads, as `subtitles/checks/reading.py` counts them. */
export function characters(text) {
  return [...plain(text).trim().replaceAll("\n", "")].length;
}

/** Characters per second, to a tenth. */
export function speed(cue) {
  const long = cue.end - cue.start;
  return long > 0 ? Math.round((characters(cue.text) * 10_000) / long) / 10 : 0;
}
