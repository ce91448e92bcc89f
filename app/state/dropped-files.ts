/** A folder that was dropped, with all files in it. */
export interface DroppedFolder {
  readonly name: string;
  readonly files: readonly File[];
}

/** The files and folders of a drop. Entries must be asked for before the first wait, after which the drop is empty. */
export async function droppedFiles(
  data: DataTransfer,
): Promise<{ readonly files: readonly File[]; readonly folders: readonly DroppedFolder[] }> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const files: File[] = [];
  const folders: DroppedFolder[] = [];
  for (const entry of entries) {
    if (entry.isDirectory)
      folders.push({ name: entry.name, files: await filesBelow(entry as FileSystemDirectoryEntry) });
    else files.push(await fileOf(entry as FileSystemFileEntry));
  }
  return { files, folders };
}

async function filesBelow(folder: FileSystemDirectoryEntry): Promise<File[]> {
  const reader = folder.createReader();
  const found: File[] = [];
  // A reader gives a hundred entries at a time, and none at the end.
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (entries.length === 0) return found;
    for (const entry of entries) {
      if (entry.isDirectory) found.push(...(await filesBelow(entry as FileSystemDirectoryEntry)));
      else found.push(await fileOf(entry as FileSystemFileEntry));
    }
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}
