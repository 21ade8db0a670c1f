// Waiting for a job: ask how far it is, show it, and say when it is over.

import { qs } from "./baro.js";

const EVERY = 1500;

/** Follow the job of an element with `data-job` until it ends, then call `over`. */
export function watch(element, over) {
  const ask = async () => {
    if (!element.isConnected) return;
    if (document.hidden) { setTimeout(ask, EVERY); return; }
    try {
      const answer = await fetch(element.dataset.job);
      if (!answer.ok) return;
      const job = await answer.json();
      const bar = qs("progress", element);
      const said = qs("[data-said]", element);
      if (bar) bar.value = job.progress;
      if (said && job.message) said.textContent = job.message;
      if (!job.active) { over(); return; }
    } catch { /* the server is being restarted: ask again */ }
    setTimeout(ask, EVERY);
  };
  setTimeout(ask, EVERY);
}
