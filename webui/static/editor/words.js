// The sentences of this page: they stand in the page itself, in the language of the person.

const kept = JSON.parse(document.querySelector("[data-editor]").dataset.words);
const spoken = document.documentElement.lang;
const plural = new Intl.PluralRules(spoken);

/** The sentence called `name` with its fields filled in; of `[one, many]` the form that `count` asks for. */
export function word(name, fields = {}) {
  const found = kept[name];
  const text = Array.isArray(found) ? found[plural.select(fields.count) === "one" ? 0 : 1] : found;
  return text.replace(/\{(\w+)\}/g, (_all, field) => fields[field] ?? "");
}

/** A number as people here write it. */
export function decimal(value, digits = 1) {
  return value.toLocaleString(spoken, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** The time of day of a moment. */
export function hour(moment) {
  return new Date(moment).toLocaleTimeString(spoken, { hour: "2-digit", minute: "2-digit" });
}
