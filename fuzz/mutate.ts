/** Damage to inputs that knows a little of how they are made: whole fields of binary headers, numbers and words of texts. */

/** From 0 to 1. */
export type Random = () => number;

export function pick<T>(random: Random, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)];
}

/** Numbers at which sizes, counts and offsets break. */
const NASTY = [
  0,
  1,
  -1,
  2,
  3,
  7,
  8,
  127,
  128,
  255,
  256,
  32_767,
  32_768,
  65_535,
  65_536,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32 - 1,
];
const NASTY_TEXTS = [
  "",
  "-1",
  "0",
  "1e308",
  "NaN",
  "Infinity",
  "4294967296",
  "99999999999999999999",
  "1.5",
  "\0",
  "'",
  '"',
  "[",
  "}",
  "\ud800",
];

/** A copy with one to four faults. */
export function damaged(whole: Uint8Array, random: Random, headerBytes = 512): Uint8Array<ArrayBuffer> {
  let bytes = new Uint8Array(whole);
  for (let i = 1 + Math.floor(4 * random() ** 2); i > 0; i--) bytes = pick(random, FAULTS)(bytes, random, headerBytes);
  return bytes;
}

type Fault = (bytes: Uint8Array<ArrayBuffer>, random: Random, headerBytes: number) => Uint8Array<ArrayBuffer>;

/** Mostly among the first bytes, as they decide about all others. */
function placeIn(bytes: Uint8Array, random: Random, headerBytes: number): number {
  return Math.floor(random() * (random() < 0.7 ? Math.min(headerBytes, bytes.length) : bytes.length));
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(parts));
}

const FAULTS: readonly Fault[] = [
  (bytes, random, header) => {
    bytes[placeIn(bytes, random, header)] ^= 1 << Math.floor(8 * random());
    return bytes;
  },
  (bytes, random, header) => {
    const width = pick(random, [1, 2, 4, 8]);
    const place = placeIn(bytes, random, header);
    const at = random() < 0.8 ? place - (place % width) : place;
    if (at + width > bytes.length) return bytes;
    const view = new DataView(bytes.buffer, at, width);
    const [value, isLittle] = [pick(random, NASTY), random() < 0.7];
    if (width === 1) view.setInt8(0, value);
    else if (width === 2) view.setInt16(0, value, isLittle);
    else if (width === 4 && random() < 0.3) view.setFloat32(0, pick(random, [Number.NaN, 1e38, -0.5, value]), isLittle);
    else if (width === 4) view.setInt32(0, value, isLittle);
    else if (random() < 0.3) view.setFloat64(0, pick(random, [Number.NaN, 1e300, -0.5, value]), isLittle);
    else view.setBigInt64(0, BigInt(value), isLittle);
    return bytes;
  },
  (bytes, random, header) => {
    // A number of a text header.
    const end = Math.min(bytes.length, Math.max(header, 1));
    const text = Buffer.from(bytes.subarray(0, end)).toString("latin1");
    const numbers = [...text.matchAll(/-?\d+(\.\d+)?/g)];
    if (numbers.length === 0) return bytes;
    const [[old], { index }] = [pick(random, numbers), pick(random, numbers)];
    const put = random() < 0.5 ? pick(random, NASTY_TEXTS) : String(pick(random, NASTY));
    const length = /^-?\d+(\.\d+)?/.exec(text.slice(index))?.[0].length ?? old.length;
    return joined(bytes.subarray(0, index), Buffer.from(put, "latin1"), bytes.subarray(index + length));
  },
  (bytes, random, header) => {
    const [from, to] = [placeIn(bytes, random, header), placeIn(bytes, random, header)].sort((a, b) => a - b);
    return joined(bytes.subarray(0, from), bytes.subarray(to));
  },
  (bytes, random, header) => {
    const [from, to] = [placeIn(bytes, random, header), placeIn(bytes, random, header)].sort((a, b) => a - b);
    return joined(bytes.subarray(0, to), bytes.subarray(from));
  },
  (bytes, random) => bytes.slice(0, Math.floor(random() * bytes.length)),
  (bytes, random, header) => {
    const at = placeIn(bytes, random, header);
    bytes.fill(pick(random, [0, 0xff, 0x20]), at, at + 1 + Math.floor(16 * random()));
    return bytes;
  },
];
