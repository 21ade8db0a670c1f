// Who else has this track open, and whether somebody made a version meanwhile: asked every fifteen seconds.

import { qs } from "../baro.js";
import { Failure, send } from "./net.js";
import { word } from "./words.js";

const EVERY = 15_000;

export function watch({ address, desk, store }) {
  const place = qs("[data-others]");
  const newer = qs("[data-newer]");
  const tell = async () => {
    try {
      const found = await send(address, { desk });
      const names = [...new Set(found.others)];
      place.hidden = !names.length;
      qs("span", place).textContent = word("others", { names: names.join(", "), count: names.length });
      newer.hidden = found.newest <= store.base.number;
      newer.textContent = word("newer", { name: found.author, number: found.newest });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      place.hidden = true; // nobody can be seen from here
    }
  };
  tell();
  const timer = setInterval(tell, EVERY);
  addEventListener("online", tell);
  addEventListener("pagehide", () => {
    clearInterval(timer);
    send(address, { desk, leaving: true }, { keepalive: true }).catch(() => undefined);
  });
  return tell;
}
