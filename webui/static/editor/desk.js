// This browser as a place of work: it has a name of its own, one drawer for drafts, and one open page for each track.

export const DATABASE = "baro-editor";
export const DRAWER = "drafts";

/** The random name of this browser. */
export function deskName() {
  try {
    if (!localStorage.getItem("baro-desk")) localStorage.setItem("baro-desk", crypto.randomUUID());
    return localStorage.getItem("baro-desk");
  } catch {
    return crypto.randomUUID(); // storage is closed: this page is a desk of its own
  }
}

/** The drafts of this browser, on its disk. `put` resolves when the browser itself holds the draft, not only this page:
 *  it outlives the page, a crash and a kill. With `flush` it resolves when the disk has it. */
export class Drawer {
  constructor(key) {
    this.key = key;
    this.opening = new Promise((resolve, reject) => {
      const asked = indexedDB.open(DATABASE, 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(DRAWER);
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
      asked.onblocked = () => reject(new Error("blocked"));
    });
    this.opening.catch(() => undefined);
  }

  async get() { return this.run("readonly", (drawer) => drawer.get(this.key)); }

  async put(draft, { flush = false } = {}) {
    return this.run("readwrite", (drawer) => drawer.put(draft, this.key), flush ? "strict" : "relaxed");
  }

  async drop() { return this.run("readwrite", (drawer) => drawer.delete(this.key)); }

  async run(mode, act, durability = "default") {
    const database = await this.opening;
    return new Promise((resolve, reject) => {
      const deal = database.transaction(DRAWER, mode, { durability });
      const asked = act(deal.objectStore(DRAWER));
      deal.oncomplete = () => resolve(asked.result ?? null);
      deal.onerror = deal.onabort = () => reject(deal.error);
      if (mode === "readwrite") deal.commit?.();
    });
  }
}

/** Hold the only chair of this browser at a track. `taken` is called when another tab took it. Resolves to false when
 *  another tab sits there and `force` was not asked. */
export function sit(track, taken, force = false) {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    const options = force ? { steal: true } : { ifAvailable: true };
    navigator.locks.request(`baro-track-${track}`, options, (lock) => {
      resolve(lock !== null);
      return lock === null ? undefined : new Promise(() => undefined); // held until the page goes
    }).catch(() => taken());
  });
}
