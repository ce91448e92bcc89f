import type { Engine } from "../../../bindings/engine/engine.js";
import type { Pointer } from "../../../bindings/engine/kernels.js";
import { Crc } from "../../../bindings/read/crc.js";
import { isTrailer, memberBegin, TRAILER_BYTES } from "./gzip-member.js";

/** A sum of bytes in linear memory. */
export interface ByteSum {
  /** The sum of some bytes and of those before, whose sum is `sum`. */
  ofBytes(sum: number, at: Pointer, bytes: number): number;
}

/** The envelope of a deflate stream: gzip or zlib. */
export interface Wrapper {
  /** Where the stream begins; "incomplete" if the bytes end before that shows, "wrong" if none begins so. */
  begin(bytes: Uint8Array): number | "incomplete" | "wrong";
  readonly trailerBytes: number;
  /** True if a trailer of `trailerBytes` holds this sum and this length. */
  isTrailer(trailer: Uint8Array, sum: number, length: number): boolean;
  /** The sum of no bytes. */
  readonly firstSum: number;
  readonly sum: ByteSum;
  /** Whether another stream may follow. */
  readonly isRepeated: boolean;
  /** How to see whether a copy is whole. */
  readonly hint: string;
}

/** RFC 1952. */
export function gzipWrapper(crc: Crc): Wrapper {
  return {
    begin: memberBegin,
    trailerBytes: TRAILER_BYTES,
    isTrailer,
    firstSum: 0,
    sum: crc,
    isRepeated: true,
    hint: ' ("gzip -t" tells whether a copy is whole)',
  };
}

/** RFC 1950: two bytes before, an Adler-32 behind. */
export function zlibWrapper({ kernels }: Engine): Wrapper {
  return {
    begin: ([first, second]) => {
      if (second === undefined) return first === undefined || (first & 15) === 8 ? "incomplete" : "wrong";
      const needsDictionary = (second & 0x20) !== 0;
      return (first & 15) === 8 && first >> 4 <= 7 && (256 * first + second) % 31 === 0 && !needsDictionary
        ? 2
        : "wrong";
    },
    trailerBytes: 4,
    isTrailer: ({ buffer, byteOffset }, sum) => new DataView(buffer, byteOffset, 4).getUint32(0) === sum,
    firstSum: 1,
    sum: { ofBytes: (sum, at, bytes) => kernels.checksumAdler(sum, at, bytes) >>> 0 },
    isRepeated: false,
    hint: "",
  };
}

/** A member of a ZIP archive, whose directory knows sum and length. */
export function zipWrapper(engine: Engine, promised: { readonly crc32: number; readonly bytes: number }): Wrapper {
  return {
    begin: () => 0,
    trailerBytes: 0,
    isTrailer: (_, sum, length) => sum === promised.crc32 && length === promised.bytes,
    firstSum: 0,
    sum: new Crc(engine),
    isRepeated: false,
    hint: ' ("unzip -t" tells whether a copy is whole)',
  };
}
