// The small picture for slow lines: chosen once on this computer, or asked for by the browser's own economy.

import { qs } from "./baro.js";

const KEY = "baro-picture";
const chosen = () => localStorage.getItem(KEY) ?? (navigator.connection?.saveData ? "small" : "full");

/** Play the chosen copy in `player`, and let the person choose where the page offers it; it goes on where it was.
 * Without a small copy nothing changes. */
export function quality(player) {
  if (!player?.dataset.small) return;
  const select = qs("[data-quality]");
  const copies = { full: player.getAttribute("src").replace(/#.*/, ""), small: player.dataset.small };

  const use = (which) => {
    const [at, playing, speed] = [player.currentTime, !player.paused, player.playbackRate];
    player.src = copies[which] + (at ? "" : new URL(player.src).hash);
    if (at) player.addEventListener("loadedmetadata", () => { player.currentTime = at; player.playbackRate = speed; if (playing) player.play(); }, { once: true });
  };

  if (chosen() === "small") use("small");
  if (!select) return;
  select.value = chosen();
  select.addEventListener("change", () => { localStorage.setItem(KEY, select.value); use(select.value); });
}
