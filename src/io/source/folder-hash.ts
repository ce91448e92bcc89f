import type { FolderStore } from "./folder-store.js";
import { sha256 } from "./hash.js";

/** A folder of which is known what was read. */
export interface HashedFolder {
  readonly store: FolderStore;
  /** The SHA-256 of each file, or part of one, that was read. */
  readonly sums: Map<string, Promise<string | null>>;
  /**
   * The SHA-256 of a text with a line for each file that was read, sorted by paths: its SHA-256, two spaces, its path, as sha256sum
   * writes it. Of files that were read in parts each part has a line, with its place behind the path. Null where none can be computed.
   */
  digest(): Promise<string | null>;
}

/** Hashes what is read of a folder, which has no bytes in order. */
export function hashedFolder(store: FolderStore): HashedFolder {
  const sums = new Map<string, Promise<string | null>>();
  const noted = (path: string, bytes: Uint8Array | undefined) => {
    if (bytes !== undefined && !sums.has(path)) sums.set(path, sha256(new Uint8Array(bytes)));
    return bytes;
  };
  return {
    sums,
    store: {
      ...store,
      get: async (key) => noted(key.slice(1), await store.get(key)),
      getRange: async (key, range) => {
        const part = "suffixLength" in range ? `-${range.suffixLength}` : `${range.offset}+${range.length}`;
        return noted(`${key.slice(1)} ${part}`, await store.getRange(key, range));
      },
    },
    digest: async () => {
      const lines: string[] = [];
      for (const path of [...sums.keys()].sort()) {
        const sum = await sums.get(path);
        if (sum == null) return null;
        lines.push(`${sum}  ${path}\n`);
      }
      return sha256(new TextEncoder().encode(lines.join("")));
    },
  };
}
