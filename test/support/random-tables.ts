import fc from "fast-check";
import type { PlainTable } from "../oracle/plain-table.js";
import { splitmix64 } from "./random.js";
import type { Pair } from "./tables.js";

/**
 * Tables of up to `most` instances a side that disjoint masks could have, of so few voxels that overlaps, scores and the
 * scores of unions often tie.
 */
export function arbitraryTable(most: number): fc.Arbitrary<PlainTable> {
  const count = fc.integer({ min: 1, max: most });
  return fc
    .record({
      rows: count,
      columns: count,
      density: fc.constantFrom(0.2, 0.4, 0.8),
      outside: fc.constantFrom(0, 3, 8),
      seed: fc.integer({ min: 0, max: 2 ** 31 }),
    })
    .map(({ rows, columns, density, outside, seed }) => {
      const random = splitmix64(seed);
      const below = (limit: number) => Math.floor(random() * limit);
      const overlaps: Pair[] = [];
      for (let g = 0; g < rows; g++) {
        for (let p = 0; p < columns; p++) if (random() < density) overlaps.push([g, p, 1 + below(5)]);
      }
      const sizeOf = (side: 0 | 1, instance: number) => {
        const shared = overlaps.reduce((sum, pair) => (pair[side] === instance ? sum + pair[2] : sum), 0);
        return Math.max(1, shared + below(outside + 1));
      };
      return {
        references: Array.from({ length: rows }, (_, g) => sizeOf(0, g)),
        predictions: Array.from({ length: columns }, (_, p) => sizeOf(1, p)),
        overlaps,
      };
    });
}
