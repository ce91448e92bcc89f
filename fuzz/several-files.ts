/** Fuzz targets of volumes that are a folder, two files, or a file that a library writes. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testVoxels } from "../test/support/format-files.js";
import { DATA_TYPES, niftiFile } from "../test/support/nifti.js";
import { writeFolder } from "../test/support/write-folder.js";
import { zarrFiles } from "../test/support/zarr-files.js";
import { damaged, pick, type Random } from "./mutate.js";
import { read } from "./read.js";

/** A folder for what this process writes, gone once it ends. */
let scratch: string | undefined;

function scratchFolder(): string {
  if (scratch === undefined) {
    const made = mkdtempSync(join(tmpdir(), "voxmatch-fuzz-"));
    process.once("exit", () => rmSync(made, { recursive: true, force: true }));
    scratch = made;
  }
  return scratch;
}

/** One file of a Zarr array is damaged or lost. */
export async function zarr(random: Random): Promise<void> {
  const version = pick(random, [2, 3] as const);
  const codec = pick(
    random,
    version === 2 ? (["none", "gzip", "zlib"] as const) : (["none", "gzip", "crc32c"] as const),
  );
  const voxels = testVoxels(pick(random, DATA_TYPES), random() < 0.7);
  const files = { ...(await zarrFiles(voxels, { version, codec, chunks: [2, 3, 2], isFortran: random() < 0.3 })) };
  const metadata = version === 2 ? ".zarray" : "zarr.json";
  const path = random() < 0.6 ? metadata : pick(random, Object.keys(files));
  if (random() < 0.05) delete files[path];
  else files[path] = damaged(files[path], random, files[path].length);
  const folder = join(scratchFolder(), "a.zarr");
  rmSync(folder, { recursive: true, force: true });
  await read(writeFolder(folder, files), { spacing: [1, 1, 1] });
}

/** The header or the voxels of a NIfTI pair are damaged. */
export async function pair(random: Random): Promise<void> {
  const { shape, ...voxels } = testVoxels(pick(random, DATA_TYPES), random() < 0.7);
  const whole = niftiFile({ ...voxels, shape, set: { "magic[1]": 0x69, vox_offset: 0 } });
  let [header, image] = [new Uint8Array(whole.subarray(0, 348)), new Uint8Array(whole.subarray(352))];
  if (random() < 0.7) header = damaged(header, random, 348);
  else image = damaged(image, random, image.length);
  await read(new File([header], "a.hdr"), { beside: [new File([image], "a.img")] });
}

/** Files of HDF5 as the library writes them, which takes long: two, one of them in compressed chunks. */
let written: Promise<readonly Uint8Array[]> | undefined;

async function writeHdf5(): Promise<readonly Uint8Array[]> {
  const { File: Hdf5File, ready } = await import("h5wasm/node");
  await ready;
  return [false, true].map((isPacked) => {
    const path = join(scratchFolder(), "a.h5");
    const file = new Hdf5File(path, "w");
    const { values } = testVoxels("uint16");
    const packing = isPacked ? { chunks: [2, 2, 5], compression: "gzip" as const, compression_opts: 4 } : {};
    file.create_dataset({ name: "labels", data: Uint16Array.from(values), shape: [3, 4, 5], ...packing });
    file.close();
    return new Uint8Array(readFileSync(path));
  });
}

export async function hdf5(random: Random): Promise<void> {
  written ??= writeHdf5();
  const whole = pick(random, await written);
  await read(damaged(whole, random, whole.length), { name: "a.h5", spacing: [1, 1, 1] });
}
