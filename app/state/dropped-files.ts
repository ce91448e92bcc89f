import type { FoundFile, FoundFolder } from "./tell-apart.js";

/** The files and folders of a drop. Entries must be asked for before the first wait, after which the drop is empty. */
export async function droppedFiles(
  data: DataTransfer,
): Promise<{ readonly files: readonly File[]; readonly folders: readonly FoundFolder[] }> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const files: File[] = [];
  const folders: FoundFolder[] = [];
  for (const entry of entries) {
    if (entry.isDirectory)
      folders.push({ name: entry.name, files: await filesBelow(entry as FileSystemDirectoryEntry) });
    else files.push(await fileOf(entry as FileSystemFileEntry));
  }
  return { files, folders };
}

/** The files of a folder that was picked. */
export function pickedFolder(files: readonly File[]): FoundFolder {
  const found = files.map((file) => {
    const path = file.webkitRelativePath === "" ? file.name : file.webkitRelativePath;
    return { name: path.slice(path.indexOf("/") + 1), path, file };
  });
  const [{ path }] = found;
  return { name: path.includes("/") ? path.slice(0, path.indexOf("/")) : "files", files: found };
}

async function filesBelow(folder: FileSystemDirectoryEntry, above = ""): Promise<FoundFile[]> {
  const reader = folder.createReader();
  const found: FoundFile[] = [];
  // A reader gives a hundred entries at a time, and none at the end.
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (entries.length === 0) return found;
    for (const entry of entries) {
      if (entry.isDirectory)
        found.push(...(await filesBelow(entry as FileSystemDirectoryEntry, `${above}${entry.name}/`)));
      else {
        const path = entry.fullPath.replace(/^\//, "");
        found.push({ name: `${above}${entry.name}`, path, file: await fileOf(entry as FileSystemFileEntry) });
      }
    }
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}
