import { isAddress } from "./address.js";
import { chosenFolder, diskFolder, type FolderHandle, servedFolder } from "./folder-store.js";
import type { ByteSource } from "./source.js";

/** A folder on a disk, on a server, or one that the user chose in a page. */
export function folderSource(input: string | FolderHandle, identity: unknown, name?: string): ByteSource {
  const path = name ?? (typeof input === "string" ? input : input.name);
  return {
    folder:
      typeof input !== "string" ? chosenFolder(input) : isAddress(input) ? servedFolder(input) : diskFolder(input),
    path,
    label: path,
    size: null,
    identity,
    readAt: null,
    beside: null,
    async *chunks() {},
    whole: async () => new Uint8Array(0),
    close: async () => {},
  };
}
