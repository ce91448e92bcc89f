import { constants as fileConstants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { Engine } from "../../bindings/engine/engine.js";
import { createEngine } from "../../bindings/pool/create-engine.js";
import { withEngine } from "../../bindings/pool/engine-pool.js";
import type { PlannedCase } from "../cohort/case-record.js";
import { openFile } from "../io/open-file.js";
import type { CaseShapes } from "./case-memory.js";
import { casePath } from "./case-path.js";

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

/** Reads a case's files while others are evaluated, as far as the budget goes, and their headers in any case. */
export async function readAhead(planned: PlannedCase, root: string, budget: AheadBudget): Promise<FilesAhead> {
  const [reference, prediction] = await Promise.all(
    [planned.reference, planned.prediction].map((path) => readFile(casePath(root, path), budget)),
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
  // The evaluation reports the error, with the file's name.
  // A pipe without a writer would block a thread for ever.
  const file = await open(path, fileConstants.O_RDONLY | fileConstants.O_NONBLOCK).catch(() => null);
  if (file === null) return NOTHING;
  try {
    return await readOpen(file, path, budget);
  } catch {
    return NOTHING;
  } finally {
    await file.close();
  }
}

const NOTHING: FileAhead = { bytes: null, shape: null };

async function readOpen(file: FileHandle, path: string, budget: AheadBudget): Promise<FileAhead> {
  const stat = await file.stat();
  if (!stat.isFile()) return NOTHING;
  // No memory is shared with a read from a disk that may not answer.
  const byPath = async () => ({ bytes: null, shape: await shapeOf(await createEngine(), path, path) });
  if (budget.bytes + stat.size > budget.maximum) return byPath();
  budget.bytes += stat.size;
  let isKept = false;
  try {
    const bytes = new Uint8Array(stat.size);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
    const shape = await withEngine(undefined, (engine) => shapeOf(engine, bytes.subarray(0, bytesRead), path));
    // A file that was cut meanwhile, or that came in parts, is read again by its path; so is a header whose voxels lie beside it.
    isKept = bytesRead === stat.size && shape !== null;
    return isKept ? { bytes, shape } : await byPath();
  } finally {
    if (!isKept) budget.bytes -= stat.size;
  }
}

/** The shape that the header of a file claims; null if no format reads it. */
async function shapeOf(engine: Engine, file: string | Uint8Array, name: string): Promise<readonly number[] | null> {
  try {
    const source = await openFile(engine, file, { hash: false, name });
    await source.close();
    return source.header.shape;
  } catch {
    return null;
  }
}
