import {
  type Align,
  columns,
  type DisplayUnit,
  formatCount,
  formatNumber,
  length,
  UNDEFINED_MARK,
  wrap,
} from "../../../reports/case/text.js";
import type { RowKey } from "../summary-types.js";

export interface TextTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** How many columns stand to the left. Default 1. */
  readonly left?: number;
  /** Columns that may go where the table is too wide, the least important first. */
  readonly dispensable?: readonly string[];
}

const INDENT = "  ";
const MOST_NAMES = 4;

/** Lines no wider than asked for, if dropping columns is enough for that; which were dropped is said. */
export function tableLines({ head, rows, left = 1, dispensable = [] }: TextTable, width: number): string[] {
  const dropped = new Set<number>();
  const draw = () => {
    const kept = head.map((_, i) => i).filter((i) => !dropped.has(i));
    const aligns = kept.map((i): Align => (i < left ? "left" : "right"));
    const shown = [head, ...rows].map((row) => kept.map((i) => row[i] ?? ""));
    return columns(shown, aligns).map((line) => INDENT + line);
  };
  let lines = draw();
  for (const name of dispensable) {
    if (Math.max(...lines.map(length)) <= width) break;
    head.forEach((own, i) => {
      // An interval, whose head is empty, goes with the number before it.
      if (own === name || (own === "" && head[i - 1] === name && dropped.has(i - 1))) dropped.add(i);
    });
    lines = draw();
  }
  const names = [...dropped].map((i) => head[i]).filter((name) => name !== "");
  return names.length === 0 ? lines : [...lines, ...said(`Too wide to show here: ${listed(names)}.`, width)];
}

/** The first few of many names. */
function listed(names: readonly string[]): string {
  const rest = names.length - MOST_NAMES;
  return rest > 1 ? `${names.slice(0, MOST_NAMES).join(", ")} and ${rest} more` : names.join(", ");
}

/** How many rows secondary tables of many models have, so that all of them fit a screen with the leaderboard. */
export function fewer(top: number): number {
  return Math.ceil(top / 2);
}

/** A sentence under a table. */
export function said(text: string, width: number): string[] {
  return wrap(text, width - INDENT.length, INDENT).map((line) => INDENT + line);
}

export function nameOf({ by, model, group }: RowKey): string {
  return [by, model, group].filter((part) => part !== null).join(" · ");
}

export function contestOf({ by, group }: Pick<RowKey, "by" | "group">): string {
  return [by, group].filter((part) => part !== null).join(" · ");
}

export function isSame(a: RowKey, b: RowKey): boolean {
  return a.by === b.by && a.model === b.model && a.group === b.group;
}

export function interval(low: number | null, high: number | null, unit: DisplayUnit = "1"): string {
  return low === null || high === null || Number.isNaN(low + high)
    ? UNDEFINED_MARK
    : `[${formatNumber(low, unit)}, ${formatNumber(high, unit)}]`;
}

/** From the lowest to the highest rank; draws may put an end between two. */
export function rankRange(low: number, high: number): string {
  const [from, to] = [low, high].map((rank) => String(Number(rank.toFixed(1))));
  return from === to ? from : `${from}–${to}`;
}

export function probability(p: number): string {
  return p < 0.0001 ? "< 0.0001" : Number.isNaN(p) ? UNDEFINED_MARK : p.toFixed(4);
}

export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}
