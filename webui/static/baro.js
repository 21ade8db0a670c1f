// Comfort for every page: menus that close, tables of keys, dialogs, quiet posts, notices. Pages work without it.

export const qs = (selector, root = document) => root.querySelector(selector);
export const qsa = (selector, root = document) => [...root.querySelectorAll(selector)];

/** True when the person is writing, or holds Ctrl, Alt or Meta: single keys then mean themselves. */
export function busyTyping(event) {
  const target = event.target;
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return true;
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio]), textarea, select"));
}

/** True when Shift is held for itself, and not because the keyboard writes a sign with it (as a French one the full stop). */
export function shifted(event) {
  return event.shiftKey && (event.key.length > 1 || /\p{L}/u.test(event.key));
}

/** True unless the person switched single-key shortcuts off (in the help of the page). */
export function keysOn() {
  return localStorage.getItem("baro-keys") !== "off";
}

/** Show HTML notices sent by the server in the live region. */
export function showNotices(html) {
  const place = qs("#notices");
  if (!place || !html) return;
  place.innerHTML = html;
}

/** Say one plain sentence in the live region, in place of what was said before. */
export function say(sentence) {
  const notice = document.createElement("div");
  notice.className = "notice";
  notice.textContent = sentence;
  qs("#notices")?.replaceChildren(notice);
}

/** Post a form as it is and give the JSON answer; notices are shown. Resolves to null when the server said no. */
export async function post(form, submitter) {
  const data = new FormData(form, submitter ?? undefined);
  const action = submitter?.formAction && submitter.hasAttribute("formaction") ? submitter.formAction : form.action;
  const answer = await fetch(action, { method: "POST", body: form.enctype === "multipart/form-data" ? data : new URLSearchParams(data), headers: { Accept: "application/json" } });
  if (!(answer.headers.get("Content-Type") ?? "").includes("json")) { location.reload(); return null; }
  const found = await answer.json();
  showNotices(found.notices);
  return answer.ok ? found : null;
}

/** Take these parts of the page anew from the server, unless `wanted` says no once the answer is there. */
export async function refresh(selectors, wanted = () => true) {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!wanted()) return;
  for (const selector of selectors) {
    const [old, now] = [qs(selector), qs(selector, fresh)];
    if (old && now) old.replaceWith(document.adoptNode(now));
  }
  wake();
}

/** Show what only works with a script. */
function wake() {
  for (const item of qsa("[data-with-script]")) item.hidden = false;
}

/** `M:SS` or `H:MM:SS`. */
export function clock(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (n) => String(n).padStart(2, "0");
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** `HH:MM:SS.mmm`, as forms want it. */
export function timecode(ms) {
  const whole = Math.max(0, Math.round(ms));
  const two = (n) => String(n).padStart(2, "0");
  return `${two(Math.floor(whole / 3_600_000))}:${two(Math.floor(whole / 60_000) % 60)}:${two(Math.floor(whole / 1000) % 60)}.${String(whole % 1000).padStart(3, "0")}`;
}

/** Milliseconds of `HH:MM:SS.mmm` or `MM:SS`; null for anything else. */
export function ofTimecode(text) {
  const found = /^(?:(\d{1,3}):)?([0-5]?\d):([0-5]?\d)(?:[.,](\d{1,3}))?$/.exec(text.trim());
  if (!found) return null;
  const [, h = "0", m, s, f = "0"] = found;
  return ((Number(h) * 60 + Number(m)) * 60 + Number(s)) * 1000 + Number(f.padEnd(3, "0"));
}

document.addEventListener("click", (event) => {
  for (const open of qsa("details[data-close-outside][open]")) if (!open.contains(event.target)) open.open = false;
  const opener = event.target.closest?.("[data-dialog]");
  if (opener) { event.preventDefault(); qs(`#${opener.dataset.dialog}`)?.showModal(); }
  if (event.target.closest?.("[data-close]")) event.target.closest("dialog")?.close();
  if (event.target instanceof HTMLDialogElement) event.target.close();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const open of qsa("details[data-close-outside][open]")) { open.open = false; qs("summary", open)?.focus(); }
  if (busyTyping(event) || !keysOn() || qs("dialog[open]")) return;
  if (event.key === "?" && qs("#aide-touches")) { event.preventDefault(); qs("#aide-touches").showModal(); }
  if (event.key === "/") {
    const field = qs("[data-search]");
    if (field) { event.preventDefault(); field.focus(); field.select(); }
  }
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-keys-switch]")) localStorage.setItem("baro-keys", event.target.checked ? "on" : "off");
  const { largest, tooLarge } = event.target.dataset; // the server cuts off what is larger before it can say so
  if (largest) event.target.setCustomValidity(event.target.files[0]?.size > Number(largest) ? tooLarge : "");
  if (event.target.matches("[data-autosubmit]")) event.target.form?.requestSubmit();
});
const wide = matchMedia("(min-width: 60.01rem)");
const openWhenWide = () => { for (const fold of qsa("[data-open-when-wide]")) if (wide.matches) fold.open = true; };
wide.addEventListener("change", openWhenWide);
openWhenWide();
for (const box of qsa("[data-keys-switch]")) box.checked = keysOn();
wake();
