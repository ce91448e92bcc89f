import { isVoxmatchError, VoxmatchError } from "../../base/errors.js";
import { openSource } from "./source/byte-source.js";
import type { Hash } from "./source/hash.js";
import { nodeModules } from "./source/platform.js";
import { StoredBytes } from "./source/stored-bytes.js";
import type { FormatInput, VoxelFile } from "./voxel-source.js";

/** The files beside another one that its format asks for. */
export interface Companions {
  readonly open: FormatInput["companion"];
  /** Whether the hash of the file knows of them; a page can hash a single file only. */
  readonly areHashed: boolean;
  /** Lets all bytes of them pass, for their hash. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

/** @param given the files next to `file`, where the folder cannot be read, as in a page */
export function companionsOf(
  { source, bytes }: VoxelFile,
  given: readonly File[],
  hash: Hash | null,
  signal: AbortSignal | undefined,
): Companions {
  const opened: VoxelFile[] = [];
  const find = async (name: string) => {
    const file = given.find((each) => each.name === name);
    if (file !== undefined) return openSource(file);
    if (source.beside !== null) return source.beside(name);
    throw new VoxmatchError("FILE_ACCESS", `${name} was not given.`, { path: name, code: "ENOENT" });
  };
  return {
    get areHashed() {
      return opened.length === 0 || nodeModules() !== null;
    },
    open: async (names, { isHeader = false } = {}) => {
      // The hash goes on with the voxels once the header is through.
      if (!isHeader) await bytes.drain();
      for (const name of names) {
        try {
          const found = await find(name);
          const file = { source: found, bytes: new StoredBytes(found, hash, signal) };
          opened.push(file);
          return file;
        } catch (error) {
          const isMissing = isVoxmatchError(error, "FILE_ACCESS") && error.details.code === "ENOENT";
          if (!isMissing) throw error;
        }
      }
      throw missing(source.label, names, source.beside === null);
    },
    drain: async () => {
      for (const file of opened) await file.bytes.drain();
    },
    close: async () => {
      for (const file of opened) {
        await file.bytes.close();
        await file.source.close();
      }
    },
  };
}

function missing(label: string, names: readonly string[], isPage: boolean): VoxmatchError {
  const advice = isPage ? "Choose both files together (option beside)." : "Put the two into one folder.";
  return new VoxmatchError(
    "FILE_ACCESS",
    `${label} is one of two files, and the other (${names.join(" or ")}) is not in the same folder. ${advice}`,
    { path: label, expected: names },
  );
}
