// Tables that decode Huffman codes of deflate (RFC 1951). Not a kernel itself; it exports nothing to TypeScript.
//
// Idea: the next bits of the stream are an index into a table whose entry says what they begin with and how many of them to take,
// the extra bits of lengths and distances included. Codes longer than the index go on in a second table behind the first.
//
//   entry    | base or literal: 16 bits | END SUBTABLE | bits of the code: 4 | SPECIAL LITERAL | bits of the code and extra ones: 6 |
//            a pointer to a second table: | where it begins | SUBTABLE | bits of its index: 4 | SPECIAL | |

/** The purpose of a code. */
export const CODE_LENGTHS: u32 = 0;
export const LITERALS: u32 = 1;
export const DISTANCES: u32 = 2;

/** Bits of a table's index. */
export const CODE_LENGTH_BITS: u32 = 7;
export const LITERAL_BITS: u32 = 10;
export const DISTANCE_BITS: u32 = 8;

// Entries that a table and all its second tables take at most (zlib's examples/enough.c: 286 and 30 symbols of up to 15 bits).
export const LITERAL_ENTRIES: usize = 1334;
export const DISTANCE_ENTRIES: usize = 402;

/** Flags of an entry. An entry that is SPECIAL and neither END nor SUBTABLE stands for no symbol. */
export const LITERAL: u32 = 1 << 6;
export const SPECIAL: u32 = 1 << 7;
export const END: u32 = 1 << 12;
export const SUBTABLE: u32 = 1 << 13;

const LONGEST: u32 = 15;
const SYMBOLS: usize = 288;

/** Scratch: u32[16] counts, u32[16] offsets, u16[288] symbols by length. */
export const TABLE_SCRATCH_BYTES: usize = 128 + 2 * SYMBOLS;

/** The entry of a symbol whose code has `length` bits. */
function entryOf(kind: u32, symbol: u32, length: u32): u32 {
  const code = (length << 8) | length;
  if (kind == CODE_LENGTHS) return (symbol << 16) | code;
  let base = symbol;
  let extra: u32 = 0;
  if (kind == LITERALS) {
    if (symbol < 256) return (symbol << 16) | LITERAL | code;
    if (symbol == 256) return SPECIAL | END | code;
    if (symbol > 285) return SPECIAL;
    base = symbol - 257;
    if (base >= 8) {
      extra = (base >> 2) - 1;
      base = (4 + (base & 3)) << extra;
    }
    base += 3;
    if (symbol == 285) {
      extra = 0;
      base = 258;
    }
  } else {
    if (symbol > 29) return SPECIAL;
    if (base >= 4) {
      extra = (base >> 1) - 1;
      base = (2 + (base & 1)) << extra;
    }
    base++;
  }
  return (base << 16) | (code + extra);
}

/**
 * Fills `table` for the codes of `symbols` symbols, whose lengths are bytes; a length of 0 is no code. False if these are no
 * code: too many, or too few but for one of a single bit.
 */
export function buildTable(
  lengths: usize,
  symbols: u32,
  table: usize,
  indexBits: u32,
  kind: u32,
  scratch: usize,
): bool {
  const counts = scratch;
  const offsets = scratch + 64;
  const sorted = scratch + 128;
  for (let i: usize = 0; i < 64; i += 8) store<u64>(counts + i, 0);
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const count = counts + ((<usize>load<u8>(lengths + symbol)) << 2);
    store<u32>(count, load<u32>(count) + 1);
  }
  let left = 1;
  let longest: u32 = 0;
  let codes: u32 = 0;
  for (let length: u32 = 1; length <= LONGEST; length++) {
    const count = load<u32>(counts + (length << 2));
    store<u32>(offsets + (length << 2), codes);
    codes += count;
    left = (left << 1) - <i32>count;
    if (left < 0) return false;
    if (count != 0) longest = length;
  }
  if (left > 0 && (kind == CODE_LENGTHS || longest > 1)) return false;
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const length = <usize>load<u8>(lengths + symbol);
    if (length == 0) continue;
    const offset = load<u32>(offsets + (length << 2));
    store<u32>(offsets + (length << 2), offset + 1);
    store<u16>(sorted + ((<usize>offset) << 1), <u16>symbol);
  }

  const entries: u32 = 1 << indexBits;
  for (let i: u32 = 0; i < entries; i++) store<u32>(table + ((<usize>i) << 2), SPECIAL);
  // Codes are stored with their first bit lowest, so that they count up from the highest bit.
  let code: u32 = 0;
  let next = entries;
  let prefix: u32 = -1;
  let subtable: u32 = 0;
  let subBits: u32 = 0;
  for (let i: u32 = 0; i < codes; i++) {
    const symbol = <u32>load<u16>(sorted + ((<usize>i) << 1));
    const length = <u32>load<u8>(lengths + symbol);
    const entry = entryOf(kind, symbol, length);
    if (length <= indexBits) {
      for (let j = code; j < entries; j += 1 << length) store<u32>(table + ((<usize>j) << 2), entry);
    } else {
      if ((code & (entries - 1)) != prefix) {
        prefix = code & (entries - 1);
        // As many bits as the codes with this beginning need, of which there are as many as fill the table.
        subBits = length - indexBits;
        let room = 1 << subBits;
        for (; subBits + indexBits < longest; subBits++) {
          room -= load<i32>(counts + ((subBits + indexBits) << 2));
          if (room <= 0) break;
          room <<= 1;
        }
        subtable = next;
        next += 1 << subBits;
        assert(next <= <u32>(kind == LITERALS ? LITERAL_ENTRIES : DISTANCE_ENTRIES));
        store<u32>(table + ((<usize>prefix) << 2), (subtable << 16) | SUBTABLE | (subBits << 8) | SPECIAL);
      }
      for (let j = code >> indexBits; j < <u32>(1 << subBits); j += 1 << (length - indexBits)) {
        store<u32>(table + ((<usize>(subtable + j)) << 2), entry);
      }
    }
    const count = counts + (length << 2);
    store<u32>(count, load<u32>(count) - 1);
    let bit: u32 = 1 << (length - 1);
    while ((code & bit) != 0) bit >>= 1;
    code = (code & (bit - 1)) | bit;
  }
  return true;
}
