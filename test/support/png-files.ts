import { crc32, deflateSync } from "node:zlib";

interface PngOptions {
  readonly width: number;
  readonly height: number;
  readonly depth: 1 | 2 | 4 | 8 | 16;
  /** Grey, colours, or indices of a palette. */
  readonly colour?: 0 | 2 | 3 | 4 | 6;
  readonly values: readonly number[];
  /** Chunks between header and data. */
  readonly chunks?: readonly string[];
  /** Size that the header claims instead of the true one. */
  readonly claims?: readonly [width: number, height: number];
}

/** An image whose rows are stored as they are. */
export function pngFile({ width, height, depth, colour = 0, values, chunks = [], claims }: PngOptions): Uint8Array {
  const perRow = values.length / height;
  const rows = Array.from({ length: height }, (_, y) => {
    const row = Buffer.alloc(1 + Math.ceil((perRow * depth) / 8));
    for (let x = 0; x < perRow; x++) {
      const value = values[y * perRow + x];
      if (depth === 16) row.writeUInt16BE(value, 1 + 2 * x);
      else row[1 + ((x * depth) >> 3)] |= value << (8 - depth - ((x * depth) & 7));
    }
    return row;
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(claims?.[0] ?? width, 0);
  header.writeUInt32BE(claims?.[1] ?? height, 4);
  header.set([depth, colour], 8);
  const palette = Buffer.from(Array.from({ length: 3 * 2 ** Math.min(8, depth) }, (_, i) => i % 256));
  return new Uint8Array(
    Buffer.concat([
      Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
      chunk("IHDR", header),
      ...(colour === 3 ? [chunk("PLTE", palette)] : []),
      ...chunks.map((name) => chunk(name, Buffer.alloc(8))),
      chunk("IDAT", deflateSync(Buffer.concat(rows))),
      chunk("IEND", Buffer.alloc(0)),
    ]),
  );
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
