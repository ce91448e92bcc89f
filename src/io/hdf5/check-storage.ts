import type { SeekableFile } from "../zip/zip-directory.js";
import { type ChunkGrid, walkChunkTree } from "./chunk-tree.js";
import { type Fields, FileFields } from "./file-fields.js";
import { layoutMessage } from "./object-header.js";

/** The content that a data set claims to have. */
export interface StorageClaim extends Omit<ChunkGrid, "chunk"> {
  /** Where the data set's header lies, counted from the file's base. */
  readonly header: number;
  /** Null for voxels in one piece. */
  readonly chunk: readonly number[] | null;
  /** Bytes of a voxel. */
  readonly voxelBytes: number;
  /** Bytes of a voxel as the shuffle takes them to be; null where nothing is shuffled. */
  readonly shuffledBytes: number | null;
}

/** Classes of layouts; 1 is voxels in one piece. */
const [COMPACT, CHUNKED, VIRTUAL] = [0, 2, 3];

/**
 * Checks the storage of a data set where the library does not, since nothing of it has a checksum: structures of before HDF5 1.10.
 * A damaged index would read as the fill value, and a damaged address as other bytes of the file.
 * @returns notes of voxels that are not stored, and of what cannot be checked
 * @throws VoxmatchError `INVALID_FILE`
 */
export async function checkStorage(file: SeekableFile, claim: StorageClaim): Promise<readonly string[]> {
  const extents = new Extents();
  const fields = await FileFields.open(file, extents.take);
  const layout = fields && (await layoutMessage(fields, claim.header, extents.take));
  const unknown = [`${file.label}: how its voxels are stored is of a kind that is not checked for damage.`];
  if (fields === null || layout === null) return unknown;
  const version = layout.number(1);
  if (version < 1 || version > 4) return unknown;
  const kind = version < 3 ? ofOldKind(layout) : layout.number(1);
  if (kind === VIRTUAL) {
    return [`${file.label}: it is a virtual data set. Parts whose files are missing read as the fill value.`];
  }
  // The rest has checksums, which the library verifies.
  if (kind === COMPACT || version > 3) return [];
  const { voxelBytes, shuffledBytes } = claim;
  if (shuffledBytes !== null && shuffledBytes !== voxelBytes)
    throw fields.damaged(`voxels of ${voxelBytes} bytes are shuffled as ${shuffledBytes} bytes`);
  const stored =
    kind === CHUNKED && claim.chunk !== null
      ? await checkChunks(fields, layout, version, { ...claim, chunk: claim.chunk }, extents)
      : checkPiece(fields, layout, version, claim, extents);
  extents.check(fields);
  return stored.map((what) => `${file.label}: ${what} not stored, and read as the fill value.`);
}

/** Versions 1 and 2 begin with the number of axes, and have five bytes more. */
function ofOldKind(layout: Fields): number {
  layout.take(1);
  const kind = layout.number(1);
  layout.take(5);
  return kind;
}

async function checkChunks(
  file: FileFields,
  layout: Fields,
  version: number,
  grid: ChunkGrid,
  extents: Extents,
): Promise<readonly string[]> {
  if (version === 3) layout.take(1);
  const root = layout.address();
  const dimensions = [...grid.chunk.map(() => layout.number(4)), layout.number(4)];
  const bytes = dimensions.reduce((product, length) => product * length, 1);
  if (bytes !== grid.bytes) throw file.damaged(`its chunks have ${bytes} bytes, expected ${grid.bytes}`);
  const all = grid.lengths.reduce((product, length, axis) => product * Math.ceil(length / grid.chunk[axis]), 1);
  const stored = root === null ? 0 : await walkChunkTree(file, root, grid, extents.take);
  return stored === all ? [] : [`${all - stored} of its ${all} chunks are`];
}

function checkPiece(
  file: FileFields,
  layout: Fields,
  version: number,
  { lengths, bytes }: StorageClaim,
  extents: Extents,
): readonly string[] {
  const address = layout.address();
  // Also voxels in files beside it, which the library refuses if they are gone.
  if (address === null) return ["its voxels are"];
  const size = version === 3 ? layout.length() : bytes;
  const expected = lengths.reduce((product, length) => product * length, 1);
  if (size !== bytes) throw file.damaged(`it has ${size} bytes for ${expected} voxels, expected ${bytes}`);
  extents.take(address, size);
  return [];
}

/** The parts of a file that its structures take, which must not share a byte. */
class Extents {
  readonly #parts: { readonly address: number; readonly bytes: number }[] = [];

  readonly take = (address: number, bytes: number): void => {
    this.#parts.push({ address, bytes });
  };

  check({ file, sizes, damaged }: FileFields): void {
    this.#parts.sort((a, b) => a.address - b.address);
    let end = Number.NEGATIVE_INFINITY;
    for (const { address, bytes } of this.#parts) {
      if (address < end) throw damaged(`two of its parts share byte ${address + sizes.base}`);
      end = address + bytes;
    }
    if (end + sizes.base > file.size)
      throw damaged(`one of its parts ends at byte ${end + sizes.base} of ${file.size}`);
  }
}
