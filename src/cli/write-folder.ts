import { mkdtemp, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { makeFolder } from "../runner/make-folder.js";
import { cannotWrite } from "./write-output.js";

/**
 * Checks, before any work is done, that files can be written to a folder, which may still be missing.
 * @throws VoxmatchError `FILE_ACCESS`
 */
export async function checkFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => null);
  if (found !== null && !found.isDirectory()) throw cannotWrite(folder, "it is no folder", "Name a folder.");
  const parent = await stat(dirname(folder)).catch(() => null);
  if (!parent?.isDirectory()) throw cannotWrite(folder, `there is no folder ${dirname(folder)}`, "Make it first.");
}

/**
 * Writes files to a folder, all or none: each under another name first, and once all have reached the disk they take their places
 * in the order given. Other files in the folder stay.
 * @throws VoxmatchError `FILE_ACCESS`
 */
export async function writeFolder(
  folder: string,
  files: readonly { readonly file: string; readonly text: string }[],
): Promise<void> {
  try {
    await makeFolder(folder);
    const temporary = await mkdtemp(join(folder, ".voxmatch-"));
    try {
      for (const { file, text } of files) {
        const found = await stat(join(folder, file)).catch(() => null);
        if (found?.isDirectory()) throw new Error(`${file} in it is a folder`);
        await writeFile(join(temporary, file), text, { flush: true });
      }
      for (const { file } of files) await rename(join(temporary, file), join(folder, file));
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
  } catch (cause) {
    throw cannotWrite(folder, cause instanceof Error ? cause.message : String(cause), "Choose another folder.", cause);
  }
}
