import { closeSync, constants as fileConstants, fstatSync, openSync, readSync, type Stats } from "node:fs";
import { withEngine } from "../../bindings/pool/engine-pool.js";
import type { PlannedCase } from "../cohort/case-record.js";
import { MAXIMUM_INFLATION } from "../io/gzip/gunzip.js";
import { isGzip } from "../io/gzip/gzip-member.js";
import { openFile } from "../io/open-file.js";
import type { CaseShapes } from "./case-memory.js";
import { casePath } from "./case-path.js";
import type { CaseBytes } from "./evaluate-case.js";

/** A case's files before it is evaluated. */
export interface CaseFiles {
  /** Null: the file is large, its voxels lie in another, or it cannot be read at once. */
  readonly bytes: CaseBytes;
  /** As the headers claim, or larger. */
  readonly shapes: CaseShapes;
}

/** Larger files are evaluated while they are read. */
const WHOLE_BYTES = 1 << 22;

/**
 * Reads a case's files, all at once unless they are large: opening, reading and closing takes a hundredth of a millisecond so,
 * and a tenth or more by promises.
 * @param suffices whether shapes are small enough, so that the headers need not be asked
 */
export async function readCaseFiles(
  { reference, prediction }: PlannedCase,
  root: string,
  suffices: (shapes: CaseShapes) => boolean,
): Promise<CaseFiles> {
  const found = { reference: readFile(casePath(root, reference)), prediction: readFile(casePath(root, prediction)) };
  const atMost = { reference: shapeAtMost(found.reference), prediction: shapeAtMost(found.prediction) };
  if (suffices(atMost)) return { bytes: bytesOf(found), shapes: atMost };
  const shapes = { reference: await claimedShape(found.reference), prediction: await claimedShape(found.prediction) };
  return { bytes: bytesOf(found, shapes), shapes };
}

interface FoundFile {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer> | null;
  /** False: it must not be opened to find the shape. */
  readonly isFile: boolean;
}

/** A header whose voxels lie beside it says nothing in memory, so that it is read again by its path. */
function bytesOf(found: Readonly<Record<keyof CaseBytes, FoundFile>>, shapes?: CaseShapes): CaseBytes {
  const bytesIn = (side: keyof CaseBytes) => (shapes?.[side] === null ? null : found[side].bytes);
  return { reference: bytesIn("reference"), prediction: bytesIn("prediction") };
}

/** The evaluation reports errors, with the file's name. */
function readFile(path: string): FoundFile {
  try {
    // A pipe without a writer would block the thread for ever, and so would a file that another process holds.
    const file = openSync(path, fileConstants.O_RDONLY | fileConstants.O_NONBLOCK);
    try {
      const stat = fstatSync(file);
      return { path, bytes: readOpen(file, stat), isFile: stat.isFile() };
    } finally {
      closeSync(file);
    }
  } catch {
    return { path, bytes: null, isFile: false };
  }
}

function readOpen(file: number, stat: Stats): Uint8Array<ArrayBuffer> | null {
  if (!stat.isFile() || stat.size > WHOLE_BYTES) return null;
  const bytes = new Uint8Array(stat.size);
  // A file that was cut meanwhile, or that came in parts, is read again by its path.
  return readSync(file, bytes, 0, bytes.length, 0) === stat.size ? bytes : null;
}

/** Of gzipped NIfTI, whose voxels have a byte at least: what deflate can make of so many bytes. Of others the header says it. */
function shapeAtMost({ path, bytes, isFile }: FoundFile): readonly number[] | null {
  if (!isFile) return null;
  const isBounded = bytes !== null && isGzip(bytes) && /\.nii\.gz$/i.test(path);
  return [isBounded ? MAXIMUM_INFLATION * bytes.length : Number.POSITIVE_INFINITY];
}

/** The shape that the header of a file claims; null if no format reads it. */
async function claimedShape({ path, bytes, isFile }: FoundFile): Promise<readonly number[] | null> {
  if (!isFile) return null;
  try {
    return await withEngine(undefined, async (engine) => {
      const source = await openFile(engine, bytes ?? path, { hash: false, name: path });
      await source.close();
      return source.header.shape;
    });
  } catch {
    return null;
  }
}
