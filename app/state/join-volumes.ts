/** Joins the files that make up one volume: those of a Zarr, and a header with the files next to it. */
import { isVolumeName } from "../../src/cohort/case-names.js";
import { FORMAT_ENDINGS } from "../../src/io/format-endings.js";
import type { GivenVolume } from "../engine/given-volume.js";
import type { FoundFile, FoundFolder } from "./tell-apart.js";

/** Headers of NIfTI pairs, of NRRD and of MetaImage, whose voxels may lie in another file. */
const HEADERS: readonly string[] = [...FORMAT_ENDINGS.pair, ".nhdr", ".mhd"];

/** Files by which a folder is a Zarr under any name. */
const ZARR_FILES: readonly string[] = ["zarr.json", ".zarray", ".zgroup"];

/** @returns each volume as one, however many files it has; a folder that is a volume itself is among the files */
export function joinVolumes(
  files: readonly File[],
  folders: readonly FoundFolder[],
): { readonly files: readonly GivenVolume[]; readonly folders: readonly FoundFolder[] } {
  const loose = joinHeaders(files.map((file) => ({ name: file.name, path: file.name, file })));
  const zarrs = folders.filter(isZarr);
  return {
    files: [...loose.map(({ file }) => file), ...zarrs.map(({ name, files }) => folderVolume(name, files, ""))],
    folders: folders
      .filter((folder) => !zarrs.includes(folder))
      .map(({ name, files }) => ({ name, files: joinHeaders(joinZarrs(files)) })),
  };
}

function isZarr({ name, files }: FoundFolder): boolean {
  return isZarrName(name) || files.some((file) => ZARR_FILES.includes(file.name));
}

function isZarrName(name: string): boolean {
  return FORMAT_ENDINGS.zarr.some((ending) => name.toLowerCase().endsWith(ending));
}

/** `at`: the path of the folder, with a slash behind; empty for the outermost one. */
function folderVolume(name: string, files: readonly FoundFile[], at: string): GivenVolume {
  const own = files.flatMap(({ name: path, file }): [string, File][] =>
    path.startsWith(at) && file instanceof File ? [[path.slice(at.length), file]] : [],
  );
  return { name, header: null, files: new Map(own) };
}

/** In a folder, names alone tell which folders are Zarr, as for the command line. */
function joinZarrs(files: readonly FoundFile[]): readonly FoundFile[] {
  const volumes = new Map<string, FoundFile[]>();
  const others = files.filter((file) => {
    const parts = file.name.split("/");
    const depth = parts.slice(0, -1).findIndex(isZarrName) + 1;
    if (depth === 0) return true;
    const name = parts.slice(0, depth).join("/");
    volumes.set(name, [...(volumes.get(name) ?? []), file]);
    return false;
  });
  const joined = Array.from(volumes, ([name, own]): FoundFile => {
    const [{ name: inside, path }] = own;
    const file = folderVolume(name.slice(name.lastIndexOf("/") + 1), own, `${name}/`);
    return { name, path: path.slice(0, path.length - inside.length + name.length), file };
  });
  return [...others, ...joined];
}

/** Gives each header all files next to it that are no volumes: the header itself names the one that it means. */
function joinHeaders(files: readonly FoundFile[]): readonly FoundFile[] {
  const isHeader = ({ name }: FoundFile) => HEADERS.some((ending) => name.toLowerCase().endsWith(ending));
  const withHeader = new Set(files.filter(isHeader).map(({ name }) => folderOf(name)));
  const beside = new Map<string, Map<string, File>>();
  for (const { name, file } of files) {
    const folder = folderOf(name);
    if (!withHeader.has(folder) || isVolumeName(name) || !(file instanceof File)) continue;
    const known = beside.get(folder) ?? new Map<string, File>();
    beside.set(folder, known.set(file.name, file));
  }
  return files.flatMap((found) => {
    const { name, file } = found;
    const others = beside.get(folderOf(name));
    if (others === undefined || !(file instanceof File)) return [found];
    if (isHeader(found)) return [{ ...found, file: { name: file.name, header: file, files: others } }];
    return isVolumeName(name) ? [found] : [];
  });
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}
