// The server, asked in JSON. An answer that is no JSON of ours is a failure with its status, or 403 when it is a page (the
// one to sign in on, as a rule); no answer at all has status 0.

const HEADER = "X-Baro-Token";
const token = () => document.querySelector("[data-editor]").dataset.token;

export class Failure extends Error {
  constructor(status, data = null) {
    super(`status ${status}`);
    this.status = status;
    this.data = data;
  }

  /** True when nobody answered: the server or the network is gone. */
  get offline() { return this.status === 0 || this.status >= 500; }
}

export async function get(address) {
  return answered(() => fetch(address, { headers: { Accept: "application/json" } }));
}

export async function send(address, data, { keepalive = false } = {}) {
  const headers = { Accept: "application/json", "Content-Type": "application/json", [HEADER]: token() };
  return answered(() => fetch(address, { method: "POST", headers, body: JSON.stringify(data), keepalive }));
}

async function answered(ask) {
  let answer;
  try { answer = await ask(); } catch { throw new Failure(0); }
  const json = (answer.headers.get("Content-Type") ?? "").includes("json");
  const data = json ? await answer.json().catch(() => null) : null;
  if (!answer.ok || data === null) throw new Failure(answer.ok ? 403 : answer.status, data);
  return data;
}
