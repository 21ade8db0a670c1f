// The paper edit: lines move by their buttons or by dragging, without leaving the page; a render is followed.

import { post, qs, qsa, refresh, say } from "./baro.js";
import { watch } from "./watch.js";

const PARTS = ["#paper", "#check", "#render", "#running"];
let carried = null;

async function save(form, submitter) {
  const line = form.closest(".line")?.id;
  const step = submitter?.dataset.step;
  const found = await post(form, submitter);
  if (!found) return;
  if (new URL(found.next, location.href).pathname !== location.pathname) { location.assign(found.next); return; } // the film is no more
  await refresh(PARTS);
  followRender();
  const again = line && document.getElementById(line);
  if (!again) { qs("#notices button")?.focus(); return; }
  const button = step && (qs(`[data-step="${step}"]:not([disabled])`, again) ?? qs("[data-step]:not([disabled])", again));
  (button ?? qs("summary", again))?.focus();
  again.scrollIntoView({ block: "nearest" });
}

document.addEventListener("submit", (event) => {
  if (!event.target.closest("[data-paper], #notices")) return;
  event.preventDefault();
  save(event.target, event.submitter);
});

const lineAt = (event) => event.target.closest?.(".line");
const clear = () => { for (const line of qsa(".line")) line.classList.remove("before", "after", "carried"); };
const below = (line, event) => event.clientY > line.getBoundingClientRect().top + line.offsetHeight / 2;

document.addEventListener("dragstart", (event) => {
  if (!event.target.closest?.(".grip")) return;
  carried = lineAt(event);
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", carried.id);
  event.dataTransfer.setDragImage(carried, 20, 20);
  carried.classList.add("carried");
});
document.addEventListener("dragover", (event) => {
  const line = lineAt(event);
  if (!carried || !line) return;
  event.preventDefault();
  for (const other of qsa(".line")) other.classList.remove("before", "after");
  if (line !== carried) line.classList.add(below(line, event) ? "after" : "before");
});
document.addEventListener("drop", (event) => {
  const line = lineAt(event);
  if (!carried || !line || line === carried) return;
  event.preventDefault();
  const [from, over] = [Number(carried.dataset.place), Number(line.dataset.place)];
  const to = over + (below(line, event) ? 1 : 0) - (from < over ? 1 : 0);
  const form = qs(`form[action="${carried.dataset.move}"]`, carried);
  const button = document.createElement("button");
  button.name = "to";
  button.value = String(Math.max(1, to));
  form.append(button);
  button.hidden = true;
  if (to !== from) save(form, button);
});
document.addEventListener("dragend", () => { clear(); carried = null; });

function followRender() {
  for (const job of qsa("#render [data-job], #exchange [data-job]")) {
    if (job.dataset.followed) continue;
    job.dataset.followed = "yes";
    watch(job, async () => { await refresh([...PARTS, "#renders", "#exchange"]); say(job.dataset.over); followRender(); });
  }
}
followRender();
