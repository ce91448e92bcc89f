import { SCORES } from "../../metrics/table-scores/registry.js";
import type { GroupResult } from "../../results/result-types.js";
import type { Style } from "./style.js";
import { type Align, type Cell, columns, formatNumber, indent, UNDEFINED_MARK, withUnit, wrap } from "./text.js";
import { undefinedReason } from "./undefined-reason.js";

/** The scores of neighbouring fields, a line each. */
export function scoreLines(group: GroupResult, width: number, style: Style): string[] {
  const { scores } = group;
  if (scores === undefined) return [];
  const rows = SCORES.filter(({ key }) => scores[key] !== undefined);
  const cells = rows.map(({ key, name, unit }): (string | Cell)[] => [
    withUnit(name, unit),
    { text: formatNumber(scores[key], unit), mark: style.strong },
    { text: key, mark: style.faint },
  ]);
  const isUndefined = rows.some(({ key }) => Number.isNaN(scores[key]));
  const reason = `${UNDEFINED_MARK} undefined: ${undefinedReason(group, "")}`;
  return [
    style.strong("Scores"),
    ...indent(columns(cells, ["left", "right", "left"] satisfies Align[])),
    ...(isUndefined ? wrap(reason, width - 4, "  ").map(style.faint) : []),
  ];
}
