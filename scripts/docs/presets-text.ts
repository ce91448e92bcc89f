import { PRESET_NAMES } from "../../src/options/preset-names.js";
import { PRESET_TEXTS } from "../../src/options/preset-texts.js";
import { presetOf } from "../../src/options/presets.js";

/** The choices of each preset and their source, as Markdown. */
export function presetsText(): string {
  return PRESET_NAMES.map((name) => {
    const { summary, sources } = PRESET_TEXTS[name];
    const { options, byDimensions } = presetOf(name);
    const chosen = Object.entries(options).map(([key, value]) => `\`${key}: ${flow(value)}\``);
    const flat = Object.entries(byDimensions[2])
      .filter(([key, value]) =>
        Object.entries(byDimensions[3]).some(([other, deep]) => other === key && deep !== value),
      )
      .map(([key, value]) => `\`${key}: ${flow(value)}\``);
    return [
      `### \`${name}\``,
      `${summary[0].toUpperCase()}${summary.slice(1)}.`,
      chosen.length > 0 ? `Chooses ${chosen.join(", ")}.` : "",
      flat.length > 0 ? `In 2D also ${flat.join(", ")}.` : "",
      `Sources: ${sources.join("; ")}.`,
    ]
      .filter((line) => line !== "")
      .join("\n\n");
  }).join("\n\n");
}

/** A value as it is written in a line of YAML. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  const pairs = Object.entries(value).map(([key, inner]) => `${key}: ${flow(inner)}`);
  return `{ ${pairs.join(", ")} }`;
}
