import type { Fields, FileFields, TakeExtent } from "./file-fields.js";

/** The chunks that an index should name. */
export interface ChunkGrid {
  /** Voxels of the data set along each axis, slowest first. */
  readonly lengths: readonly number[];
  /** Voxels of a chunk along each axis. */
  readonly chunk: readonly number[];
  /** Bytes of a chunk that is not compressed. */
  readonly bytes: number;
  /** Ids of the filters, in their order. */
  readonly filters: readonly number[];
}

/** The filter that keeps the number of bytes. */
export const SHUFFLE = 2;

/** Deeper trees hold more chunks than a file has bytes. */
const DEEPEST = 12;

interface Key {
  readonly bytes: number;
  readonly mask: number;
  readonly offset: readonly number[];
  /** Bytes from the start of a voxel: keys have an axis for these. */
  readonly withinVoxel: number;
}

/** A stretch of chunks that a node is to hold; null where there is no bound. */
interface Bounds {
  readonly from: Key | null;
  readonly to: Key | null;
}

/**
 * Checks a B-tree of chunks (version 1), which has no checksum: a chunk that its keys do not lead to reads as the fill value.
 * Each chunk must be one of the grid, be there once, and be found by the keys above it.
 * @returns how many chunks are stored
 */
export function walkChunkTree(file: FileFields, root: number, grid: ChunkGrid, take: TakeExtent): Promise<number> {
  const refused = (what: string) => file.damaged(`${what} in the index of its chunks`);

  const walk = async (address: number, expected: number | null, bounds: Bounds): Promise<number> => {
    const { level, keys, children } = await readNode(address);
    if (level > DEEPEST || (expected !== null && level !== expected)) throw refused("a node is of another level");
    if (children.length === 0 && expected !== null) throw refused("a node is empty");
    checkKeys(keys, bounds);
    let stored = 0;
    for (const [i, child] of children.entries()) {
      if (child === null) throw refused("a chunk is nowhere");
      if (level > 0) stored += await walk(child, level - 1, { from: keys[i], to: keys[i + 1] });
      else {
        const fault = faultOf(keys[i], grid);
        if (fault !== null) throw refused(fault);
        take(child, keys[i].bytes);
        stored++;
      }
    }
    return stored;
  };

  const readNode = async (address: number) => {
    const { addressBytes, halfNode } = file.sizes;
    const keyBytes = 8 + 8 * (grid.lengths.length + 1);
    const front = 8 + 2 * addressBytes;
    const head = await file.at(address, front);
    if (head.text(4) !== "TREE" || head.number(1) !== 1) throw refused("a node is none");
    const level = head.number(1);
    const count = head.number(2);
    const bytesFor = (chunks: number) => chunks * (keyBytes + addressBytes) + keyBytes;
    const bytes = bytesFor(count);
    take(address, front + bytesFor(halfNode === null ? count : 2 * halfNode));
    const fields = await file.at(address + front, bytes);
    const keys: Key[] = [];
    const children: (number | null)[] = [];
    for (let i = 0; i <= count; i++) {
      keys.push(readKey(fields, grid));
      if (i < count) children.push(fields.address());
    }
    return { level, keys, children };
  };

  /** Keys must be in order, and within those of the node above, by which a chunk is looked for. */
  const checkKeys = (keys: readonly Key[], { from, to }: Bounds) => {
    const [last] = keys.slice(-1);
    // Trees end with a key of no bytes. One of a chunk is left there where the number of keys fell.
    if (last.bytes > 0 && isInside(last, grid) && (to === null || compare(last, to) < 0))
      throw refused("a node lacks a chunk");
    for (const [i, key] of keys.slice(0, -1).entries()) {
      if (compare(key, keys[i + 1]) >= 0) throw refused("keys are out of order");
      if ((from !== null && compare(key, from) < 0) || (to !== null && compare(key, to) >= 0))
        throw refused("a key does not belong to its node");
    }
  };

  return walk(root, null, { from: null, to: null });
}

function readKey(fields: Fields, { lengths }: ChunkGrid): Key {
  const [bytes, mask] = [fields.number(4), fields.number(4)];
  const offset = lengths.map(() => fields.number(8));
  return { bytes, mask, offset, withinVoxel: fields.number(8) };
}

function isInside({ offset }: Key, { lengths }: ChunkGrid): boolean {
  return offset.every((at, axis) => at < lengths[axis]);
}

/** The fault of a chunk's place, of its size, or of the filters that it leaves out. */
function faultOf(key: Key, grid: ChunkGrid): string | null {
  const { bytes, mask, offset, withinVoxel } = key;
  const { bytes: whole, filters, chunk } = grid;
  const isPlaced = withinVoxel === 0 && isInside(key, grid) && offset.every((at, axis) => at % chunk[axis] === 0);
  if (!isPlaced) return "a chunk lies where none can be";
  if (bytes === 0) return "a chunk has no bytes";
  if (mask >= 2 ** filters.length) return "a chunk leaves out filters that there are not";
  const used = filters.filter((_, i) => ((mask >> i) & 1) === 0);
  const isPlain = used.every((id) => id === SHUFFLE);
  // Libraries leave out compression where it does not help, and nothing else.
  const isOdd = filters.some((id, i) => ((mask >> i) & 1) === 1 && id === SHUFFLE) && used.length > 0;
  if (isOdd) return "a chunk leaves out the shuffle alone";
  return isPlain && bytes !== whole ? `a chunk has ${bytes} of ${whole} bytes` : null;
}

/** The order of chunks: the slowest axis decides. */
function compare({ offset: a }: Key, { offset: b }: Key): number {
  const axis = a.findIndex((at, i) => at !== b[i]);
  return axis < 0 ? 0 : a[axis] - b[axis];
}
