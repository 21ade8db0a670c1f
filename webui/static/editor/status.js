// Where the words are right now, in one plain line that screen readers hear when it changes.

import { qs } from "../baro.js";
import { hour, word } from "./words.js";

export function showState(keeper, store) {
  const place = qs("[data-state]");
  const text = qs("span", place);
  const draw = () => {
    const { state } = keeper;
    const fields = { number: store.base.number, hour: keeper.lastKept ? hour(keeper.lastKept) : "" };
    const sentence = word(`state_${state === "kept" && !keeper.lastKept ? "found" : state}`, fields);
    place.dataset.state = state;
    place.dataset.disk = String(keeper.onDisk >= keeper.serial);
    if (text.textContent !== sentence) text.textContent = sentence;
    qs("[data-act=save]").classList.toggle("first", state !== "clean");
  };
  keeper.addEventListener("state", draw);
  store.addEventListener("change", draw);
  draw();
}
