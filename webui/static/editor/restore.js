// What was left here, found again: the draft of this browser (its drawer or the server, whichever is later), and the
// drafts of the same person elsewhere, which are offered.

import { nothing } from "./changes.js";

/** `{mine, others}`: the draft to go on with (null: none), and those to offer, the last one first. */
export async function found(drawer, drafts, desk, person) {
  const local = await drawer?.get().catch(() => null) ?? null;
  const here = local && local.person === person ? local : null;
  const there = drafts.find((draft) => draft.desk === desk) ?? null;
  const mine = latest(here, there);
  return {
    mine: mine && nothing(mine.changes) ? null : mine,
    serial: Math.max(here?.serial ?? 0, there?.serial ?? 0),
    ahead: Boolean(here && !nothing(here.changes) && here.serial > (there?.serial ?? 0)),
    others: drafts.filter((draft) => draft.desk !== desk && !nothing(draft.changes)),
  };
}

function latest(here, there) {
  if (!here || !there) return here ?? there;
  return here.serial >= there.serial ? here : there;
}
