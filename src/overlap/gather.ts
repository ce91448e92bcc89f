import type { Indexes } from "./overlap-table.js";

/** Copies the records of `width` numbers of some rows, one after the other. */
export function gather<T extends Float64Array | Uint32Array>(into: T, from: T, rows: Indexes, width: number): T {
  let at = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    for (let column = 0; column < width; column++) into[at++] = from[width * row + column];
  }
  return into;
}
