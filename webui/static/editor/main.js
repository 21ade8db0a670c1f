// The subtitle editor: puts its parts together and says what each key and button does.

import { qs, say } from "../baro.js";
import { quality } from "../quality.js";
import { scrubbing } from "../scrub.js";
import { Wave } from "../wave.js";
import { actions } from "./actions.js";
import { count, nothing, withChanges } from "./changes.js";
import { deskName, Drawer, sit } from "./desk.js";
import { Drag } from "./drag.js";
import { Findings } from "./findings.js";
import { Rate } from "./frames.js";
import { Keeper } from "./keep.js";
import { listen } from "./keys.js";
import { List } from "./list.js";
import { get, send } from "./net.js";
import { Overview } from "./overview.js";
import { Panel } from "./panel.js";
import { watch } from "./people.js";
import { Player } from "./player.js";
import { Preview } from "./preview.js";
import { Replace } from "./replace.js";
import { found } from "./restore.js";
import { showState } from "./status.js";
import { Source } from "./source.js";
import { Store } from "./store.js";
import { Timeline } from "./timeline.js";
import { Versions } from "./versions.js";
import { hour, word } from "./words.js";

const root = qs("[data-editor]");
const { track, person, moment } = root.dataset;
const address = (name) => `/pistes/${track}/${name}`;
const desk = deskName();
const drawer = "indexedDB" in globalThis ? new Drawer(`${track}:${person}`) : null;

async function state(base) {
  const query = new URLSearchParams({ desk, profile: localStorage.getItem("baro-profile") ?? "", ...(base ? { base } : {}) });
  return get(`${address("etat.json")}?${query}`);
}

/** The cues to begin with: the newest version, or the draft that was left on the version it was made of. */
async function begin(store, keeper) {
  let now = await state();
  const left = await found(drawer, now.drafts, desk, person);
  if (left.mine && left.mine.base !== now.base) now = { ...await state(left.mine.base), drafts: now.drafts };
  const { cues, closed } = left.mine ? withChanges(now.cues, left.mine.changes, now.following) : { cues: now.cues, closed: 0 };
  store.open({ number: now.base, cues: now.cues }, cues, now.following);
  keeper.resume(left.serial);
  keeper.adopted = left.mine?.adopted ?? [];
  if (left.mine) tellFound(left.mine, closed + (left.mine.closed ?? 0));
  if (closed) keeper.toDisk(); // what was closed since does not stay in this browser
  if (left.ahead) { keeper.onServer = keeper.serial - 1; keeper.toServer(); }
  offer(left.others, store, keeper, now);
  return now;
}

function tellFound(draft, closed) {
  const at = draft.at ? hour(draft.at) : "";
  const told = word("found", { count: count(draft.changes), hour: at });
  say(closed ? `${told} ${word("found_closed", { count: closed })}` : told);
}

/** A draft of the same person from another browser can be taken up. */
function offer(others, store, keeper, now) {
  const place = qs("[data-offer]");
  const [other] = others;
  place.hidden = !other || !nothing(keeper.changes);
  if (place.hidden) return;
  qs("span", place).textContent = word("offer", { count: count(other.changes), hour: hour(other.at) });
  qs("[data-take]", place).addEventListener("click", async () => {
    const base = other.base === now.base ? now : await state(other.base);
    store.base = { number: base.base, cues: base.cues };
    store.edit(withChanges(base.cues, other.changes, base.following).cues);
    keeper.adopted = [other.desk];
    place.hidden = true;
  }, { once: true });
  qs("[data-refuse]", place).addEventListener("click", async () => {
    place.hidden = true;
    await send(address("brouillon/oublier"), { desk: other.desk });
  }, { once: true });
}

/** Only one tab of a browser writes in a track; another one can take over. */
async function takeSeat(keeper) {
  const lost = () => { keeper.hush(); root.inert = true; qs("[data-elsewhere]").hidden = false; };
  if (await sit(track, lost)) return;
  lost();
  qs("[data-here]").addEventListener("click", async () => {
    await sit(track, () => undefined, true);
    location.reload();
  });
}

function chooseProfile(findings, limits, redraw) {
  const field = qs("[data-profile]");
  field.value = localStorage.getItem("baro-profile") ?? field.value;
  findings.profile = field.value;
  field.addEventListener("change", async () => {
    localStorage.setItem("baro-profile", field.value);
    findings.profile = field.value;
    Object.assign(limits, (await state()).limits);
    await findings.all();
    redraw();
  });
}

async function open() {
  const store = new Store();
  const keeper = new Keeper(store, { address: address("brouillon"), desk, drawer, person });
  await takeSeat(keeper);
  const now = await begin(store, keeper);
  const rate = new Rate(now.rate);
  const { limits } = now;
  const player = new Player(qs("[data-player]"), Number(root.dataset.duration), rate);
  const source = new Source(now.source);
  const findings = new Findings(store, { address: address("remarques"), profile: qs("[data-profile]").value });
  const overview = qs("[data-wave]");
  const wave = overview ? new Wave(overview, player.duration) : null;
  if (wave) scrubbing(player.duration)?.follow(overview, (event) => wave.at(event));
  quality(player.media);
  const timeline = new Timeline(qs("[data-timeline]"), { store, player, wave, land: now, findings, limits, rate });
  new Drag(timeline, { begin: (id) => store.choose(id, "time") });
  const choose = (id) => { store.choose(id, "list"); player.seek(store.cue.start); };
  const list = new List(qs("[data-list]"), { store, findings, source, limits, chosen: choose });
  const acts = actions({ store, keeper, player, findings, timeline, rate, limits, address });
  const panel = new Panel(qs("[data-panel]"), { store, findings, source, limits, player, fix: acts.apply, waive: acts.keep, again: acts.again });
  new Overview(qs("[data-overview]"), findings);
  const replace = new Replace(qs("#remplacer"), store);
  const tell = watch({ address: address("presence"), desk, store });
  const versions = new Versions(store, keeper, { address: address("versions"), after: (more) => after(store, tell, more) });
  listen({ ...acts.byName, replace: () => replace.open(), save: () => versions.ask() });
  chooseProfile(findings, limits, () => { for (const row of list.rows.values()) row.cue = null; list.draw(); panel.draw(); timeline.draw(); });
  showState(keeper, store);
  giveUp(store);
  follow({ store, player, timeline, wave, overview, findings });
  qs("[data-plain]").remove();
  root.hidden = false;
  qs(".bar").prepend(qs(".editor-head"));
  if (matchMedia("(min-width: 62.01rem)").matches) scrollTo(0, root.getBoundingClientRect().top + scrollY); // all of it in view
  root.dataset.ready = "";
  player.seek(Number(moment));
  const first = store.cues.find((cue) => Number(moment) < cue.end) ?? store.cues[0];
  if (first) store.choose(first.id);
  timeline.follow(player.now);
  await findings.all();
  root.dataset.asked = "";
}

/** After a version, or before one that settles a disagreement: go on from what the archive has now. */
async function after(store, tell, { rebase, cues, following } = {}) {
  if (rebase) {
    const base = await state(rebase);
    store.rebased({ number: base.base, cues: base.cues }, cues, following, true);
  }
  tell();
}

function giveUp(store) {
  qs("[data-give-up]").addEventListener("click", () => {
    store.edit(store.base.cues);
    qs("#enregistrer").close();
    say(word("given_up", { number: store.base.number }));
  });
}

function follow({ store, player, timeline, wave, overview, findings }) {
  const preview = new Preview(qs("[data-preview]"));
  const clock = qs("[data-now]");
  const draw = () => {
    const ms = player.now;
    const shown = store.cues.filter((cue) => cue.start <= ms && ms < cue.end);
    preview.show(shown.find((cue) => cue.id === store.chosen) ?? shown[0] ?? null);
    clock.textContent = `${hms(ms)}.${String(ms % 1000).padStart(3, "0")}`;
    wave?.show(ms, [timeline.from, timeline.from + timeline.length]);
    if (player.playing && shown.length && !document.activeElement?.matches("[data-field]")) store.choose(shown[0].id, "time");
    timeline.follow(ms);
  };
  player.addEventListener("time", draw);
  player.addEventListener("state", () => { qs("[data-act=play]").setAttribute("aria-pressed", String(player.playing)); });
  store.addEventListener("change", draw);
  store.addEventListener("choose", () => timeline.draw());
  findings.addEventListener("findings", () => timeline.draw());
  overview?.addEventListener("pointerdown", (event) => player.seek(wave.at(event)));
  player.media?.addEventListener("click", () => player.toggle());
  draw();
}

const hms = (ms) => new Date(ms).toISOString().slice(11, 19);

open().catch((error) => {
  root.hidden = true;
  say(word("not_opened"));
  throw error;
});
