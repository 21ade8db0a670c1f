// Nothing that was typed is lost: each edit goes into the drawer of this browser at once, and to the server within two
// seconds. What is where is always known, and said.

import { changesOf, nothing } from "./changes.js";
import { Failure, send } from "./net.js";

const PAUSE = 900; // after the last keystroke
const PATIENCE = 2000; // after the first one that is not on the server
const RETRIES = [1000, 2000, 4000, 8000, 15_000];

export class Keeper extends EventTarget {
  /** `address` takes drafts, `desk` is the name of this browser, `drawer` may be null when the browser keeps nothing. */
  constructor(store, { address, desk, drawer, person }) {
    super();
    Object.assign(this, { store, address, desk, drawer, person });
    this.serial = 0; // counts edits
    this.onDisk = 0; // the last edit that this browser holds
    this.onServer = 0; // the last edit that the server holds
    this.adopted = [];
    this.failures = 0;
    this.closed = false; // the server said that this track may not be written any more
    this.timers = {};
    this.writing = false;
    this.sending = false;
    this.lastKept = null;
    store.addEventListener("change", (event) => { if (event.detail.before !== store.cues) this.edited(); });
    addEventListener("online", () => this.retry());
    addEventListener("offline", () => this.tell());
    addEventListener("pagehide", () => this.leave());
    addEventListener("beforeunload", (event) => { if (!this.safe) event.preventDefault(); });
  }

  /** Go on counting after a draft that was found. */
  resume(serial) {
    this.serial = Math.max(this.serial, serial);
    [this.onDisk, this.onServer] = [this.serial, this.serial];
    this.tell();
  }

  /** True when everything typed is on a disk: this browser's or the server's. */
  get safe() { return this.quiet || this.onDisk >= this.serial || this.onServer >= this.serial; }

  get changes() { return changesOf(this.store.base.cues, this.store.cues); }

  /** `clean`, `kept` (server has all), `waiting`, `offline`, `closed`, or `unsafe` (nothing has it yet). */
  get state() {
    if (this.closed) return "closed";
    if (this.onServer >= this.serial) return nothing(this.changes) ? "clean" : "kept";
    if (this.failures || !navigator.onLine) return this.onDisk >= this.serial ? "offline" : "unsafe";
    return "waiting";
  }

  draft() {
    return { desk: this.desk, base: this.store.base.number, serial: this.serial, changes: this.changes };
  }

  edited() {
    if (this.quiet) return;
    this.serial += 1;
    this.toDisk();
    clearTimeout(this.timers.pause);
    this.timers.pause = setTimeout(() => this.toServer(), PAUSE);
    this.timers.patience ??= setTimeout(() => this.toServer(), PATIENCE);
    this.tell();
  }

  /** Into the drawer; one write at a time, the newest draft next. */
  async toDisk(flush = false) {
    if (!this.drawer || this.writing) { this.again = true; return; }
    this.writing = true;
    const draft = { ...this.draft(), person: this.person, adopted: this.adopted, at: Date.now() };
    try {
      await this.drawer.put(draft, { flush });
      this.onDisk = Math.max(this.onDisk, draft.serial);
    } catch {
      this.drawer = null; // full or closed: the server alone has to do
    }
    this.writing = false;
    this.tell();
    if (this.again) { this.again = false; if (this.onDisk < this.serial) this.toDisk(); }
  }

  async toServer() {
    clearTimeout(this.timers.pause);
    clearTimeout(this.timers.patience);
    this.timers.patience = null;
    if (this.sending || this.closed || this.quiet || this.onServer >= this.serial) return;
    this.sending = true;
    const draft = this.draft();
    try {
      await send(this.address, draft);
      this.onServer = Math.max(this.onServer, draft.serial);
      this.failures = 0;
      this.lastKept = Date.now();
    } catch (error) {
      this.failed(error);
    }
    this.sending = false;
    this.tell();
    if (!this.failures && this.onServer < this.serial) this.timers.pause = setTimeout(() => this.toServer(), PAUSE);
  }

  failed(error) {
    if (!(error instanceof Failure)) throw error;
    this.failures += 1;
    if (!error.offline && error.status !== 409) { this.closed = true; this.why = error.status; }
    this.toDisk(true); // nobody else has it: ask the disk itself
    if (!this.closed) {
      clearTimeout(this.timers.retry);
      this.timers.retry = setTimeout(() => this.toServer(), RETRIES[Math.min(this.failures, RETRIES.length) - 1]);
    }
  }

  retry() {
    if (this.failures) this.toServer();
    else this.tell();
  }

  /** The page goes: what the server does not have yet is sent without waiting for its answer. */
  leave() {
    if (this.quiet || this.onServer >= this.serial) return;
    send(this.address, this.draft(), { keepalive: true }).catch(() => undefined);
  }

  /** A version was made of all this: the drawer is empty again. */
  async versioned() {
    this.serial += 1;
    [this.onDisk, this.onServer] = [this.serial, this.serial];
    this.adopted = [];
    this.failures = 0;
    await this.drawer?.put({ ...this.draft(), person: this.person, adopted: [], at: Date.now() }).catch(() => undefined);
    this.tell();
  }

  /** Another tab writes now: this one keeps its hands off. */
  hush() { this.quiet = true; this.tell(); }

  tell() { this.dispatchEvent(new Event("state")); }
}
