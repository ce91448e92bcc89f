import type { FolderHandle, VolumeInput } from "../../src/index.js";
import type { FileChoices } from "../../src/io/voxel-source.js";

/** A volume as it was dropped or picked; it survives a message. */
export type GivenVolume = File | SeveralFiles;

/** A volume of several files: a header and the files next to it, or a folder of Zarr. */
export interface SeveralFiles {
  readonly name: string;
  /** Null for a folder. */
  readonly header: File | null;
  /** The others, by their paths in the folder. */
  readonly files: ReadonlyMap<string, File>;
  /** What of it is read, as the reader chose; not checked yet. */
  readonly choices?: FileChoices;
}

export function choicesOf(given: GivenVolume): FileChoices {
  return given instanceof File ? {} : (given.choices ?? {});
}

/** The same volume, of which something else is read. */
export function withChoices(given: GivenVolume, choices: FileChoices): GivenVolume {
  return given instanceof File ? { name: given.name, header: given, files: new Map(), choices } : { ...given, choices };
}

/** The input of the engine for a volume. */
export function inputOf(
  given: GivenVolume,
): FileChoices & { readonly file: VolumeInput; readonly beside?: readonly File[] } {
  if (given instanceof File) return { file: given };
  const { name, header, files, choices } = given;
  const place = header === null ? { file: folderOf(name, files, "") } : { file: header, beside: [...files.values()] };
  return { ...choices, ...place };
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
