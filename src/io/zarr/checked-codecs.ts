import { bloscHeader, decodeBlosc, isPlainBlosc } from "./blosc.js";

type Registry = typeof import("zarrita")["registry"];
type Make = NonNullable<ReturnType<Registry["get"]>>;
type CodecClass = Awaited<ReturnType<Make>>;

/**
 * Makes zarrita's codecs notice damage that they pass over: blosc decodes a chunk that is cut to garbage, and crc32c drops its sum
 * without a look at it.
 */
export function checkCodecs(registry: Registry): void {
  const blosc = registry.get("blosc");
  if (checkedRegistries.has(registry) || blosc === undefined) return;
  checkedRegistries.add(registry);
  const checked = checkedBlosc(blosc);
  for (const name of ["blosc", "numcodecs.blosc"]) registry.set(name, checked);
  registry.set("crc32c", checkedCrc);
}

const checkedRegistries = new WeakSet<Registry>();

/** LZ4 is decoded here, and the rest by the package's decoder, which is loaded with the first such chunk. */
function checkedBlosc(load: Make): Make {
  return async () =>
    ({
      fromConfig: (configuration: unknown, meta: never) => ({
        kind: "bytes_to_bytes",
        encode: () => {
          throw new Error("blosc is only read");
        },
        decode: async (chunk: Uint8Array) => {
          const header = bloscHeader(chunk);
          if (isPlainBlosc(header)) return decodeBlosc(chunk, header);
          const Blosc = await load();
          const decoded = (await Blosc.fromConfig(configuration, meta).decode(chunk as never)) as Uint8Array;
          if (decoded.length === header.bytes) return decoded;
          throw new Error(`a chunk of blosc claims ${header.bytes} bytes once decoded and holds ${decoded.length}`);
        },
      }),
    }) as unknown as CodecClass;
}

const SUM_BYTES = 4;

const checkedCrc: Make = async () =>
  ({
    fromConfig: () => ({
      kind: "bytes_to_bytes",
      encode: () => {
        throw new Error("crc32c is only read");
      },
      decode: (bytes: Uint8Array) => {
        const end = bytes.length - SUM_BYTES;
        if (end < 0) throw new Error("a chunk is shorter than its sum");
        const sum = new DataView(bytes.buffer, bytes.byteOffset + end, SUM_BYTES).getUint32(0, true);
        const found = crc32c(bytes.subarray(0, end));
        if (sum !== found) throw new Error("a chunk has another sum (crc32c) than it says");
        return bytes.subarray(0, end);
      },
      computeEncodedSize: (bytes: number) => bytes + SUM_BYTES,
    }),
  }) as unknown as CodecClass;

/** Castagnoli's polynomial, reflected. */
const POLYNOMIAL = 0x82f63b78;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte;
  for (let bit = 0; bit < 8; bit++) sum = (sum & 1) === 1 ? (sum >>> 1) ^ POLYNOMIAL : sum >>> 1;
  return sum;
});

/** CRC-32C of some bytes (RFC 3720, appendix B.4). */
export function crc32c(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (sum >>> 8) ^ TABLE[(sum ^ byte) & 255];
  return (sum ^ 0xffffffff) >>> 0;
}
