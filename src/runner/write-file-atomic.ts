import { type FileHandle, open, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Temporary names, as {@link writeWhole} makes them of a file's. */
const TEMPORARY = /^\.(.+)\.[0-9a-f]{12}\.tmp$/;

/**
 * Removes remains of processes that were killed while they wrote these files. No other process may be writing them.
 * @param names of files in the folder
 */
export async function removeLeftovers(folder: string, names: readonly string[]): Promise<void> {
  const entries = await readdir(folder).catch(() => []);
  const leftovers = entries.filter((entry) => names.includes(TEMPORARY.exec(entry)?.[1] ?? ""));
  await Promise.all(leftovers.map((entry) => rm(join(folder, entry), { force: true })));
}

/**
 * Makes a file as a whole or not at all: under a temporary name in the same folder, which takes its place once all was written and
 * has reached the disk. Readers meanwhile see the old or the new file, never a part of one.
 */
export async function writeWhole(
  path: string,
  write: (file: FileHandle) => Promise<unknown>,
  mode = 0o666,
): Promise<void> {
  // Not node:crypto, of which the command would load all before it writes anything.
  const random = Buffer.from(crypto.getRandomValues(new Uint8Array(6))).toString("hex");
  const temporary = join(dirname(path), `.${basename(path)}.${random}.tmp`);
  try {
    const file = await open(temporary, "wx", mode);
    try {
      await write(file);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
