// One way in for keys and buttons alike: a key presses the button that carries it.

import { busyTyping, keysOn, qs, qsa, shifted } from "../baro.js";

// with Shift: ten frames at once, or at the nearest landmark
const TENFOLD = new Set(["in-earlier", "in-later", "out-earlier", "out-later", "earlier", "later", "in", "out"]);
const PRESSING = new Set([" ", "Enter"]); // what a button, a link or a fold does by itself

/** `acts` maps a name to what it does; it gets the event. */
export function listen(acts) {
  const byKey = new Map();
  for (const button of qsa("[data-act]")) {
    for (const key of JSON.parse(button.dataset.keys)) byKey.set(key, { name: button.dataset.act, typing: button.hasAttribute("data-typing") });
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-act]");
    if (button && !button.disabled) acts[button.dataset.act](event, event.shiftKey && TENFOLD.has(button.dataset.act) ? 10 : 1);
  });
  document.addEventListener("keydown", (event) => {
    const found = byKey.get(written(event)) ?? tenfold(byKey, event);
    if (!found || qs("dialog[open]") || !allowed(event, found)) return;
    const button = qs(`[data-act=${found.name}]`);
    event.preventDefault();
    if (!button.disabled) acts[found.name](event, found.times ?? 1);
  }, { capture: true });
}

/** A key as the buttons write it: `Ctrl+Enter`, `Shift+t`, `k`. */
function written(event) {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return [event.ctrlKey || event.metaKey ? "Ctrl+" : "", event.altKey ? "Alt+" : "", shifted(event) ? "Shift+" : "", key].join("");
}

function tenfold(byKey, event) {
  if (!event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return null;
  const found = byKey.get(event.key.toLowerCase());
  return found && TENFOLD.has(found.name) ? { ...found, times: 10 } : null;
}

/** False while somebody writes (but for keys made for that), on a control's own keys, and with single keys switched off. */
function allowed(event, { typing }) {
  const target = event.target;
  if (event.isComposing) return false;
  const single = !(event.ctrlKey || event.altKey || event.metaKey);
  const writing = target instanceof HTMLElement && target.matches("input:not([type=checkbox], [type=radio]), textarea, select");
  if (writing) return typing && (!single || event.key === "Escape") && (target.matches("[data-field=text]") || event.key === "Escape" || event.key.toLowerCase() === "s");
  if (single && busyTyping(event)) return false;
  if (single && PRESSING.has(event.key) && target.closest?.("button, a, summary, input")) return false;
  return !single || keysOn() || event.key === "Escape";
}
