// The words on the picture as `subtitles/burn.py` sets them: their size from the picture, their place, their tags.

const MARK = /<(\/?)([ibu])>/g;
const PLACED = /\{\\an([1-9])\}/;

export class Preview {
  constructor(layer) { this.layer = layer; this.shown = null; }

  /** Show a cue, or nothing. */
  show(cue) {
    const key = cue ? `${cue.text}\u0000${cue.settings ?? ""}` : "";
    if (key === this.shown) return;
    this.shown = key;
    const place = Number(PLACED.exec(cue?.settings ?? "")?.[1] ?? 2);
    this.layer.dataset.row = ["foot", "middle", "head"][Math.floor((place - 1) / 3)];
    this.layer.dataset.side = ["left", "centre", "right"][(place - 1) % 3];
    this.layer.replaceChildren(...(cue && cue.text.trim() ? [dressed(cue.text)] : []));
  }
}

/** A text with our three tags as elements, everything else as it is. */
export function dressed(text) {
  const block = document.createElement("p");
  let inside = [block];
  let at = 0;
  const put = (words) => {
    words.split("\n").forEach((line, number) => {
      if (number) inside.at(-1).append(document.createElement("br"));
      if (line) inside.at(-1).append(line);
    });
  };
  for (const tag of text.matchAll(MARK)) {
    put(text.slice(at, tag.index));
    at = tag.index + tag[0].length;
    if (!tag[1]) {
      const element = document.createElement(tag[2]);
      inside.at(-1).append(element);
      inside.push(element);
    } else if (inside.length > 1 && inside.at(-1).localName === tag[2]) {
      inside = inside.slice(0, -1);
    }
  }
  put(text.slice(at));
  return block;
}
