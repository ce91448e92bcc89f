/** A chunk of blosc in LZ4, as its format allows it: the package that writes chunks knows elements of four bytes alone. */
export function bloscChunk(
  data: Uint8Array,
  { elementBytes, blockBytes, isShuffled, isSplit }: BloscLayout,
): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (let at = 0; at < data.length; at += blockBytes) {
    const block = data.subarray(at, at + blockBytes);
    const bytes = isShuffled && elementBytes > 1 ? shuffled(block, elementBytes) : block;
    const splits =
      isSplit && block.length === blockBytes && elementBytes <= 16 && blockBytes >= 128 * elementBytes
        ? elementBytes
        : 1;
    const length = Math.floor(bytes.length / splits);
    const streams = Array.from({ length: splits }, (_, i) => stream(bytes.subarray(i * length, (i + 1) * length)));
    blocks.push(Buffer.concat(streams));
  }
  const head = Buffer.alloc(16 + 4 * blocks.length);
  const total = head.length + blocks.reduce((sum, { length }) => sum + length, 0);
  head.set([2, 1, (isShuffled ? 1 : 0) | (isSplit ? 0 : 16) | (1 << 5), elementBytes]);
  for (const [i, value] of [data.length, blockBytes, total].entries()) head.writeUInt32LE(value, 4 + 4 * i);
  let from = head.length;
  for (const [i, { length }] of blocks.entries()) {
    head.writeUInt32LE(from, 16 + 4 * i);
    from += length;
  }
  return Buffer.concat([head, ...blocks]);
}

interface BloscLayout {
  readonly elementBytes: number;
  readonly blockBytes: number;
  readonly isShuffled: boolean;
  readonly isSplit: boolean;
}

function shuffled(block: Uint8Array, size: number): Uint8Array {
  const count = Math.floor(block.length / size);
  return block.map((byte, i) => (i < count * size ? block[size * (i % count) + Math.floor(i / count)] : byte));
}

/** A length, and what it counts: packed bytes, or plain ones where packing gains nothing. */
function stream(bytes: Uint8Array): Uint8Array {
  const packed = lz4Block(bytes);
  const kept = packed.length < bytes.length ? packed : bytes;
  const length = Buffer.alloc(4);
  length.writeUInt32LE(kept.length);
  return Buffer.concat([length, kept]);
}

/** LZ4 with the nearest match of four bytes; the last bytes of a block are literals. */
function lz4Block(bytes: Uint8Array): Uint8Array {
  const out: number[] = [];
  const places = new Map<string, number>();
  const lengthBytes = (value: number) => {
    if (value < 15) return [];
    const rest = value - 15;
    return [...new Array<number>(Math.floor(rest / 255)).fill(255), rest % 255];
  };
  let literalsFrom = 0;
  let at = 0;
  while (at + 12 < bytes.length) {
    const key = bytes.subarray(at, at + 4).join();
    const before = places.get(key);
    places.set(key, at);
    if (before === undefined || at - before > 65_535) {
      at++;
      continue;
    }
    let length = 4;
    while (at + length < bytes.length - 5 && bytes[before + length] === bytes[at + length]) length++;
    const literals = bytes.subarray(literalsFrom, at);
    out.push((Math.min(15, literals.length) << 4) | Math.min(15, length - 4));
    out.push(...lengthBytes(literals.length), ...literals, (at - before) & 255, (at - before) >> 8);
    out.push(...lengthBytes(length - 4));
    at += length;
    literalsFrom = at;
  }
  const literals = bytes.subarray(literalsFrom);
  out.push(Math.min(15, literals.length) << 4, ...lengthBytes(literals.length), ...literals);
  return Uint8Array.from(out);
}
