import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import Blosc from "numcodecs/blosc";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readVolume } from "../../../../src/io/read-volume.js";
import { crc32c } from "../../../../src/io/zarr/checked-codecs.js";
import { testVoxels } from "../../../support/format-files.js";
import { DATA_TYPES, voxelsOf } from "../../../support/nifti.js";
import { refusal } from "../../../support/refusal.js";
import { temporaryFolder } from "../../../support/temporary-folder.js";
import { writeFolder } from "../../../support/write-folder.js";
import { type FolderFiles, inFolder, json, omeGroup, zarrFiles } from "../../../support/zarr-files.js";

const SMALL = testVoxels("uint16");
const folder = temporaryFolder();
let written = 0;
const write = (files: FolderFiles) => writeFolder(join(folder, `${written++}.zarr`), files);
const blosc = async (bytes: Uint8Array) =>
  Blosc.fromConfig({ id: "blosc", cname: "lz4", clevel: 5, shuffle: 1, blocksize: 0 } as never).encode(bytes);

describe("Zarr", () => {
  const kinds = DATA_TYPES.flatMap((dataType) =>
    ([2, 3] as const).flatMap((version) => [true, false].map((isFortran) => ({ dataType, version, isFortran }))),
  );
  it.each(kinds)("$dataType, version $version, Fortran: $isFortran", async ({ dataType, ...options }) => {
    for (const littleEndian of [true, false]) {
      const voxels = testVoxels(dataType, littleEndian);
      for (const chunks of [
        [2, 3, 2],
        [3, 4, 5],
        [1, 1, 5],
        [4, 5, 6],
      ]) {
        const volume = await readVolume(write(await zarrFiles(voxels, { ...options, chunks })), { spacing: [1, 1, 1] });
        expect(volume).toMatchObject({
          dataType,
          shape: [5, 4, 3],
          affine: null,
          source: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
        });
        expect(voxelsOf(volume)).toEqual(voxels.values);
      }
    }
  });

  it.each(["gzip", "zlib", "blosc", "crc32c"] as const)(
    "%s, and no damage to a chunk goes unnoticed",
    async (codec) => {
      const version = codec === "zlib" ? 2 : 3;
      const files = await zarrFiles(SMALL, { version, codec, blosc });
      expect(voxelsOf(await readVolume(write(files)))).toEqual(SMALL.values);
      const [key] = Object.keys(files).filter((name) => /\d$/.test(name));
      const chunk = files[key];
      for (const length of [0, 3, Math.floor(chunk.length / 2), chunk.length - 1]) {
        const cut = { ...files, [key]: chunk.subarray(0, length) };
        await refusal(() => readVolume(write(cut)), "INVALID_FILE", /chunk 0\.0\.0 cannot be read/);
      }
      if (codec === "blosc") return;
      for (let at = 0; at < chunk.length; at++) {
        const changed = chunk.slice();
        changed[at] ^= 1 << (at % 8);
        const volume = await readVolume(write({ ...files, [key]: changed })).catch(() => null);
        if (volume !== null) expect(voxelsOf(volume), `byte ${at}`).toEqual(SMALL.values);
      }
    },
  );

  it.each([
    ["twice the same axis", [2, 1, 1]],
    ["an axis that is not there", [2, 1, 7]],
    ["too few axes", [2, 1]],
  ])("refuses axes that are transposed in an order that is none: %s", async (_, order) => {
    const files = await zarrFiles(SMALL, { isFortran: true });
    const { codecs, ...metadata } = JSON.parse(new TextDecoder().decode(files["zarr.json"]));
    const transposed = { name: "transpose", configuration: { order } };
    const changed = json({ ...metadata, codecs: [transposed, ...codecs.slice(1)] });
    await refusal(() => readVolume(write({ ...files, "zarr.json": changed })), "INVALID_FILE", /order|cannot be read/);
  });

  it("refuses a chunk of another length, and lets padding of blosc pass", async () => {
    const plain = await zarrFiles(SMALL, { version: 2 });
    const chunk = plain["0.0.0"];
    for (const other of [chunk.subarray(0, 10), Buffer.concat([chunk, chunk])]) {
      await refusal(
        () => readVolume(write({ ...plain, "0.0.0": other })),
        "INVALID_FILE",
        /of the 12 voxels of a chunk/,
      );
    }
    const packed = await zarrFiles(SMALL, { version: 2, codec: "blosc", blosc });
    const padded = { ...packed, "0.0.0": Buffer.concat([packed["0.0.0"], Buffer.alloc(16)]) };
    expect(voxelsOf(await readVolume(write(padded)))).toEqual(SMALL.values);
  });

  it("reads chunks that are not there as the fill value, and says how many", async () => {
    const { "0.0.0": _, ...files } = await zarrFiles(SMALL, { version: 2, metadata: { fill_value: 9 } });
    const volume = await readVolume(write(files));
    expect(voxelsOf(volume).slice(0, 2)).toEqual([9, 9]);
    expect(volume.notes?.join()).toMatch(/1 chunks are not there, and were read as the value that fills them/);
  });

  it("refuses claims that cannot be true, and types that hold no labels", async () => {
    const of = async (metadata: object) =>
      readVolume(write(await zarrFiles(SMALL, { version: 2, metadata: { ...metadata } })));
    await refusal(() => of({ shape: [3000, 4000, 5000] }), "INVALID_VOLUME", /60000000000 voxels, and at most/);
    await refusal(
      () => of({ shape: [3, 4, 70_000] }),
      "INVALID_VOLUME",
      /70000 voxels long along x, and at most 65535 can be read\. Crop the volume, or transpose/,
    );
    await refusal(
      () => of({ chunks: [3000, 4000, 5000] }),
      "INVALID_VOLUME",
      /a layer of its chunks .* are needed at once/,
    );
    await refusal(() => of({ chunks: [2000, 3, 2] }), "INVALID_FILE", /of the 12000 voxels of a chunk/);
    for (const wrong of [{ shape: undefined }, { shape: "3" }, { chunks: [0, 3, 2] }, { chunks: [1.5, 3, 2] }]) {
      await refusal(
        () => of(wrong),
        "INVALID_FILE",
        /shape \(.*\) and chunks \(.*\) are not whole numbers|cannot be read/,
      );
    }
    await refusal(() => of({ dtype: "<c8" }), "INVALID_FILE", /cannot be read/);
    await refusal(() => of({ compressor: { id: "lzma" } }), "INVALID_FILE", /lzma/);
    await refusal(() => readVolume(write({ ".zarray": Buffer.from("{") })), "INVALID_FILE", /is no JSON object/);
    await refusal(
      () => readVolume(write({ "a.txt": Buffer.from("{") })),
      "FILE_ACCESS",
      /a folder, expected a file, or a folder of Zarr/,
    );
    await refusal(
      () => readVolume(write({ info: json({}) })),
      "FILE_ACCESS",
      /a folder of precomputed.*Export the labels to OME-Zarr/,
    );
    await refusal(() => readVolume(write({ "attributes.json": json({}) })), "FILE_ACCESS", /a folder of N5/);
    await refusal(
      () => readVolume(write({ ".zgroup": json({}), "a/b": json({}) })),
      "INVALID_VOLUME",
      /is a group.*there are a/,
    );
  });

  it("has the sum of RFC 3720", () => {
    // Appendix B.4: 32 zeros; 32 bytes of ones; 0, 1, …, 31.
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(255))).toBe(0x62a8ab43);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
  });
});

const AXES = ["z", "y", "x"].map((name) => ({ name, type: "space", unit: "micrometer" }));
const scaled = (path: string, scale: readonly number[], translation?: readonly number[]) => ({
  path,
  coordinateTransformations: [{ type: "scale", scale }, ...(translation ? [{ type: "translation", translation }] : [])],
});

describe("OME-Zarr", () => {
  it.each(["0.4", "0.5"] as const)("%s: levels, spacing and place in mm", async (version) => {
    const zarr = version === "0.4" ? 2 : 3;
    const half = { ...SMALL, shape: [2, 2, 2], values: [1, 0, 0, 2, 3, 0, 0, 4] };
    const image = {
      axes: AXES,
      datasets: [scaled("s0", [4, 2, 1]), scaled("s1", [8, 4, 2], [2, 1, 0.5])],
      coordinateTransformations: [{ type: "scale", scale: [1, 1, 10] }],
    };
    const path = write({
      ...omeGroup(version, image),
      ...(await zarrFiles(SMALL, { version: zarr }, "s0/")),
      ...(await zarrFiles(half, { version: zarr, chunks: [1, 2, 2] }, "s1/")),
    });
    const whole = await readVolume(path);
    // 1 µm · 10 along x, 2 µm along y, 4 µm along z.
    expect(whole).toMatchObject({ shape: [5, 4, 3], spacing: [0.01, 0.002, 0.004], affine: null });
    expect(voxelsOf(whole)).toEqual(SMALL.values);
    const coarse = await readVolume(path, { level: 1 });
    expect(voxelsOf(coarse)).toEqual(half.values);
    expect(coarse.affine?.[3]).toBeCloseTo(0.005, 12);
    expect(coarse.affine?.[11]).toBeCloseTo(0.002, 12);
    await refusal(
      () => readVolume(path, { level: 2 }),
      "INVALID_OPTION",
      /has 2 levels, numbered from 0 on, and no level 2/,
    );
  });

  it("takes the labels of an image, and asks where there are several", async () => {
    const image = { axes: AXES, datasets: [scaled("0", [1, 1, 1])] };
    const label = async (name: string, voxels = SMALL) =>
      inFolder(`labels/${name}`, {
        ...omeGroup("0.4", image, { "image-label": {} }),
        ...(await zarrFiles(voxels, { version: 2 }, "0/")),
      });
    const other = { ...SMALL, values: SMALL.values.map((value) => Number(value > 1)) };
    const whole = {
      ...omeGroup("0.4", image),
      ...(await zarrFiles({ ...SMALL, values: SMALL.values.map(() => 7) }, { version: 2 }, "0/")),
    };
    const one = write({ ...whole, "labels/.zattrs": json({ labels: ["cells"] }), ...(await label("cells")) });
    expect(voxelsOf(await readVolume(one))).toEqual(SMALL.values);
    expect(voxelsOf(await readVolume(one, { member: "0" }))).toEqual(SMALL.values.map(() => 7));
    const two = write({
      ...whole,
      "labels/.zattrs": json({ labels: ["cells", "nuclei"] }),
      ...(await label("cells")),
      ...(await label("nuclei", other)),
    });
    await refusal(() => readVolume(two), "INVALID_OPTION", /several labels: cells, nuclei/);
    expect(voxelsOf(await readVolume(two, { member: "nuclei" }))).toEqual(other.values);
    expect(voxelsOf(await readVolume(`${two}/labels/nuclei`))).toEqual(other.values);
    await refusal(() => readVolume(two, { member: "../x" }), "INVALID_OPTION", /no array or image/);
  });

  it("asks which channel or time is meant, and knows transposed axes", async () => {
    const axes = [
      { name: "x", type: "space", unit: "nanometer" },
      { name: "y", type: "space", unit: "nanometer" },
      { name: "c", type: "channel" },
    ];
    // An array [x, y, c] of 3 × 4 × 5 is the array [z, y, x] of the writer: x is its slowest axis.
    const path = write({
      ...omeGroup("0.5", { axes, datasets: [scaled("0", [3, 2, 1])] }),
      ...(await zarrFiles(SMALL, {}, "0/")),
    });
    await refusal(
      () => readVolume(path),
      "INVALID_VOLUME",
      /5 volumes along its axis c\. Choose one, from 0 to 4 \(option channel\)/,
    );
    const volume = await readVolume(path, { channel: 2 });
    expect(volume).toMatchObject({ shape: [3, 4], spacing: [3e-6, 2e-6] });
    const expected = Array.from({ length: 12 }, (_, i) => SMALL.values[2 + 5 * (Math.floor(i / 3) + 4 * (i % 3))]);
    expect(voxelsOf(volume)).toEqual(expected);
    await refusal(() => readVolume(path, { channel: 5 }), "INVALID_OPTION", /and no number 5/);
  });

  it("refuses what it does not understand", async () => {
    const refused = async (files: FolderFiles, message: RegExp) =>
      expect(readVolume(write(files))).rejects.toThrow(message);
    await refused(
      omeGroup("0.5", { axes: AXES, datasets: [], coordinateSystems: [] }),
      /version 0\.5 of OME-Zarr, whose transformations/,
    );
    await refused(omeGroup("0.4", { datasets: [scaled("0", [1])] }), /without axes/);
    const sheared = [{ path: "0", coordinateTransformations: [{ type: "affine", affine: [[1]] }] }];
    await refused(omeGroup("0.4", { axes: AXES, datasets: sheared }), /transformation of the type affine/);
    await refused(omeGroup("0.4", { axes: AXES, datasets: [scaled("../../etc", [1, 1, 1])] }), /names the path/);
    await refused({ ".zgroup": json({}), ".zattrs": json({ plate: {} }) }, /is a plate, which holds many volumes/);
  });
});

describe("folders on a server", () => {
  let server: Server;
  let files: FolderFiles = {};
  const statuses: Record<string, number> = {};
  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  beforeAll(async () => {
    files = inFolder("a.zarr", await zarrFiles(SMALL, { version: 2 }));
    server = createServer((request, response) => {
      const path = (request.url ?? "").slice(1);
      const status = statuses[path] ?? (files[path] === undefined ? 404 : 200);
      response.writeHead(status).end(status === 200 ? files[path] : undefined);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => server.close());

  it("takes 404 for a chunk that is not stored, and nothing else", async () => {
    expect(voxelsOf(await readVolume(`${address()}/a.zarr`))).toEqual(SMALL.values);
    statuses["a.zarr/0.0.0"] = 404;
    const volume = await readVolume(new URL(`${address()}/a.zarr`));
    expect(volume.notes?.join()).toMatch(/1 chunks are not there/);
    for (const status of [403, 500, 503]) {
      statuses["a.zarr/0.0.0"] = status;
      await refusal(
        () => readVolume(`${address()}/a.zarr`),
        "FILE_ACCESS",
        new RegExp(`0\\.0\\.0 was answered by ${status}`),
      );
    }
  });
});
