// The jobs page follows what is going on and takes its lists anew when something ends.

import { qsa, refresh } from "./baro.js";
import { watch } from "./watch.js";

const follow = () => { for (const element of qsa("[data-job]")) watch(element, again); };
async function again() {
  await refresh(["main"]);
  follow();
}
follow();
