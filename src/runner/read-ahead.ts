import { constants as fileConstants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { resolve } from "node:path";
import { constants, gunzipSync } from "node:zlib";
import type { PlannedCase } from "../cohort/case-record.js";
import { isGzip } from "../io/gzip/gzip-member.js";
import { parseNiftiHeader } from "../io/nifti/header.js";
import type { CaseShapes } from "./case-memory.js";

/** A case's files before it is evaluated. */
export interface FilesAhead {
  readonly shapes: CaseShapes;
  /** Null: the file was too large to be read ahead, or cannot be read. */
  readonly bytes: {
    readonly reference: Uint8Array<ArrayBuffer> | null;
    readonly prediction: Uint8Array<ArrayBuffer> | null;
  };
  /** Says that the bytes are no longer waiting. */
  readonly handOver: () => void;
}

/** Bytes of files that wait, and how many may. */
export interface AheadBudget {
  bytes: number;
  readonly maximum: number;
}

/** More than enough of any file to hold its header, inflated or not. */
const HEAD_BYTES = 4096;
/** A NIfTI-2 header with its magic bytes; longer than that of NIfTI-1. */
const HEADER_BYTES = 544;

/** Reads a case's files while others are evaluated, as far as the budget goes, and their headers in any case. */
export async function readAhead(planned: PlannedCase, root: string, budget: AheadBudget): Promise<FilesAhead> {
  const [reference, prediction] = await Promise.all(
    [planned.reference, planned.prediction].map((path) => readFile(resolve(root, path), budget)),
  );
  const held = (reference.bytes?.length ?? 0) + (prediction.bytes?.length ?? 0);
  return {
    shapes: { reference: reference.shape, prediction: prediction.shape },
    bytes: { reference: reference.bytes, prediction: prediction.bytes },
    handOver: () => {
      budget.bytes -= held;
    },
  };
}

interface FileAhead {
  readonly bytes: Uint8Array<ArrayBuffer> | null;
  readonly shape: readonly number[] | null;
}

async function readFile(path: string, budget: AheadBudget): Promise<FileAhead> {
  // A fault of a file is reported, with its name, where it is evaluated.
  // A pipe without a writer would block a thread for ever.
  const file = await open(path, fileConstants.O_RDONLY | fileConstants.O_NONBLOCK).catch(() => null);
  if (file === null) return NOTHING;
  try {
    return await readOpen(file, budget);
  } catch {
    return NOTHING;
  } finally {
    await file.close();
  }
}

const NOTHING: FileAhead = { bytes: null, shape: null };

async function readOpen(file: FileHandle, budget: AheadBudget): Promise<FileAhead> {
  const stat = await file.stat();
  if (!stat.isFile()) return NOTHING;
  const isWhole = budget.bytes + stat.size <= budget.maximum;
  const reserved = isWhole ? stat.size : 0;
  budget.bytes += reserved;
  let isKept = false;
  try {
    const buffer = new Uint8Array(isWhole ? stat.size : HEAD_BYTES);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
    const shape = shapeIn(buffer.subarray(0, bytesRead));
    // A file that was cut meanwhile, or that came in parts, is read again by its path; so is one of another format, which may need
    // the files beside it.
    isKept = isWhole && bytesRead === stat.size && shape !== null;
    return { bytes: isKept ? buffer : null, shape };
  } finally {
    if (!isKept) budget.bytes -= reserved;
  }
}

/** The shape that a file's first bytes claim; null if they are no header. */
function shapeIn(bytes: Uint8Array): readonly number[] | null {
  try {
    const head = bytes.subarray(0, HEAD_BYTES);
    const inflated = isGzip(head) ? gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH }) : head;
    return parseNiftiHeader(inflated.subarray(0, HEADER_BYTES), "").shape;
  } catch {
    return null;
  }
}
