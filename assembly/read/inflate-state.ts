// State of a deflate stream between two calls (inflate.ts). Not a kernel itself; it exports nothing to TypeScript.
//
//   state    | bits: u64 | how many: u32 | mode: u32 | last block: u32 | stored bytes left: u32 | input: u32 | output: u32 |
//            | codes of literals and lengths | codes of distances | lengths of codes: u8[320] | scratch |

import { DISTANCE_ENTRIES, LITERAL_ENTRIES, TABLE_SCRATCH_BYTES } from "./inflate-tables";

export const BITS: usize = 0;
export const COUNT: usize = 8;
export const MODE: usize = 12;
export const IS_LAST: usize = 16;
export const STORED_LEFT: usize = 20;
export const INPUT: usize = 24;
export const OUTPUT: usize = 28;
export const LITERAL_TABLE: usize = 64;
export const DISTANCE_TABLE: usize = LITERAL_TABLE + 4 * LITERAL_ENTRIES;
export const LENGTHS: usize = DISTANCE_TABLE + 4 * DISTANCE_ENTRIES;
export const SCRATCH: usize = LENGTHS + 320;
export const STATE_BYTES: usize = SCRATCH + TABLE_SCRATCH_BYTES;

// Modes: what comes next.
export const HEADER: u32 = 0;
export const STORED: u32 = 1;
export const CODES: u32 = 2;
export const NOTHING: u32 = 3;

// Results of a call.
export const NEEDS_INPUT: i32 = 0;
export const NEEDS_ROOM: i32 = 1;
export const FINISHED: i32 = 2;
export const IS_BROKEN: i32 = 3;
export const GOES_ON: i32 = 4;

/** Gives bytes back that were taken only to look at. */
export function giveBack(state: usize, bits: u64, count: u32, input: usize): void {
  store<u32>(state, <u32>(input - (count >> 3)), INPUT);
  store<u64>(state, bits & ((1 << (count & 7)) - 1), BITS);
  store<u32>(state, count & 7, COUNT);
}
