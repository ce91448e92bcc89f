import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { withEngine } from "../../../bindings/pool/engine-pool.js";
import { evaluate } from "../../../src/evaluation/evaluate.js";
import { evaluatePass } from "../../../src/evaluation/pipeline.js";
import { runInSlabs } from "../../../src/evaluation/run-in-slabs.js";
import { resolveOptions } from "../../../src/options/resolve.js";
import { toJson } from "../../../src/reports/case/json.js";
import { segFile } from "../../support/dicom-files.js";
import { metaImageFile, mghFile, npyFile, nrrdFile, type TestVoxels, voxelBytes } from "../../support/format-files.js";
import { niftiFile } from "../../support/nifti.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { tiffFile } from "../../support/tiff-files.js";
import { writeFolder } from "../../support/write-folder.js";
import { type FolderFiles, zarrFiles } from "../../support/zarr-files.js";

const folder = temporaryFolder();
const COUNTS = { metrics: ["iou", "dsc", "cedi"], globalMetrics: ["iou", "dsc"] } as const;
const SHAPE = [7, 6, 5];

/** Columns of two labels that go through all layers, and voxels that stand alone. */
function voxelsOf(shift: number): TestVoxels & { readonly dataType: "uint8" } {
  const values = Array.from({ length: 7 * 6 * 5 }, (_, i) => {
    const [x, y, z] = [i % 7, Math.floor(i / 7) % 6, Math.floor(i / 42)];
    if (x === 6) return Number((y + z + shift) % 3 === 0);
    return x >= shift && x < 3 + shift && y > 1 ? 1 + Number(x > 1) : 0;
  });
  return { dataType: "uint8", shape: SHAPE, values };
}

/** One frame for each layer of label 1. */
function segmentation({ values }: TestVoxels): Uint8Array {
  const frames = Array.from({ length: 5 }, (_, z) => ({
    segment: 1,
    position: [0, 0, 2 * z],
    pixels: values.slice(42 * z, 42 * z + 42).map((label) => Number(label === 1)),
  }));
  return segFile({ rows: 6, columns: 7, segments: [[1, "liver"]], sliceSpacing: 2, frames });
}

/** The files of a volume, the first of which is named, by format. */
const FORMATS: Readonly<Record<string, (voxels: ReturnType<typeof voxelsOf>) => FolderFiles | Promise<FolderFiles>>> = {
  TIFF: (voxels) => ({ "a.tif": tiffFile(voxels, { compression: "deflate", rowsPerStrip: 2 }) }),
  NRRD: (voxels) => ({ "a.nrrd": nrrdFile(voxels, { encoding: "gzip" }) }),
  "NRRD as text": (voxels) => ({ "a.nrrd": nrrdFile(voxels, { encoding: "ascii" }) }),
  "detached NRRD": (voxels) => ({ "a.nhdr": nrrdFile(voxels, { dataFile: "a.raw" }), "a.raw": voxelBytes(voxels) }),
  MHA: (voxels) => ({ "a.mha": metaImageFile(voxels, { isPacked: true }) }),
  MHD: (voxels) => ({ "a.mhd": metaImageFile(voxels, { dataFile: "a.raw" }), "a.raw": voxelBytes(voxels) }),
  NPY: (voxels) => ({ "a.npy": npyFile(voxels) }),
  "NPY in Fortran order": (voxels) => ({ "a.npy": npyFile(voxels, { isFortran: true }) }),
  MGZ: (voxels) => ({ "a.mgz": mghFile(voxels, { isPacked: true }) }),
  "DICOM SEG": (voxels) => ({ "a.dcm": segmentation(voxels) }),
  "Zarr without some chunks": async (voxels) => atFolder("a.zarr", await zarrFiles(voxels, { chunks: [2, 3, 2] })),
  "NIfTI with bytes behind its voxels": (voxels) => ({
    "a.nii": Buffer.concat([niftiFile({ ...voxels, spacing: [1, 1, 1] }), Buffer.from([1, 2, 3])]),
  }),
};

function atFolder(name: string, files: FolderFiles): FolderFiles {
  return Object.fromEntries(Object.entries(files).map(([path, bytes]) => [`${name}/${path}`, bytes]));
}

async function pairOf(format: string) {
  const [reference, prediction] = await Promise.all(
    ["reference", "prediction"].map(async (side, shift) => {
      const files = await FORMATS[format](voxelsOf(shift));
      const at = writeFolder(join(folder, format, side), files);
      const [first] = Object.keys(files);
      return { file: join(at, first.includes("/") ? dirname(first).split("/")[0] : first) };
    }),
  );
  return { reference, prediction };
}

describe("slabs of every format", () => {
  it.each(Object.keys(FORMATS))("say what the whole says, notes included, byte for byte: %s", async (format) => {
    const pair = await pairOf(format);
    const whole = await evaluate(pair, COUNTS);
    const expected = toJson({ ...whole, timings: {} });
    for (const layers of [1, 2, 5]) {
      const result = await withEngine(undefined, (engine) =>
        runInSlabs(engine, pair, resolveOptions(COUNTS), evaluatePass, {}, () => layers),
      );
      expect(toJson({ ...result, timings: {} })).toBe(expected);
    }
    const limited = await evaluate(pair, COUNTS, { memory: 2 ** 28 });
    expect(toJson({ ...limited, timings: {} })).toBe(expected);
  });

  it("notes what was left out of files, and what is missing in them", async () => {
    for (const [format, note] of [
      ["NIfTI with bytes behind its voxels", /3 bytes behind the voxels/],
      ["Zarr without some chunks", /chunk/],
    ] as const) {
      const { notes } = await evaluate(await pairOf(format), COUNTS, { memory: 2 ** 28 });
      expect(notes?.join("\n")).toMatch(note);
    }
  });
});
