import type { ArrayVolume } from "../../src/io/array-source.js";

/**
 * A flat volume drawn as text: a line for each row, a digit or letter for each label (`.` is background, `a` is 10).
 */
export function drawn(...rows: readonly string[]): ArrayVolume {
  const labels = rows.flatMap((row) => [...row].map((sign) => (sign === "." ? 0 : Number.parseInt(sign, 36))));
  return { data: Uint16Array.from(labels), shape: [rows[0].length, rows.length] };
}

/** The same in 3D, one slice thick. */
export function drawnDeep(...rows: readonly string[]): ArrayVolume {
  const flat = drawn(...rows);
  return { ...flat, shape: [...flat.shape, 1] };
}
