// Inflates deflate (RFC 1951), as it lies in gzip files, piece by piece, right into linear memory.
//
// Idea: label volumes shrink a hundredfold, so that most of the time goes into long matches and into moving what was inflated. Here it
// is written where the kernels read it, while it is in the cache. 64 bits of the stream are looked at together, which hold a length
// and a distance with all their extra bits; matches of any distance are copied sixteen bytes at a time.
//
// Cost: one read of the stream, one write of the bytes. The 32 kB before `output` must stay where they are.
//
//   state    see inflate-state.ts

import { HEADER_BYTES, readHeader } from "./inflate-header";
import {
  BITS,
  CODES,
  COUNT,
  DISTANCE_TABLE,
  FINISHED,
  GOES_ON,
  giveBack,
  HEADER,
  INPUT,
  IS_BROKEN,
  IS_LAST,
  LITERAL_TABLE,
  MODE,
  NEEDS_INPUT,
  NEEDS_ROOM,
  NOTHING,
  OUTPUT,
  STATE_BYTES,
  STORED,
  STORED_LEFT,
} from "./inflate-state";
import { DISTANCE_BITS, END, LITERAL, LITERAL_BITS, SPECIAL, SUBTABLE } from "./inflate-tables";

/** More than a length and a distance take, and than is looked at together. */
const INPUT_MARGIN: usize = 16;

export function inflateBytes(): usize {
  return STATE_BYTES;
}

/** Begins with a stream. */
export function startInflate(state: usize): void {
  memory.fill(state, 0, LITERAL_TABLE);
}

function endBlock(state: usize): void {
  store<u32>(state, load<u32>(state, IS_LAST) ? NOTHING : HEADER, MODE);
}

function copyStored(state: usize, inputEnd: usize, outputEnd: usize): i32 {
  const input = <usize>load<u32>(state, INPUT);
  const output = <usize>load<u32>(state, OUTPUT);
  const left = <usize>load<u32>(state, STORED_LEFT);
  const count = min(left, min(inputEnd - input, outputEnd - output));
  memory.copy(output, input, count);
  store<u32>(state, <u32>(left - count), STORED_LEFT);
  store<u32>(state, <u32>(input + count), INPUT);
  store<u32>(state, <u32>(output + count), OUTPUT);
  if (count == left) endBlock(state);
  else return input + count == inputEnd ? NEEDS_INPUT : NEEDS_ROOM;
  return GOES_ON;
}

/** Copies `length` bytes from `distance` before; writes up to 31 more. */
function copyMatch(output: usize, distance: usize, length: usize): void {
  let from = output - distance;
  const end = output + length;
  if (ASC_FEATURE_SIMD) {
    if (distance == 1) {
      const v = v128.load_splat<u8>(from);
      do {
        v128.store(output, v);
        output += 16;
      } while (output < end);
      return;
    }
    // A pattern shorter than sixteen bytes doubles its length with each step.
    while (output - from < 16) {
      v128.store(output, v128.load(from));
      output += output - from;
    }
    while (output < end) {
      v128.store(output, v128.load(from));
      output += 16;
      from += 16;
    }
  } else {
    while (output - from < 8) {
      store<u64>(output, load<u64>(from));
      output += output - from;
    }
    while (output < end) {
      store<u64>(output, load<u64>(from));
      output += 8;
      from += 8;
    }
  }
}

/** Whether more was taken than there is, which the caller sees by itself. */
function isPast(input: usize, count: u32, inputEnd: usize): bool {
  return input > inputEnd && input - (count >> 3) > inputEnd;
}

function readSymbols(state: usize, inputEnd: usize, isLastInput: bool, outputEnd: usize, window: usize): i32 {
  const literals = state + LITERAL_TABLE;
  const distances = state + DISTANCE_TABLE;
  // Bits behind the last input are looked at, and found to be none once they were taken.
  const limit = isLastInput ? inputEnd + 8 : inputEnd - INPUT_MARGIN;
  let bits = load<u64>(state, BITS);
  let count = load<u32>(state, COUNT);
  let input = <usize>load<u32>(state, INPUT);
  let output = <usize>load<u32>(state, OUTPUT);
  let status = GOES_ON;
  for (;;) {
    if (output >= outputEnd) {
      status = NEEDS_ROOM;
      break;
    }
    if (input > limit) {
      status = NEEDS_INPUT;
      break;
    }
    bits |= load<u64>(input) << count;
    input += (63 - count) >> 3;
    count |= 56;
    let entry = load<u32>(literals + ((<usize>bits & ((1 << LITERAL_BITS) - 1)) << 2));
    if ((entry & SUBTABLE) != 0) {
      const at = (entry >> 16) + (<u32>(bits >> LITERAL_BITS) & ((1 << ((entry >> 8) & 15)) - 1));
      entry = load<u32>(literals + ((<usize>at) << 2));
    }
    let taken = entry & 63;
    if ((entry & LITERAL) != 0) {
      bits >>= taken;
      count -= taken;
      if (isPast(input, count, inputEnd)) break;
      store<u8>(output++, <u8>(entry >> 16));
      continue;
    }
    if ((entry & SPECIAL) != 0) {
      if ((entry & END) == 0) {
        // Bits behind the end of cut input mean nothing.
        status = input > inputEnd ? NEEDS_INPUT : IS_BROKEN;
      } else {
        bits >>= taken;
        count -= taken;
        endBlock(state);
      }
      break;
    }
    const length = (entry >> 16) + (<u32>(bits & (((<u64>1) << taken) - 1)) >> ((entry >> 8) & 15));
    bits >>= taken;
    count -= taken;
    entry = load<u32>(distances + ((<usize>bits & ((1 << DISTANCE_BITS) - 1)) << 2));
    if ((entry & SUBTABLE) != 0) {
      const at = (entry >> 16) + (<u32>(bits >> DISTANCE_BITS) & ((1 << ((entry >> 8) & 15)) - 1));
      entry = load<u32>(distances + ((<usize>at) << 2));
    }
    taken = entry & 63;
    const distance = (entry >> 16) + (<u32>(bits & (((<u64>1) << taken) - 1)) >> ((entry >> 8) & 15));
    if ((entry & SPECIAL) != 0 || distance > <u32>(output - window)) {
      status = input > inputEnd ? NEEDS_INPUT : IS_BROKEN;
      break;
    }
    bits >>= taken;
    count -= taken;
    if (isPast(input, count, inputEnd)) break;
    copyMatch(output, distance, length);
    output += length;
  }
  store<u32>(state, <u32>output, OUTPUT);
  giveBack(state, bits, count, input);
  return status;
}

/**
 * Inflates from `input` on until everything is used that surely can be, or `outputEnd` is reached, behind which there must be room
 * for 512 bytes. Where it came to is in the state; what is left of the input, up to 570 bytes, must come again in front of what
 * follows.
 * @param isLastInput whether nothing follows
 * @param window the first byte that a match may refer to
 * @returns 0: needs input, which is cut if this was the last; 1: needs room; 2: the stream is finished; 3: it is broken
 */
export function inflate(
  state: usize,
  input: usize,
  inputEnd: usize,
  isLastInput: bool,
  output: usize,
  outputEnd: usize,
  window: usize,
): i32 {
  store<u32>(state, <u32>input, INPUT);
  store<u32>(state, <u32>output, OUTPUT);
  let status = GOES_ON;
  while (status == GOES_ON) {
    const mode = load<u32>(state, MODE);
    if (mode == CODES) {
      status = readSymbols(state, inputEnd, isLastInput, outputEnd, window);
    } else if (mode == STORED) {
      status = copyStored(state, inputEnd, outputEnd);
    } else if (mode == NOTHING) {
      status = FINISHED;
    } else if (!isLastInput && <usize>load<u32>(state, INPUT) + HEADER_BYTES > inputEnd) {
      status = NEEDS_INPUT;
    } else {
      status = readHeader(state);
    }
    // Bits behind the end stand for nothing.
    if (<usize>load<u32>(state, INPUT) - (load<u32>(state, COUNT) >> 3) > inputEnd) status = NEEDS_INPUT;
  }
  return status;
}
