/** Numbers and columns of text. Widths are counted in code points: nothing here is wider than one cell. */

export const UNDEFINED_MARK = "–";

/** A ratio with three decimals, millimetres with two; a mark where there is no number. */
export function formatNumber(value: unknown, unit: "1" | "mm" = "1"): string {
  if (typeof value !== "number" || Number.isNaN(value)) return UNDEFINED_MARK;
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const text = Math.abs(value).toFixed(unit === "1" ? 3 : 2);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** A whole number, its thousands in groups: `12,345`. */
export function formatCount(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A volume as exactly as one can see: two figures below 10, else whole. */
export function formatVolume(value: number): string {
  return value < 10 ? String(Number(value.toPrecision(2))) : formatCount(value);
}

/** A cell of {@link columns}: its text, and how it is marked once it is padded. */
export interface Cell {
  readonly text: string;
  readonly mark?: (text: string) => string;
}

export type Align = "left" | "right";

/** Rows of cells as lines: each column as wide as its widest cell, two spaces between. */
export function columns(
  rows: readonly (readonly (string | Cell)[])[],
  aligns: readonly Align[],
  minimum = 0,
  gap = "  ",
): string[] {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === "string" ? { text: cell } : cell)));
  const widths = aligns.map((_, i) => Math.max(minimum, ...cells.map((row) => length(row[i]?.text ?? ""))));
  return cells.map((row) =>
    row
      .map(({ text, mark }: Cell, i) => {
        const padding = " ".repeat(widths[i] - length(text));
        const marked = text === "" || mark === undefined ? text : mark(text);
        return aligns[i] === "right" ? padding + marked : marked + padding;
      })
      .join(gap)
      .trimEnd(),
  );
}

/** Words in lines of at most `width`; further lines are indented by `indent`. */
export function wrap(text: string, width: number, indent = ""): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && length(line) + 1 + length(word) > width) {
      lines.push(line);
      line = indent + word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

export function length(text: string): number {
  return [...text].length;
}

export function indent(lines: readonly string[], by = "  "): string[] {
  return lines.map((line) => (line === "" ? "" : by + line));
}
