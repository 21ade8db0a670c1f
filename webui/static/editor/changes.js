// What somebody changed against a version, small enough to be kept at every keystroke, and put back on it.

const FIELDS = ["start", "end", "text", "speaker", "name", "settings"];
const same = (one, other) => one === other || FIELDS.every((field) => (one[field] ?? "") === (other[field] ?? ""));

/** `{changed, removed, order}` between the cues of a version and those of now; `order` only when it is not the usual one. */
export function changesOf(base, cues) {
  const was = new Map(base.map((cue) => [cue.id, cue]));
  const now = new Set(cues.map((cue) => cue.id));
  const changed = cues.filter((cue) => !was.has(cue.id) || !same(was.get(cue.id), cue));
  const removed = base.filter((cue) => !now.has(cue.id)).map((cue) => cue.id);
  const usual = usualOrder(base, removed, changed);
  const order = cues.map((cue) => cue.id);
  return { changed, removed, order: order.every((id, place) => id === usual[place]) ? [] : order };
}

/** True when nothing differs. */
export const nothing = ({ changed, removed, order }) => !changed.length && !removed.length && !order.length;

/** How many cues differ. */
export const count = ({ changed, removed }) => changed.length + removed.length;

/** The cues of a version with changes on them. New cues have ids from `following` on; others that the version does not
 *  show are closed today and stay away: their number is `closed`. */
export function withChanges(base, { changed, removed, order }, following) {
  const shown = new Set(base.map((cue) => cue.id));
  const mine = changed.filter((cue) => shown.has(cue.id) || cue.id >= following);
  const cues = new Map(base.map((cue) => [cue.id, cue]));
  for (const cue of mine) cues.set(cue.id, shown.has(cue.id) && same(cues.get(cue.id), cue) ? cues.get(cue.id) : cue);
  for (const id of removed) cues.delete(id);
  const ids = order.length ? order : usualOrder(base, removed, mine);
  const found = ids.filter((id) => cues.has(id)).map((id) => cues.get(id));
  const placed = new Set(ids);
  for (const cue of cues.values()) if (!placed.has(cue.id)) found.push(cue);
  return { cues: found, closed: changed.length - mine.length };
}

function usualOrder(base, removed, changed) {
  const shown = new Set(base.map((cue) => cue.id));
  const gone = new Set(removed);
  return [...base.filter((cue) => !gone.has(cue.id)).map((cue) => cue.id), ...changed.filter((cue) => !shown.has(cue.id)).map((cue) => cue.id)];
}
