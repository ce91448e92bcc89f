import { deflateSync } from "node:zlib";
import { bytesPerVoxel } from "../../bindings/read/voxel-encoding.js";
import { type TestVoxels, voxelBytes } from "./format-files.js";

interface TiffOptions {
  readonly compression?: "none" | "deflate" | "packbits";
  /** Rows of a strip; tiles of 16 × 16 voxels if it is null. */
  readonly rowsPerStrip?: number | null;
  readonly isBig?: boolean;
  readonly predictor?: 1 | 2;
  /** Of the first page. */
  readonly description?: string;
  /** Pixels for each unit of length. */
  readonly resolution?: number;
  /** Tags of every page that stand instead of what is right. */
  readonly tags?: Readonly<Record<number, number>>;
  /** Tags that no page has. */
  readonly without?: readonly number[];
  /** Whether a page follows that is a thumbnail. */
  readonly hasThumbnail?: boolean;
}

const COMPRESSION = { none: 1, deflate: 8, packbits: 32_773 } as const;
const TILE = 16;

type Fields = ReadonlyMap<number, readonly number[] | string>;

/** A file that grows at its end. */
interface Growing {
  readonly bytes: number[];
  /** Adds bytes, and says where they begin. */
  add(bytes: ArrayLike<number>): number;
}

function growing(): Growing {
  const bytes: number[] = [];
  return {
    bytes,
    add: (more) => {
      if (bytes.length % 2 === 1) bytes.push(0);
      const at = bytes.length;
      for (let i = 0; i < more.length; i++) bytes.push(more[i]);
      return at;
    },
  };
}

/** A stack of pages. */
export function tiffFile(voxels: TestVoxels, options: TiffOptions = {}): Uint8Array {
  const { isBig = false, hasThumbnail = false, resolution } = options;
  const { littleEndian = true } = voxels;
  const number = (value: number, bytes: number) => {
    const all = Array.from({ length: bytes }, (_, i) => Math.floor(value / 256 ** i) % 256);
    return littleEndian ? all : all.reverse();
  };
  const file = growing();
  const word = isBig ? 8 : 4;
  file.add([
    ...Buffer.from(littleEndian ? "II" : "MM"),
    ...number(isBig ? 43 : 42, 2),
    ...(isBig ? [...number(8, 2), 0, 0] : []),
  ]);
  let link = file.add(number(0, word));
  const slices = [...Array(voxels.shape[2]).keys(), ...(hasThumbnail ? [0] : [])];
  for (const [page, z] of slices.entries()) {
    const fields = pageFields(voxels, options, z, file, { isFirst: page === 0, isThumbnail: page >= voxels.shape[2] });
    const entries = [...fields].map(([tag, value]) => {
      const isText = typeof value === "string";
      const bytes = isText ? [...Buffer.from(`${value}\0`)] : value.flatMap((each) => number(each, 4));
      return { tag, type: isText ? 2 : 4, count: isText ? bytes.length : value.length, bytes };
    });
    const ratio = [...number(Math.round((resolution ?? 0) * 1000), 4), ...number(1000, 4)];
    if (resolution !== undefined) for (const tag of [282, 283]) entries.push({ tag, type: 5, count: 1, bytes: ratio });
    const written = entries
      .sort((a, b) => a.tag - b.tag)
      .flatMap(({ tag, type, count, bytes }) => {
        const inside =
          bytes.length <= word
            ? [...bytes, ...new Array<number>(word - bytes.length).fill(0)]
            : number(file.add(bytes), word);
        return [...number(tag, 2), ...number(type, 2), ...number(count, word), ...inside];
      });
    const at = file.add([...number(entries.length, isBig ? 8 : 2), ...written, ...number(0, word)]);
    file.bytes.splice(link, word, ...number(at, word));
    link = file.bytes.length - word;
  }
  return Uint8Array.from(file.bytes);
}

/** Writes the voxels of a page, and says what its directory is to hold. */
function pageFields(
  voxels: TestVoxels,
  { compression = "none", rowsPerStrip = 2, predictor = 1, tags = {}, without = [], description }: TiffOptions,
  z: number,
  file: Growing,
  { isFirst, isThumbnail }: { readonly isFirst: boolean; readonly isThumbnail: boolean },
): Fields {
  const { littleEndian = true, dataType } = voxels;
  const [nx, full] = voxels.shape;
  const size = bytesPerVoxel(dataType);
  // A thumbnail has half of the rows.
  const ny = isThumbnail ? full >> 1 : full;
  const slice = voxelBytes(voxels).subarray(z * nx * full * size, (z * full + ny) * nx * size);
  const isTiled = rowsPerStrip === null;
  const width = isTiled ? TILE : nx;
  const blocks = isTiled ? tiles(slice, nx, ny, size) : strips(slice, nx * size, rowsPerStrip);
  const stored = blocks.map((block) => {
    const plain = predictor === 2 ? differences(block, width, size, littleEndian) : block;
    return compression === "deflate" ? deflateSync(plain) : compression === "packbits" ? packBits(plain) : plain;
  });
  const offsets = stored.map((bytes) => file.add(bytes));
  const counts = stored.map(({ length }) => length);
  const fields = new Map<number, readonly number[] | string>([
    [254, [Number(isThumbnail)]],
    [256, [nx]],
    [257, [ny]],
    [258, [8 * size]],
    [259, [COMPRESSION[compression]]],
    [262, [1]],
    ...(description !== undefined && isFirst ? [[270, description] as const] : []),
    [277, [1]],
    ...(isTiled
      ? ([
          [322, [TILE]],
          [323, [TILE]],
          [324, offsets],
          [325, counts],
        ] as const)
      : ([
          [273, offsets],
          [278, [rowsPerStrip]],
          [279, counts],
        ] as const)),
    [317, [predictor]],
    [339, [dataType.startsWith("float") ? 3 : dataType.startsWith("int") ? 2 : 1]],
    ...Object.entries(tags).map(([tag, value]): [number, readonly number[]] => [Number(tag), [value]]),
  ]);
  for (const tag of without) fields.delete(tag);
  return fields;
}

function strips(slice: Uint8Array, row: number, rows: number): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let at = 0; at < slice.length; at += row * rows) found.push(slice.slice(at, at + row * rows));
  return found;
}

/** Tiles that are filled up with 255. */
function tiles(slice: Uint8Array, nx: number, ny: number, size: number): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let y0 = 0; y0 < ny; y0 += TILE) {
    for (let x0 = 0; x0 < nx; x0 += TILE) {
      const tile = new Uint8Array(TILE * TILE * size).fill(255);
      for (let y = y0; y < Math.min(ny, y0 + TILE); y++) {
        const from = (y * nx + x0) * size;
        tile.set(slice.subarray(from, from + Math.min(TILE, nx - x0) * size), (y - y0) * TILE * size);
      }
      found.push(tile);
    }
  }
  return found;
}

/** Each number of a row less the one before it. */
function differences(block: Uint8Array, width: number, size: number, littleEndian: boolean): Uint8Array {
  const found = block.slice();
  const at = (i: number) => {
    const bytes = [...block.subarray(i * size, i * size + size)];
    return (littleEndian ? bytes.reverse() : bytes).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  };
  for (let i = 0; i < block.length / size; i++) {
    if (i % width === 0) continue;
    let difference = BigInt.asUintN(8 * size, at(i) - at(i - 1));
    for (let k = 0; k < size; k++) {
      found[i * size + (littleEndian ? k : size - 1 - k)] = Number(difference & 255n);
      difference >>= 8n;
    }
  }
  return found;
}

/** Literal stretches alone. */
function packBits(bytes: Uint8Array): Uint8Array {
  const found: number[] = [];
  for (let at = 0; at < bytes.length; at += 128) {
    const piece = bytes.subarray(at, at + 128);
    found.push(piece.length - 1, ...piece);
  }
  return Uint8Array.from(found);
}
