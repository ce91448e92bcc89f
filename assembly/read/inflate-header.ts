// Headers of the blocks of deflate (inflate.ts). Not a kernel itself; it exports nothing to TypeScript.
//
// A header is read a few bits at a time; there is one for some ten thousand symbols.

import {
  BITS,
  CODES,
  COUNT,
  DISTANCE_TABLE,
  GOES_ON,
  giveBack,
  INPUT,
  IS_BROKEN,
  IS_LAST,
  LENGTHS,
  LITERAL_TABLE,
  MODE,
  SCRATCH,
  STORED,
  STORED_LEFT,
} from "./inflate-state";
import {
  buildTable,
  CODE_LENGTH_BITS,
  CODE_LENGTHS,
  DISTANCE_BITS,
  DISTANCES,
  LITERAL_BITS,
  LITERALS,
  SPECIAL,
} from "./inflate-tables";

/** A header takes at most 3 + 5 + 5 + 4 + 19 · 3 + 316 · 14 bits. */
export const HEADER_BYTES: usize = 570;

/** Takes up to sixteen bits of the stream. */
function take(state: usize, count: u32): u32 {
  let bits = load<u64>(state, BITS);
  let have = load<u32>(state, COUNT);
  while (have < count) {
    const input = load<u32>(state, INPUT);
    bits |= (<u64>load<u8>(input)) << have;
    have += 8;
    store<u32>(state, input + 1, INPUT);
  }
  store<u64>(state, bits >> count, BITS);
  store<u32>(state, have - count, COUNT);
  return <u32>bits & ((1 << count) - 1);
}

/** Takes the code that comes next of those of a table, none of which has more than eight bits. */
function takeCode(state: usize, table: usize, indexBits: u32): u32 {
  // Looks ahead, and gives back what the code does not have.
  const ahead = take(state, indexBits);
  const entry = load<u32>(table + ((<usize>ahead) << 2));
  const length = entry & 63;
  store<u64>(state, (load<u64>(state, BITS) << (indexBits - length)) | <u64>(ahead >> length), BITS);
  store<u32>(state, load<u32>(state, COUNT) + indexBits - length, COUNT);
  return entry;
}

/** The place of the i-th length of the code for lengths: 16 17 18 0 8 7 9 6 10 5 11 4 12 3 13 2 14 1 15. */
function placeOfLength(i: u32): usize {
  if (i < 3) return 16 + i;
  if (i == 3) return 0;
  const step = (i - 4) >> 1;
  return i & 1 ? 7 - step : 8 + step;
}

function fill(at: usize, byte: u8, count: u32): usize {
  for (let i: u32 = 0; i < count; i++) store<u8>(at + i, byte);
  return at + count;
}

function buildCodes(state: usize, literals: u32, distances: u32): bool {
  const lengths = state + LENGTHS;
  const scratch = state + SCRATCH;
  return (
    buildTable(lengths, literals, state + LITERAL_TABLE, LITERAL_BITS, LITERALS, scratch) &&
    buildTable(lengths + literals, distances, state + DISTANCE_TABLE, DISTANCE_BITS, DISTANCES, scratch)
  );
}

/** The codes of blocks that define none. */
function buildFixedCodes(state: usize): void {
  let at = fill(state + LENGTHS, 8, 144);
  at = fill(at, 9, 112);
  at = fill(at, 7, 24);
  at = fill(at, 8, 8);
  fill(at, 5, 32);
  buildCodes(state, 288, 32);
}

function readCodes(state: usize): bool {
  const literals = take(state, 5) + 257;
  const distances = take(state, 5) + 1;
  const listed = take(state, 4) + 4;
  if (literals > 286 || distances > 30) return false;
  const lengths = state + LENGTHS;
  fill(lengths, 0, 19);
  for (let i: u32 = 0; i < listed; i++) store<u8>(lengths + placeOfLength(i), <u8>take(state, 3));
  const table = state + LITERAL_TABLE;
  if (!buildTable(lengths, 19, table, CODE_LENGTH_BITS, CODE_LENGTHS, state + SCRATCH)) return false;
  let at = lengths;
  const end = lengths + literals + distances;
  while (at < end) {
    const entry = takeCode(state, table, CODE_LENGTH_BITS);
    if (entry == SPECIAL) return false;
    const symbol = entry >> 16;
    if (symbol < 16) {
      at = fill(at, <u8>symbol, 1);
      continue;
    }
    let byte: u8 = 0;
    let count: u32 = 0;
    if (symbol == 16) {
      if (at == lengths) return false;
      byte = load<u8>(at - 1);
      count = take(state, 2) + 3;
    } else {
      count = symbol == 17 ? take(state, 3) + 3 : take(state, 7) + 11;
    }
    if (at + count > end) return false;
    at = fill(at, byte, count);
  }
  // Without a code for the end there would be none.
  return load<u8>(lengths + 256) != 0 && buildCodes(state, literals, distances);
}

/** Reads the header of a block, with the codes that it brings along. */
export function readHeader(state: usize): i32 {
  store<u32>(state, take(state, 1), IS_LAST);
  const type = take(state, 2);
  let mode = CODES;
  if (type == 0) {
    giveBack(state, 0, load<u32>(state, COUNT) & ~7, load<u32>(state, INPUT));
    const length = take(state, 16);
    if ((length ^ take(state, 16)) != 0xffff) return IS_BROKEN;
    store<u32>(state, length, STORED_LEFT);
    mode = STORED;
  } else if (type == 1) {
    buildFixedCodes(state);
  } else if (type == 3 || !readCodes(state)) {
    return IS_BROKEN;
  }
  store<u32>(state, mode, MODE);
  return GOES_ON;
}
