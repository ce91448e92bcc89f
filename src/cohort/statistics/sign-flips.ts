/**
 * Sums of columns whose entries got random signs, many columns at once: eight entries share one look-up in a table of their 256
 * signed sums, which lie row after row, so that a draw over 300 cases and 40 models takes 38 additions of short rows.
 */
import { Random } from "./random.js";

export interface Flips {
  /** `exact`: every assignment of signs once; `random`: `draws` of them. */
  readonly method: "exact" | "random";
  readonly draws: number;
  readonly seed: number;
}

/** 2¹⁶ assignments take less time than ten thousand random ones used to. */
const ALWAYS_EXACT = 16;
const BLOCK = 8;
const PATTERNS = 1 << BLOCK;

/** All assignments where they are few, or no more than would be drawn. */
export function planFlips(entries: number, draws: number, seed: number): Flips {
  if (entries <= ALWAYS_EXACT || 2 ** entries <= draws) return { method: "exact", draws: 2 ** entries, seed };
  return { method: "random", draws, seed };
}

/**
 * Calls `visit` with the signed sums of all columns, once for each assignment. The sums are overwritten by the next ones.
 * @param columns equally long
 */
export function flipSigns(columns: readonly Float64Array[], flips: Flips, visit: (sums: Float64Array) => void): void {
  const entries = columns[0]?.length ?? 0;
  const tables = signedSums(columns, entries);
  const patterns = new Uint8Array(tables.length);
  const random = new Random(flips.seed);
  const sums = new Float64Array(columns.length);
  for (let draw = 0; draw < flips.draws; draw++) {
    if (flips.method === "exact") countTo(draw, patterns);
    else drawPatterns(random, patterns);
    addRows(tables, patterns, sums);
    visit(sums);
  }
}

/** For each block of entries, and each pattern of their signs (bit set: as it is; else negated), the sums of all columns. */
function signedSums(columns: readonly Float64Array[], entries: number): Float64Array[] {
  const width = columns.length;
  return Array.from({ length: Math.ceil(entries / BLOCK) }, (_, block) => {
    const table = new Float64Array(PATTERNS * width);
    const first = block * BLOCK;
    const size = Math.min(BLOCK, entries - first);
    for (let pattern = 0; pattern < PATTERNS; pattern++) {
      for (let k = 0; k < width; k++) {
        let sum = 0;
        for (let i = 0; i < size; i++) sum += (pattern >> i) & 1 ? columns[k][first + i] : -columns[k][first + i];
        table[pattern * width + k] = sum;
      }
    }
    return table;
  });
}

function countTo(draw: number, patterns: Uint8Array): void {
  let rest = draw;
  for (let block = 0; block < patterns.length; block++) {
    patterns[block] = rest % PATTERNS;
    rest = Math.floor(rest / PATTERNS);
  }
}

function drawPatterns(random: Random, patterns: Uint8Array): void {
  for (let block = 0; block < patterns.length; block += 4) {
    const bits = random.next();
    for (let i = 0; i < 4 && block + i < patterns.length; i++) patterns[block + i] = bits >>> (BLOCK * i);
  }
}

function addRows(tables: readonly Float64Array[], patterns: Uint8Array, sums: Float64Array): void {
  const width = sums.length;
  sums.fill(0);
  let block = 0;
  // Four rows at a time: the sums are read and written once for all of them.
  for (; block + 3 < tables.length; block += 4) {
    const [a, b, c, d] = [tables[block], tables[block + 1], tables[block + 2], tables[block + 3]];
    const [atA, atB] = [patterns[block] * width, patterns[block + 1] * width];
    const [atC, atD] = [patterns[block + 2] * width, patterns[block + 3] * width];
    for (let k = 0; k < width; k++) sums[k] += a[atA + k] + b[atB + k] + (c[atC + k] + d[atD + k]);
  }
  for (; block < tables.length; block++) {
    const table = tables[block];
    const row = patterns[block] * width;
    for (let k = 0; k < width; k++) sums[k] += table[row + k];
  }
}
