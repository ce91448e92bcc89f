import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { File as Hdf5File, ready } from "h5wasm/node";
import Blosc from "numcodecs/blosc";
import LZ4 from "numcodecs/lz4";
import Zstd from "numcodecs/zstd";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPage, openPair, type ServedApp, serveBuiltApp, settled } from "../support/app-page.js";
import { launchChromium } from "../support/chromium.js";
import { segFile } from "../support/dicom-files.js";
import { dragOnto } from "../support/drag.js";
import {
  metaImageFile,
  mghFile,
  npyFile,
  nrrdFile,
  type TestVoxels,
  voxelBytes,
  zipFile,
} from "../support/format-files.js";
import { niftiFile } from "../support/nifti.js";
import { pngFile } from "../support/png-files.js";
import { COMMAND } from "../support/run-command.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { tiffFile } from "../support/tiff-files.js";
import { writeFolder } from "../support/write-folder.js";
import { zarrFiles } from "../support/zarr-files.js";

type Side = "ref" | "pred";
const SHAPE = [14, 12, 6] as const;

/** Three boxes by their first and last x; of the second the prediction has a part, of the third nothing. */
const BOXES: Readonly<Record<Side, readonly (readonly [from: number, to: number])[]>> = {
  ref: [
    [1, 9],
    [2, 8],
    [1, 5],
  ],
  pred: [
    [1, 8],
    [4, 12],
  ],
};

function voxelsOf(side: Side): TestVoxels & { readonly dataType: "uint16" } {
  const [nx, ny, nz] = SHAPE;
  const values = Array.from({ length: nx * ny * nz }, (_, i) => {
    const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
    const [from, to] = BOXES[side][Math.floor(y / 4)] ?? [0, -1];
    return z > 0 && z < 5 && y % 4 < 3 && x >= from && x <= to ? 1 : 0;
  });
  return { dataType: "uint16", shape: SHAPE, values };
}

/** The two files of an NIfTI pair. */
function pairFiles(side: Side): Readonly<Record<string, Uint8Array>> {
  const header = niftiFile({ ...voxelsOf(side), set: { "magic[1]": 0x69, vox_offset: 0 } });
  return { [`${side}.hdr`]: header.subarray(0, 348), [`${side}.img`]: voxelBytes(voxelsOf(side)) };
}

/** A label map of DICOM with a frame for each slice, and the second slice alone as PNG. */
function imageFiles(side: Side): Readonly<Record<string, Uint8Array>> {
  const [columns, rows, depth] = SHAPE;
  const slice = (z: number) => voxelsOf(side).values.slice(z * columns * rows, (z + 1) * columns * rows);
  const frames = Array.from({ length: depth }, (_, z) => ({ segment: 0, position: [0, 0, 2 * z], pixels: slice(z) }));
  const segments = [[1, "lesion"]] as const;
  return {
    [`${side}.dcm`]: segFile({ rows, columns, kind: "LABELMAP", bits: 8, segments, frames }),
    [`${side}.png`]: pngFile({ width: columns, height: rows, depth: 8, values: slice(1) }),
  };
}

function hdf5File(side: Side): void {
  const file = new Hdf5File(join(folder, `${side}.h5`), "w");
  const { values, shape } = voxelsOf(side);
  const data = Uint16Array.from(values);
  file.create_dataset({ name: "labels", data, shape: [...shape].reverse(), chunks: [2, 6, 7], compression: "gzip" });
  file.close();
}

const blosc = async (bytes: Uint8Array) =>
  Blosc.fromConfig({ id: "blosc", cname: "lz4", clevel: 5, shuffle: 1, blocksize: 0 } as never).encode(bytes);

const folder = temporaryFolder();
const path = (name: string) => join(folder, name);
let browser: Browser;
let app: ServedApp;

beforeAll(async () => {
  await ready;
  for (const side of ["ref", "pred"] as const) {
    const voxels = voxelsOf(side);
    writeFolder(folder, {
      [`${side}.nrrd`]: nrrdFile(voxels, { encoding: "gzip" }),
      [`${side}.mha`]: metaImageFile(voxels, { isPacked: true }),
      [`${side}.mhd`]: metaImageFile(voxels, { dataFile: `${side}.raw` }),
      [`${side}.raw`]: voxelBytes(voxels),
      [`${side}.npy`]: npyFile(voxels),
      [`${side}.npz`]: zipFile({ "labels.npy": npyFile(voxels) }),
      [`${side}.mgz`]: mghFile(voxels, { isPacked: true }),
      [`${side}.tiff`]: tiffFile(voxels, { compression: "deflate" }),
      ...pairFiles(side),
      ...imageFiles(side),
    });
    hdf5File(side);
    writeFolder(
      path(`${side}.zarr`),
      await zarrFiles(voxels, side === "ref" ? { codec: "blosc", blosc } : { codec: "gzip", version: 2 }),
    );
  }
  [browser, app] = await Promise.all([launchChromium(), serveBuiltApp()]);
});
afterAll(async () => {
  await browser.close();
  await app.close();
});

async function withPage(work: (page: Page) => Promise<void>): Promise<void> {
  const { page, errors } = await openPage(browser, app.url);
  await work(page);
  expect(errors).toEqual([]);
  await page.close();
}

/** JSON of the command line. */
function commandLine(ending: string): string {
  const words = ["evaluate", "-r", `ref${ending}`, "-p", `pred${ending}`, "--format", "json"];
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...words], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(status, stderr).toBe(0);
  return untimed(stdout);
}

const untimed = (json: string) => json.replace(/"timings": \{[^}]*\}/, "");

/** JSON that the page exports. */
async function exported(page: Page): Promise<string> {
  await settled(page);
  await page.click("text=Export");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("text=Result as JSON")]);
  return untimed(readFileSync(await download.path(), "utf8"));
}

const inBox = (page: Page, box: string) => page.locator(`[data-box=${box}] .chosen`).allTextContents();
const notices = (page: Page) => page.locator(".notices li > span:first-child").allTextContents();

describe("the page reads as the command line does, by every byte of the JSON", () => {
  it.each([".nrrd", ".mha", ".npy", ".npz", ".mgz", ".tiff", ".h5", ".dcm", ".png"])(
    "files that are picked: %s",
    async (ending) => {
      await withPage(async (page) => {
        await openPair(page, path(`ref${ending}`), path(`pred${ending}`));
        const json = await exported(page);
        expect(json).toBe(commandLine(ending));
        // IoU of the first boxes 8/9 and of the second ones 5/11, of which the first alone is a match; the third is missed.
        expect(JSON.parse(json.replace(/,\s*(?=\})/, "")).groups.ungrouped).toMatchObject({ tp: 1, fp: 1, fn: 2 });
      });
    },
  );

  it("segments that overlap, each as a group of its name", async () => {
    // Every second number is of the second layer: the tumour has what lies at x below 9.
    const layers = (side: Side) => voxelsOf(side).values.flatMap((value, i) => [value, Number(i % 14 < 9 && value)]);
    for (const side of ["ref", "pred"] as const) {
      const lines = [
        "kinds: list domain domain domain",
        "space: RAS",
        "space directions: none (1,0,0) (0,1,0) (0,0,1)",
      ];
      const names = ["liver", "tumour"].flatMap((name, i) => [
        `Segment${i}_Name:=${name}`,
        `Segment${i}_LabelValue:=1`,
        `Segment${i}_Layer:=${i}`,
      ]);
      const voxels = { dataType: "uint8", shape: [2, ...SHAPE], values: layers(side) } as const;
      writeFileSync(path(`${side}.seg.nrrd`), nrrdFile(voxels, { encoding: "gzip", lines: [...lines, ...names] }));
    }
    await withPage(async (page) => {
      await openPair(page, path("ref.seg.nrrd"), path("pred.seg.nrrd"));
      const json = await exported(page);
      expect(json).toBe(commandLine(".seg.nrrd"));
      for (const name of ["liver", "tumour"]) expect(json).toContain(`"${name}": {`);
    });
  });

  it("folders of Zarr that are dropped, on a box and together", async () => {
    await withPage(async (page) => {
      await dragOnto(page, "[data-box=prediction]", [path("pred.zarr")]);
      await expect.poll(() => inBox(page, "prediction")).toEqual(["pred.zarr"]);
      await dragOnto(page, "main.start .lead", [path("pred.zarr"), path("ref.zarr")]);
      await expect.poll(() => inBox(page, "reference")).toEqual(["ref.zarr"]);
      expect(await inBox(page, "prediction")).toEqual(["pred.zarr"]);
      await page.click("text=Evaluate >> nth=0");
      expect(await exported(page)).toBe(commandLine(".zarr"));
    });
  });

  it("chunks that are packed by zstd and by LZ4", async () => {
    const [zstd, lz4] = [Zstd.fromConfig({ level: 1 }), LZ4.fromConfig({ acceleration: 1 })];
    const bytes = { name: "bytes", configuration: { endian: "little" } };
    const metadata = { codecs: [bytes, { name: "zstd", configuration: { level: 1, checksum: false } }] };
    const byZstd = { codec: "blosc", metadata, blosc: async (chunk: Uint8Array) => zstd.encode(chunk) } as const;
    writeFolder(path("ref.ome.zarr"), await zarrFiles(voxelsOf("ref"), byZstd));
    const byLz4 = { version: 2, codec: "blosc", metadata: { compressor: { id: "lz4" } } } as const;
    const pack = async (chunk: Uint8Array) => lz4.encode(chunk);
    writeFolder(path("pred.ome.zarr"), await zarrFiles(voxelsOf("pred"), { ...byLz4, blosc: pack }));
    await withPage(async (page) => {
      await dragOnto(page, "main.start .lead", [path("pred.ome.zarr"), path("ref.ome.zarr")]);
      await expect.poll(() => inBox(page, "reference")).toEqual(["ref.ome.zarr"]);
      await page.click("text=Evaluate >> nth=0");
      expect(await exported(page)).toBe(commandLine(".ome.zarr"));
    });
  });

  it("folders of Zarr that are picked", async () => {
    await withPage(async (page) => {
      await page.setInputFiles("[data-picks=reference-folder]", path("ref.zarr"));
      await page.setInputFiles("[data-picks=prediction-folder]", path("pred.zarr"));
      await expect.poll(() => inBox(page, "prediction")).toEqual(["pred.zarr"]);
      await page.click("text=Evaluate >> nth=0");
      expect(await exported(page)).toBe(commandLine(".zarr"));
    });
  });

  it.each([
    [".hdr", ".img"],
    [".mhd", ".raw"],
  ])("headers with their voxels in another file, dropped and picked together: %s and %s", async (header, voxels) => {
    const files = (side: Side) => [path(side + voxels), path(side + header)];
    await withPage(async (page) => {
      await dragOnto(page, "main.start .lead", [...files("pred"), ...files("ref")]);
      await expect.poll(() => inBox(page, "reference")).toEqual([`ref${header}`]);
      await page.setInputFiles("[data-picks=prediction]", files("pred"));
      await expect.poll(() => inBox(page, "prediction")).toEqual([`pred${header}`]);
      await page.click("text=Evaluate >> nth=0");
      expect(await exported(page)).toBe(commandLine(header));
    });
  });

  it("folders of many, with Zarr and headers in them, as a cohort", async () => {
    for (const [side, name] of [
      ["ref", "references"],
      ["pred", "ours"],
    ] as const) {
      writeFolder(path(join("study", name)), {
        "a.mhd": metaImageFile(voxelsOf(side), { dataFile: "a.raw" }),
        "a.raw": voxelBytes(voxelsOf(side)),
        "c.nrrd": nrrdFile(voxelsOf(side)),
      });
      writeFolder(path(join("study", name, "b.zarr")), await zarrFiles(voxelsOf(side)));
    }
    await withPage(async (page) => {
      await dragOnto(page, "main.start .lead", [path("study")]);
      await expect.poll(() => inBox(page, "reference")).toEqual(["references (3 files)"]);
      await page.click("text=Evaluate all pairs");
      await page.waitForSelector("main.cohort[aria-busy=false] .cases");
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.click("text=Export").then(() => page.click("text=Records as JSONL")),
      ]);
      const records = readFileSync(await download.path(), "utf8")
        .trimEnd()
        .split("\n");
      const found = records.map((line) => JSON.parse(line)).map((each) => [each.case, each.groups?.ungrouped?.tp]);
      expect(found).toEqual(["a", "b", "c"].map((id) => [id, 1]));
    });
  });
});

describe("what a page cannot read is answered by a sentence", () => {
  it("a header without its voxels, and voxels without their header", async () => {
    await withPage(async (page) => {
      await openPair(page, path("ref.mhd"), path("pred.nrrd"));
      expect(await page.textContent("[role=alert]")).toMatch(/^ref\.mhd is one of two files.*ref\.raw.*Choose both/);
      await dragOnto(page, "main.start .lead", [path("ref.raw")]);
      await expect.poll(() => notices(page)).toContainEqual(expect.stringMatching(/holds the voxels of a header/));
    });
  });

  it("a folder of Zarr that is none", async () => {
    mkdirSync(path("none.zarr"), { recursive: true });
    writeFileSync(path(join("none.zarr", "info")), "{}");
    await withPage(async (page) => {
      await dragOnto(page, "[data-box=reference]", [path("none.zarr")]);
      await expect.poll(() => inBox(page, "reference")).toEqual(["none.zarr"]);
      await page.setInputFiles("[data-picks=prediction]", path("pred.nrrd"));
      await page.click("text=Evaluate >> nth=0");
      expect(await page.textContent("[role=alert]")).toMatch(/^none\.zarr is a folder of precomputed/);
    });
  });
});
