import type { Engine } from "../../bindings/engine/engine.js";
import { Inflater, Inflation, STORED_SLACK_BYTES } from "../../bindings/read/inflater.js";
import { splitmix64 } from "./random.js";

/** Bytes as label volumes have them: stretches of all lengths, repeated rows, and noise. */
export function arbitraryBytes(seed: number, length: number): Uint8Array<ArrayBuffer> {
  const random = splitmix64(seed);
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; ) {
    const count = Math.ceil(random() ** 4 * 3000);
    const kind = random();
    const period = Math.ceil(random() * 40);
    const value = 4 * random();
    for (let i = 0; i < count && at < length; i++, at++) {
      if (kind < 0.4) bytes[at] = value;
      else if (kind < 0.7) bytes[at] = at >= period ? bytes[at - period] : i;
      else if (kind < 0.9) bytes[at] = at >= 512 ? bytes[at - 512] : 1;
      else bytes[at] = 256 * random();
    }
  }
  return bytes;
}

/** Inflates a stream that comes in pieces of some lengths in turn; says what became of it, and what was left over. */
export function inflateInPieces(engine: Engine, stream: Uint8Array, lengths: readonly number[]) {
  const { arena } = engine;
  const mark = arena.mark();
  const inflater = new Inflater(engine);
  inflater.start();
  const input = arena.allocate(stream.length + STORED_SLACK_BYTES);
  const all: Uint8Array[] = [];
  let [left, given] = [new Uint8Array(0), 0];
  for (let i = 0; ; i++) {
    const count = Math.min(stream.length - given, lengths[i % lengths.length]);
    const piece = joined([left, stream.subarray(given, given + count)]);
    given += count;
    // The bytes behind a piece are garbage.
    arena.u8(input, stream.length + STORED_SLACK_BYTES).fill(0xa5);
    arena.u8(input, piece.length).set(piece);
    const isLast = given === stream.length;
    const { next, inflation } = inflater.inflate(input, input + piece.length, isLast, (at, bytes) =>
      all.push(arena.u8(at, bytes).slice()),
    );
    left = piece.slice(next - input);
    if (isLast || inflation !== Inflation.NeedsInput) {
      arena.release(mark);
      return { inflation, bytes: joined(all), left: left.length + stream.length - given };
    }
  }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
