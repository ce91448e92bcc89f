import { isVoxmatchError, VoxmatchError } from "../../base/errors.js";
import { openSource } from "./source/byte-source.js";
import type { Hash } from "./source/hash.js";
import type { ByteSource } from "./source/source.js";
import { StoredBytes } from "./source/stored-bytes.js";
import type { FormatInput, VoxelFile } from "./voxel-source.js";

/** The files beside another one that its format asks for. */
export interface Companions {
  readonly open: FormatInput["companion"];
  /** The file and those that were opened beside it, in the order in which their bytes are hashed. */
  readonly hashed: readonly ByteSource[];
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
  const opened: (VoxelFile & { readonly isHeader: boolean })[] = [];
  const find = async (name: string) => {
    const file = given.find((each) => each.name === name);
    if (file !== undefined) return openSource(file);
    if (source.beside !== null) return source.beside(name);
    throw new VoxmatchError("FILE_ACCESS", `${name} was not given.`, { path: name, code: "ENOENT" });
  };
  return {
    get hashed() {
      const of = (isHeader: boolean) => opened.filter((each) => each.isHeader === isHeader).map((each) => each.source);
      return [...of(true), source, ...of(false)];
    },
    open: async (names, { isHeader = false } = {}) => {
      // The hash goes on with the voxels once the header is through.
      if (!isHeader) await bytes.drain();
      for (const name of names) {
        try {
          const found = await find(name);
          const file = { source: found, bytes: new StoredBytes(found, hash, signal), isHeader };
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
  const advice = isPage ? "Choose both files together (in a program: option beside)." : "Put the two into one folder.";
  return new VoxmatchError(
    "FILE_ACCESS",
    `${label} is one of two files, and the other (${names.join(" or ")}) is not in the same folder. ${advice}`,
    { path: label, expected: names },
  );
}
