import { VoxmatchError } from "../../../base/errors.js";
import type { Engine } from "../../../bindings/engine/engine.js";
import { Crc } from "../../../bindings/read/crc.js";
import { Gunzip } from "../gzip/gunzip.js";
import { isGzip } from "../gzip/gzip-member.js";
import { gzipWrapper } from "../gzip/wrapper.js";
import type { ByteSource } from "../source/source.js";
import { joined } from "../source/stored-bytes.js";
import { checkHeld } from "../stream/check-held.js";
import { wholeFile } from "../stream/voxel-place.js";
import { type HeaderCheck, type NiftiHeader, parseNiftiHeader } from "./header.js";
import { headerLength } from "./header-fields.js";
import { HEADER_BYTES } from "./magic.js";

/** Inflated at once in search of a header, which mostly lies in the first few of these bytes. */
const STEP_BYTES = 1 << 8;

/** Length of the longest header; later bytes are not needed. */
const LONGEST_BYTES = Math.max(...Object.values(HEADER_BYTES));

/** The first four bytes tell how long the header is. */
const LENGTH_BYTES = 4;

export interface HeaderSearch {
  readonly source: Pick<ByteSource, "label" | "size">;
  readonly maximumVoxels: number;
  readonly check: HeaderCheck;
  /** Whether to expect the header of a pair, whose voxels are in another file. */
  readonly isPair?: boolean;
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
    const onBytes = (at: number, bytes: number) => {
      const wanted = Math.min(bytes, LONGEST_BYTES - front.length);
      if (wanted > 0) front = joined(front, engine.arena.u8(at, wanted));
    };
    const gunzip = new Gunzip(engine, label, gzipWrapper(new Crc(engine)), { onBytes, sum: null });
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
  { source, maximumVoxels, check, isPair = false }: HeaderSearch,
): NiftiHeader | null {
  const { label } = source;
  if (front.length < LENGTH_BYTES || front.length < headerLength(front, label)) return null;
  const header = parseNiftiHeader(front, label, maximumVoxels, check, isPair);
  if (!isPair) checkHeld({ ...header, label }, wholeFile(isCompressed), source.size);
  return header;
}

function refuseCut(front: Uint8Array, label: string): never {
  const held = front.length;
  const advice = "Copy or write the file again.";
  // A few bytes can still be recognised: a pointer of git-lfs, say.
  if (held >= LENGTH_BYTES) headerLength(front, label);
  const message =
    held === 0
      ? `${label} is empty, expected a volume. ${advice}`
      : `${label} is cut off: it ends after ${held} bytes, within its header. ${advice}`;
  throw new VoxmatchError("INVALID_FILE", message, { source: label, heldBytes: held });
}
