import type { Bar } from "../bars.js";
import { shorten } from "../support/print.js";
import { type Contestant, type ResultLine, ratio } from "../support/result.js";

/** A table in Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Every promise, and whether it is kept. */
export function barTable(bars: readonly Bar[]): string {
  return table(
    ["what", "bound", "measured", "met", "note"],
    bars.map(({ what, bound, at, unit, measured, met, note }) => [
      what,
      `${at === "most" ? "≤" : "≥"} ${plain(bound)} ${unit}`,
      measured === undefined ? "–" : plain(measured),
      met === undefined ? "–" : met ? "yes" : "**no**",
      note,
    ]),
  );
}

const plain = (value: number) => (value >= 1000 ? String(Math.round(value)) : shorten(value));

/** `minimum / median ± spread` */
export function times(line: ResultLine | undefined): string {
  return line === undefined ? "" : `${shorten(line.minimumMs)} / ${shorten(line.medianMs)} ± ${shorten(line.spreadMs)}`;
}

/** A column computed from the lines of a row. */
export type Column = readonly [
  head: string,
  cell: (of: (by: Contestant, threads?: number) => ResultLine | undefined) => string,
];

/** Times as a column, of one contestant. */
export function timeColumn(by: Contestant, head: string = by): Column {
  return [`${head}, ms`, (of) => times(of(by))];
}

/** How many times one contestant takes what another does. */
export function ratioColumn(head: string, one: Contestant, other: Contestant): Column {
  return [head, (of) => shorten(ratio(of(one), of(other)))];
}

/** One row for each work and workload. */
export function compare(lines: readonly ResultLine[], columns: readonly Column[]): string {
  const rows = new Map<string, ResultLine[]>();
  for (const line of lines) {
    const key = `${line.work}\n${line.workload}`;
    rows.set(key, [...(rows.get(key) ?? []), line]);
  }
  return table(
    ["work", "data", ...columns.map(([head]) => head)],
    [...rows.values()].map((group) => {
      const of = (by: Contestant, threads?: number) =>
        group.find((line) => line.by === by && (threads === undefined || line.threads === threads));
      return [group[0].work, group[0].workload, ...columns.map(([, cell]) => cell(of))];
    }),
  );
}
