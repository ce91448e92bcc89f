/** Numbers and columns of text. Widths are counted in code points: nothing here is wider than one cell. */

export const UNDEFINED_MARK = "–";

/** Units of the numbers that tables show. */
export type DisplayUnit = "1" | "mm" | "mm³" | "bits" | "voxels" | "instances";

/** Ratios and bits with three decimals, whole counts with none, all others with two; a mark where there is no number. */
export function formatNumber(value: unknown, unit: DisplayUnit = "1"): string {
  if (typeof value !== "number" || Number.isNaN(value)) return UNDEFINED_MARK;
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const isCount = (unit === "voxels" || unit === "instances") && Number.isInteger(value);
  const text = isCount
    ? formatCount(Math.abs(value))
    : Math.abs(value).toFixed(unit === "1" || unit === "bits" ? 3 : 2);
  if (unit === "mm³" && value !== 0 && Math.abs(value) < 0.1) return String(Number(value.toPrecision(3)));
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

/** A name with the unit of its numbers, where they have one. */
export function withUnit(name: string, unit: DisplayUnit): string {
  return unit === "1" ? name : `${name} (${unit})`;
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
