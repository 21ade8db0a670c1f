// The rules that are broken, counted, beside the list: one of them can be chosen to go through.

import { qs } from "../baro.js";
import { word } from "./words.js";

export class Overview {
  constructor(place, findings) {
    Object.assign(this, { place, findings });
    this.list = qs("[data-rules]", place);
    this.list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-rule]");
      if (!button) return;
      findings.rule = findings.rule === button.dataset.rule ? null : button.dataset.rule;
      findings.dispatchEvent(new Event("findings"));
      if (findings.rule) qs("[data-act=finding]").click();
    });
    qs("[data-hints]", place).addEventListener("change", (event) => {
      findings.hints = event.target.checked;
      findings.dispatchEvent(new Event("findings"));
    });
    findings.addEventListener("findings", () => this.draw());
    this.draw();
  }

  draw() {
    const counts = this.findings.counts();
    const total = counts.reduce((sum, one) => sum + one.count, 0);
    qs("[data-total]", this.place).textContent = word("findings", { count: total });
    qs("[data-total]", this.place).dataset.worst = counts[0]?.severity ?? "";
    if (this.findings.rule && !counts.some((one) => one.rule === this.findings.rule)) this.findings.rule = null;
    this.list.replaceChildren(...counts.map((one) => this.rule(one)));
    qs("[data-late]", this.place).hidden = !this.findings.late;
    const whole = qs("[data-whole]", this.place);
    whole.replaceChildren(...this.findings.whole.filter((one) => this.findings.hints || one.severity !== "info").map((one) => {
      const line = document.createElement("li");
      line.textContent = one.message;
      return line;
    }));
  }

  rule({ rule, title, severity, count }) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = `rule ${severity}`;
    button.dataset.rule = rule;
    button.setAttribute("aria-pressed", String(this.findings.rule === rule));
    const number = document.createElement("b");
    number.textContent = count;
    button.append(number, ` ${title}`);
    item.append(button);
    return item;
  }
}
