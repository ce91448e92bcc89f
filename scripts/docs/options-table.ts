import { PRESET_NAMES, presetOf } from "../../src/options/presets.js";
import { OPTIONS, type OptionKind } from "../../src/options/registry.js";

/** All options as a Markdown table. */
export function optionsTable(): string {
  const rows = OPTIONS.map(
    ({ key, kind, default: usual, description }) =>
      `| \`${key}\` | ${valuesOf(kind)} | ${defaultOf(kind, usual)} | ${cell(description)} |`,
  );
  return ["| option | values | default | meaning |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

/** What each preset chooses and where that is written down, as Markdown. */
export function presetsText(): string {
  return PRESET_NAMES.map((name) => {
    const { summary, sources, options, byDimensions } = presetOf(name);
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

function valuesOf(kind: OptionKind): string {
  switch (kind.type) {
    case "choice":
      return kind.choices.map((choice) => `\`${choice}\``).join(", ");
    case "number": {
      const what = kind.integer ? "whole number" : "number";
      return Number.isFinite(kind.maximum)
        ? `${what}, ${kind.minimum} to ${kind.maximum}`
        : `${what} from ${kind.minimum} on`;
    }
    case "word-or-number":
      return `\`${kind.word}\`, or a number above ${kind.minimum} up to ${kind.maximum}`;
    case "numbers":
      return `list of rising numbers from ${kind.minimum} on`;
    case "flag":
      return "`true`, `false`";
    case "list":
      return `list of ${kind.choices.map((choice) => `\`${choice}\``).join(", ")}`;
    case "structure":
      return "see below";
  }
}

function defaultOf(kind: OptionKind, usual: unknown): string {
  if (usual === undefined) return "";
  if (kind.type === "list" && Array.isArray(usual) && usual.length === kind.choices.length) return "all";
  return `\`${flow(usual)}\``;
}

/** A value as it is written in a line of YAML. */
function flow(value: unknown): string {
  return Array.isArray(value) ? `[${value.join(", ")}]` : String(value);
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
