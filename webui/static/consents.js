// Entering consents: says in one sentence what the choices allow, while they are made.

import { qs, qsa } from "./baro.js";

const form = qs("[data-entry]");
const says = qs("[data-says]");
let asked = 0;
let waiting = null;

async function tell() {
  const mine = ++asked;
  const answer = await fetch(form.dataset.entry, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" } });
  if (!answer.ok || mine !== asked) return; // a newer question is on its way
  says.innerHTML = (await answer.json()).html;
}

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(tell, 200);
}

for (const item of qsa("[data-without-script]")) item.hidden = true;
form.addEventListener("change", soon);
qs("[data-tick-all]")?.addEventListener("click", () => {
  for (const box of qsa("input[name=people]", form)) box.checked = true;
  soon();
});
if (qsa("input[name=people]:checked", form).length) tell();
