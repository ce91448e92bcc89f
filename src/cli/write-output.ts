import { type FileHandle, realpath, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { VoxmatchError } from "../../base/errors.js";
import { writeWhole } from "../runner/write-file-atomic.js";

/**
 * Checks, before any work is done, that a report can be written to `path`.
 * @throws VoxmatchError `FILE_ACCESS`
 */
export async function checkOutput(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory()) throw cannotWrite(path, "it is a folder", "Name a file in it.");
  const folder = await stat(dirname(path)).catch(() => null);
  if (!folder?.isDirectory()) throw cannotWrite(path, `there is no folder ${dirname(path)}`, "Make it first.");
}

/** A text, bytes, or a text in pieces, of which one is held at a time. */
export type OutputContent = string | Uint8Array | Iterable<string>;

/**
 * Writes a file as a whole or not at all. (A pipe or device is written to directly.)
 * @throws VoxmatchError `FILE_ACCESS`
 */
export async function writeOutput(path: string, content: OutputContent): Promise<void> {
  try {
    const found = await stat(path).catch(() => null);
    if (found !== null && !found.isFile()) return await writeFile(path, content);
    // A link keeps pointing where it does: its target is replaced.
    const target = found === null ? path : await realpath(path);
    await writeWhole(target, (file) => writeContent(file, content), found?.mode);
  } catch (cause) {
    throw cannotWrite(path, cause instanceof Error ? cause.message : String(cause), "Choose another place.", cause);
  }
}

/** The refusal of a place that cannot be written to. */
export function cannotWrite(path: string, reason: string, advice: string, cause?: unknown): VoxmatchError {
  return new VoxmatchError("FILE_ACCESS", `${path} cannot be written: ${reason}. ${advice}`, { path }, { cause });
}

async function writeContent(file: FileHandle, content: OutputContent): Promise<void> {
  if (typeof content === "string" || content instanceof Uint8Array) return file.writeFile(content);
  for (const chunk of content) await file.writeFile(chunk);
}
