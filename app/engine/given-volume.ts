import type { FolderHandle, VolumeInput } from "../../src/index.js";

/** A volume as it was dropped or picked; it survives a message. */
export type GivenVolume = File | SeveralFiles;

/** A volume of several files: a header and the files next to it, or a folder of Zarr. */
export interface SeveralFiles {
  readonly name: string;
  /** Null for a folder. */
  readonly header: File | null;
  /** The others, by their paths in the folder. */
  readonly files: ReadonlyMap<string, File>;
}

/** The input of the engine for a volume. */
export function inputOf(given: GivenVolume): { readonly file: VolumeInput; readonly beside?: readonly File[] } {
  if (given instanceof File) return { file: given };
  const { name, header, files } = given;
  return header === null ? { file: folderOf(name, files, "") } : { file: header, beside: [...files.values()] };
}

/** Files by their paths as a folder. `at`: its path in the outermost one, with a slash behind. */
function folderOf(name: string, files: ReadonlyMap<string, File>, at: string): FolderHandle {
  return {
    name,
    getDirectoryHandle: async (inner) => folderOf(inner, files, `${at}${inner}/`),
    getFileHandle: async (inner) => {
      const file = files.get(at + inner);
      if (file === undefined) throw new DOMException(`${name} has no file ${inner}.`, "NotFoundError");
      return { getFile: async () => file };
    },
  };
}
