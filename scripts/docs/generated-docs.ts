import { configSchema } from "./config-schema.js";
import { optionsTable, presetsText } from "./options-table.js";

/** The files of docs/ that derive from the registries, each with how it is made from what it was. */
export const generatedDocs: Readonly<Record<string, (current: () => string) => string>> = {
  "docs/config.schema.json": () => `${JSON.stringify(configSchema(), null, 2)}\n`,
  "docs/configuration.md": (current) =>
    between(between(current(), "options", optionsTable()), "presets", presetsText()),
};

/** The text with what stands between two markers replaced. */
function between(text: string, name: string, content: string): string {
  const [begin, end] = [text.indexOf(`<!-- ${name}: begin`), text.indexOf(`<!-- ${name}: end -->`)];
  if (begin === -1 || end < begin) throw new Error(`The markers of ${name} are missing.`);
  const start = text.indexOf("-->", begin) + 3;
  return `${text.slice(0, start)}\n${content}\n${text.slice(end)}`;
}
