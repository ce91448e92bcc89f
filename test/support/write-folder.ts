import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FolderFiles } from "./zarr-files.js";

/** Writes files into a folder, and says where it is. */
export function writeFolder(folder: string, files: FolderFiles): string {
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return folder;
}
