import { VoxmatchError } from "../../../base/errors.js";
import type { Engine } from "../../../bindings/engine/engine.js";
import { Crc } from "../../../bindings/read/crc.js";
import { Gunzip, MAXIMUM_INFLATION } from "../gzip/gunzip.js";
import { isGzip } from "../gzip/gzip-member.js";
import type { ByteSource } from "../source/byte-source.js";
import { joined } from "../source/stored-bytes.js";
import { type HeaderCheck, type NiftiHeader, parseNiftiHeader } from "./header.js";
import { HEADER_BYTES, headerLength } from "./header-fields.js";

/** Inflated at once in search of a header, which mostly lies in the first few of these bytes. */
const STEP_BYTES = 1 << 10;

/** No header is longer, and nothing is told by later bytes. */
const LONGEST_BYTES = Math.max(...Object.values(HEADER_BYTES));

/** The first four bytes tell how long the header is. */
const LENGTH_BYTES = 4;

export interface HeaderSearch {
  readonly source: Pick<ByteSource, "label" | "size">;
  readonly maximumVoxels: number;
  readonly check: HeaderCheck;
}

/**
 * Reads and checks the header of a file of which the first stored bytes are known.
 * @param isAll whether there are no more
 * @returns null if more are needed
 * @throws VoxmatchError `INVALID_FILE`, `INVALID_VOLUME`
 */
export function findHeader(
  engine: Engine,
  stored: Uint8Array,
  isAll: boolean,
  search: HeaderSearch,
): NiftiHeader | null {
  const { label } = search.source;
  if (!isGzip(stored)) return headerIn(stored, false, search) ?? (isAll ? refuseCut(stored, label) : null);
  const mark = engine.arena.mark();
  try {
    let front = new Uint8Array(0);
    const take = (at: number, bytes: number) => {
      const wanted = Math.min(bytes, LONGEST_BYTES - front.length);
      if (wanted > 0) front = joined(front, engine.arena.u8(at, wanted));
    };
    const gunzip = new Gunzip(engine, label, new Crc(engine), { take, sum: null });
    for (let at = 0; at < stored.length; at += STEP_BYTES) {
      gunzip.push(stored.subarray(at, at + STEP_BYTES));
      const header = headerIn(front, true, search);
      if (header !== null) return header;
    }
    if (!isAll) return null;
    gunzip.finish();
    return headerIn(front, true, search) ?? refuseCut(front, label);
  } finally {
    engine.arena.release(mark);
  }
}

/** The header if these bytes hold all of it. */
function headerIn(
  front: Uint8Array,
  isCompressed: boolean,
  { source, maximumVoxels, check }: HeaderSearch,
): NiftiHeader | null {
  const { label } = source;
  if (front.length < LENGTH_BYTES || front.length < headerLength(front, label)) return null;
  const header = parseNiftiHeader(front, label, maximumVoxels, check);
  checkClaim(header, source, isCompressed);
  return header;
}

/** Compares what the header claims with what the file can hold, before anything is reserved for it. */
function checkClaim(header: NiftiHeader, { size, label }: HeaderSearch["source"], isCompressed: boolean): void {
  if (size === null) return;
  const claimed = header.voxelOffset + header.voxelBytes;
  const possible = isCompressed ? size * MAXIMUM_INFLATION : size;
  if (claimed <= possible) return;
  const held = isCompressed ? `at most ${possible} once inflated` : String(possible);
  throw new VoxmatchError(
    "INVALID_FILE",
    `${label} is cut off: its header promises ${claimed} bytes (${header.voxelBytes} of them voxels, ` +
      `${header.shape.join(" × ")} ${header.dataType}), and it holds ${held}. Copy or write the file again.`,
    { source: label, claimedBytes: claimed, heldBytes: possible, shape: header.shape },
  );
}

function refuseCut(front: Uint8Array, label: string): never {
  const held = front.length;
  const advice = "Copy or write the file again.";
  // What can be told of so few bytes: a pointer of git-lfs, say.
  if (held >= LENGTH_BYTES) headerLength(front, label);
  const message =
    held === 0
      ? `${label} is empty, expected a .nii or .nii.gz file. ${advice}`
      : `${label} is cut off: it ends after ${held} bytes, within its header. ${advice}`;
  throw new VoxmatchError("INVALID_FILE", message, { source: label, heldBytes: held });
}
