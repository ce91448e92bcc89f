import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

/** Makes a folder and those above it. Node's own way never ends where a file system takes no new folders, such as /proc. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (cause) {
    if (await isFolder(path)) return;
    const parent = dirname(path);
    const isOrphan = (cause as NodeJS.ErrnoException).code === "ENOENT" && !(await isFolder(parent));
    if (!isOrphan || parent === path) throw cause;
    await makeFolder(parent);
    await makeFolder(path);
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
