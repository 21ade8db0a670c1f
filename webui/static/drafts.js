// What the subtitle editor left in this browser, looked through with each page: passages that were closed since go, and what
// the server has need not stay. What only this browser has stays, also for somebody who signs out.

import { DATABASE, DRAWER } from "./editor/desk.js";

const ADDRESS = "/brouillons/revoir";
const PATIENCE = 1500;
const token = () => document.querySelector("input[name=token]")?.value ?? "";
const waited = (asked) => new Promise((resolve, reject) => {
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});

/** The drawers of this browser; null when nobody ever corrected subtitles in it. */
async function opened() {
  const known = await indexedDB.databases?.();
  if (known && !known.some((one) => one.name === DATABASE)) return null;
  const asked = indexedDB.open(DATABASE);
  asked.onupgradeneeded = () => asked.transaction.abort(); // it was not there
  return waited(asked).catch(() => null);
}

/** Ask about every draft but those of the track `but`, and do what the answer says. */
async function review(but) {
  const database = await opened();
  if (!database) return;
  try {
    const reading = database.transaction(DRAWER).objectStore(DRAWER);
    const [keys, drafts] = await Promise.all([waited(reading.getAllKeys()), waited(reading.getAll())]);
    const held = keys.map((key, n) => ({ key, draft: drafts[n], track: key.split(":")[0] })).filter((one) => one.track !== but);
    const answers = held.length ? await ask(held) : null;
    if (!answers) return;
    const drawer = database.transaction(DRAWER, "readwrite").objectStore(DRAWER);
    await Promise.all(held.slice(0, answers.length).map(async ({ key, draft }, n) => {
      const now = await waited(drawer.get(key));
      if (now?.serial !== draft.serial) return; // somebody went on writing meanwhile
      await waited(answers[n] ? drawer.put({ ...now, ...answers[n] }, key) : drawer.delete(key));
    }));
  } finally {
    database.close();
  }
}

async function ask(held) {
  const body = JSON.stringify({ drafts: held.map(({ draft, track }) => ({ ...draft, track })) });
  const headers = { Accept: "application/json", "Content-Type": "application/json", "X-Baro-Token": token() };
  const answer = await fetch(ADDRESS, { method: "POST", headers, body }).catch(() => null);
  return answer?.ok ? (await answer.json()).drafts : null;
}

document.addEventListener("submit", async (event) => {
  if (!event.target.matches("[data-sign-out]")) return;
  event.preventDefault();
  await Promise.race([review(null).catch(() => null), new Promise((resolve) => { setTimeout(resolve, PATIENCE); })]);
  event.target.submit();
});
if ("indexedDB" in globalThis) review(document.querySelector("[data-editor]")?.dataset.track ?? null).catch(() => null);
