import { join } from "node:path";
import { File as Hdf5File, ready } from "h5wasm/node";
import { beforeAll, describe, expect, it } from "vitest";
import { withEngine } from "../../../../bindings/pool/engine-pool.js";
import type { Triple } from "../../../../bindings/volumes/run-volume.js";
import { openFile } from "../../../../src/io/open-file.js";
import type { VolumeInput } from "../../../../src/io/source/byte-source.js";
import { nrrdFile, testVoxels } from "../../../support/format-files.js";
import { refusal } from "../../../support/refusal.js";
import { temporaryFolder } from "../../../support/temporary-folder.js";
import { tiffFile } from "../../../support/tiff-files.js";
import { writeFolder } from "../../../support/write-folder.js";
import { zarrFiles } from "../../../support/zarr-files.js";

/** 5 × 4 × 3 voxels. */
const SMALL = testVoxels("uint16");
const SHAPE: Triple = [5, 4, 3];
const folder = temporaryFolder();

beforeAll(async () => {
  await ready;
});

function hdf5(chunks?: readonly number[]): string {
  const path = join(folder, `${chunks?.join("-") ?? "plain"}.h5`);
  const file = new Hdf5File(path, "w");
  const data = Uint16Array.from(SMALL.values);
  file.create_dataset({ name: "labels", data, shape: [3, 4, 5], ...(chunks && { chunks: [...chunks] }) });
  file.close();
  return path;
}

const FILES: Readonly<Record<string, () => Promise<VolumeInput>>> = {
  "plain NRRD": async () => nrrdFile(SMALL),
  "Zarr 2": async () => writeFolder(join(folder, "two.zarr"), await zarrFiles(SMALL, { version: 2 })),
  "Zarr 3 in odd chunks, Fortran order": async () =>
    writeFolder(join(folder, "odd.zarr"), await zarrFiles(SMALL, { chunks: [2, 3, 4], isFortran: true })),
  "TIFF in strips": async () => tiffFile(SMALL, { rowsPerStrip: 3, compression: "deflate" }),
  "TIFF in tiles": async () => tiffFile(SMALL, { rowsPerStrip: null }),
  "HDF5, plain": async () => hdf5(),
  "HDF5 in chunks": async () => hdf5([2, 3, 2]),
};

/** Every box of a volume. */
function* boxes(): Generator<{ origin: Triple; shape: Triple }> {
  const along = (length: number) =>
    Array.from({ length }, (_, from) => Array.from({ length: length - from }, (_, i) => [from, i + 1] as const)).flat();
  for (const [z, c] of along(SHAPE[2])) {
    for (const [y, b] of along(SHAPE[1]))
      for (const [x, a] of along(SHAPE[0])) yield { origin: [x, y, z], shape: [a, b, c] };
  }
}

describe("boxes", () => {
  it.each(Object.entries(FILES))("hold the voxels of each box of %s", async (_, make) => {
    const file = await make();
    await withEngine(undefined, async (engine) => {
      const source = await openFile(engine, file, { spacing: [1, 1, 1] });
      for (const { origin, shape } of boxes()) {
        const bytes = await source.stored.boxes?.read({ origin, shape });
        const expected = [];
        for (let z = 0; z < shape[2]; z++) {
          for (let y = 0; y < shape[1]; y++) {
            const from = origin[0] + 5 * (origin[1] + y + 4 * (origin[2] + z));
            expected.push(...SMALL.values.slice(from, from + shape[0]));
          }
        }
        expect([...new Uint16Array(Uint8Array.from(bytes ?? []).buffer)]).toEqual(expected);
      }
      await source.close();
    });
  });

  it("are refused where a file was cut since it was opened", async () => {
    const bytes = nrrdFile(SMALL);
    await withEngine(undefined, async (engine) => {
      const source = await openFile(engine, new Blob([bytes as Uint8Array<ArrayBuffer>]), { spacing: [1, 1, 1] });
      const read = () => source.stored.boxes?.read({ origin: [0, 0, 2], shape: [5, 4, 2] }) ?? Promise.resolve();
      await refusal(read, "INVALID_FILE", /is cut off: voxels of it are missing/);
      await source.close();
    });
  });
});
