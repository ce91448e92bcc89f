import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine } from "../../../bindings/pool/create-engine.js";
import { checkGeometry } from "../../../src/io/geometry.js";
import { readVolume } from "../../../src/io/read-volume.js";
import { GOLDEN_ROOT } from "../../support/golden.js";
import { DATA_TYPES, niftiFile, voxelsOf } from "../../support/nifti.js";
import { splitmix64 } from "../../support/random.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "voxmatch-read-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Blocky labels, so that runs are longer than one voxel. */
function labels(count: number, largest: number, seed: number): number[] {
  const random = splitmix64(seed);
  const values: number[] = [];
  while (values.length < count) {
    const label = random() < 0.5 ? 0 : Math.floor(random() * (largest + 1));
    for (let left = 1 + random() * 9; left > 0 && values.length < count; left--) values.push(label);
  }
  return values;
}

const LARGEST: Partial<Record<string, number>> = { uint8: 255, int8: 127, int16: 32_767, uint16: 65_535 };

describe("readVolume", () => {
  describe.each(DATA_TYPES)("%s", (dataType) => {
    it.each([
      [1, true],
      [1, false],
      [2, true],
      [2, false],
    ] as const)("NIfTI-%i, little-endian %s, plain and gzipped", async (version, littleEndian) => {
      const shape = [13, 7, 5];
      const values = labels(13 * 7 * 5, LARGEST[dataType] ?? 16_000_000, version);
      const file = niftiFile({ version, littleEndian, dataType, shape, values, spacing: [0.5, 2, 3] });
      for (const bytes of [file, gzipSync(file)]) {
        const volume = await readVolume(bytes);
        expect(voxelsOf(volume)).toEqual(values);
        expect(volume).toMatchObject({ shape, spacing: [0.5, 2, 3], dataType });
      }
    });
  });

  it("reads the same from every kind of input", async () => {
    const plain = niftiFile();
    const bytes = new Uint8Array(gzipSync(plain));
    const path = join(folder, "any.nii.gz");
    writeFileSync(path, bytes);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const inputs = [
      [bytes, null],
      [bytes.buffer.slice(0), null],
      [new Blob([bytes]), null],
      [new File([bytes], "any.nii.gz"), "any.nii.gz"],
      [path, path],
      [pathToFileURL(path), path],
    ] as const;
    for (const [input, name] of inputs) {
      const volume = await readVolume(input);
      expect(voxelsOf(volume)).toEqual([0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1]);
      expect(volume.source).toEqual({ path: name, sha256 });
    }
    expect((await readVolume(path, { hash: false, name: "case 7" })).source).toEqual({ path: "case 7", sha256: null });
  });

  it("looks at the content, not at the name", async () => {
    const [plain, zipped] = [join(folder, "plain.nii.gz"), join(folder, "zipped.nii")];
    writeFileSync(plain, niftiFile());
    writeFileSync(zipped, gzipSync(niftiFile()));
    expect(voxelsOf(await readVolume(plain))).toEqual(voxelsOf(await readVolume(zipped)));
  });

  it("reads a volume of many pieces, plain and gzipped, from a path, a Blob and bytes", async () => {
    const shape = [211, 173, 67];
    const values = labels(211 * 173 * 67, 65_535, 5);
    const file = niftiFile({ dataType: "uint16", shape, values });
    // Stored without compression, so that the gzip itself takes several pieces.
    for (const bytes of [file, gzipSync(file), gzipSync(file, { level: 0 })]) {
      const path = join(folder, "large");
      writeFileSync(path, bytes);
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      for (const input of [bytes, new Blob([bytes]), path]) {
        const volume = await readVolume(input);
        expect(volume.source?.sha256).toBe(sha256);
        expect(Buffer.from(Uint16Array.from(voxelsOf(volume)).buffer).equals(file.subarray(352))).toBe(true);
      }
    }
  });

  it("applies slope and intercept, and neither where the slope is 0, NaN or infinite", async () => {
    const values = [0, 1, 2, 3];
    const shape = [2, 2, 1];
    const read = async (slope: number, intercept: number) =>
      voxelsOf(await readVolume(niftiFile({ dataType: "int16", shape, values, slope, intercept })));
    expect(await read(2, 1)).toEqual([1, 3, 5, 7]);
    expect(await read(0.5, 0).catch((error) => error.code)).toBe("INVALID_VOLUME");
    expect(await read(1, 0)).toEqual(values);
    for (const slope of [0, Number.NaN, Number.POSITIVE_INFINITY]) expect(await read(slope, 7)).toEqual(values);
  });

  it("drops trailing dimensions of one voxel and fills up to two", async () => {
    const read = async (shape: readonly number[]) => (await readVolume(niftiFile({ shape }))).shape;
    expect(await read([3, 2, 2, 1, 1, 1, 1])).toEqual([3, 2, 2]);
    expect(await read([3, 4, 1])).toEqual([3, 4, 1]);
    expect(await read([3, 4])).toEqual([3, 4]);
    expect(await read([5])).toEqual([5, 1]);
  });

  it("skips extensions of either byte order, and zeros after the last", async () => {
    for (const littleEndian of [true, false]) {
      const file = niftiFile({ littleEndian, gap: 4 + 48, set: { extension: 1, esize: 32 } });
      expect(voxelsOf(await readVolume(file))[4]).toBe(4);
      new DataView(file.buffer).setInt32(352, 32, !littleEndian);
      expect(voxelsOf(await readVolume(file))[4]).toBe(4);
    }
  });

  it("reads an extension that is longer than a piece", async () => {
    const size = 3 * 2 ** 20;
    const path = join(folder, "extended.nii");
    writeFileSync(path, niftiFile({ gap: 4 + size, set: { extension: 1, esize: size } }));
    expect(voxelsOf(await readVolume(path))).toEqual([0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1]);
  });

  it("reads gzip of several members, however they are cut, and zeros after the last", async () => {
    const file = niftiFile({ shape: [40, 30, 20] });
    for (const step of [100, 352, 5000, 20_000]) {
      const members: Uint8Array[] = [];
      for (let at = 0; at < file.length; at += step) members.push(gzipSync(file.subarray(at, at + step)));
      const bytes = Buffer.concat([...members, new Uint8Array(512)]);
      const volume = await readVolume(bytes);
      expect(voxelsOf(volume)).toEqual(voxelsOf(await readVolume(file)));
      expect(volume.source?.sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
    }
  });

  it("reads many at once, with new engines and with a given one", async () => {
    const files = [2, 3, 5, 7, 11, 13].map((n) => niftiFile({ shape: [n, n, n], values: labels(n ** 3, 9, n) }));
    const engine = await createEngine();
    for (const options of [{}, { engine }]) {
      const volumes = await Promise.all(files.map((file) => readVolume(gzipSync(file), options)));
      volumes.forEach((volume, index) => {
        expect(voxelsOf(volume)).toEqual([...files[index].subarray(352)]);
      });
    }
    const used = engine.arena.used;
    await readVolume(files[0].subarray(0, 354), { engine }).catch(() => {});
    await readVolume(niftiFile({ dataType: "int8", values: Array(12).fill(-1) }), { engine }).catch(() => {});
    expect(engine.arena.used).toBe(used);
  });
});

describe("readVolume on the golden files", () => {
  const synthetic = "test/fixtures/golden/synthetic";
  const cases = readdirSync(synthetic).flatMap((name) =>
    readdirSync(join(synthetic, name))
      .filter((file) => file.endsWith(".nii.gz"))
      .map((file) => join(synthetic, name, file)),
  );

  it("finds them", () => expect(cases.length).toBeGreaterThan(50));

  it.each(cases)("%s", async (path) => {
    // All of them are little-endian NIfTI-1 of unsigned integers, read here once more by the standard's offsets.
    const bytes = gunzipSync(readFileSync(path));
    const dim = Array.from({ length: 8 }, (_, index) => bytes.readInt16LE(40 + 2 * index));
    const size = bytes.readInt16LE(72) / 8;
    const voxels = dim.slice(1, 1 + dim[0]).reduce((product, length) => product * length, 1);
    const start = bytes.readFloatLE(108);
    expect(start + voxels * size).toBe(bytes.length);
    const volume = await readVolume(path);
    expect(volume.shape).toEqual(dim.slice(1, 1 + dim[0]));
    volume.spacing.forEach((spacing, axis) => {
      expect(spacing).toBe(bytes.readFloatLE(80 + 4 * axis));
    });
    const found = voxelsOf(volume);
    const differing = found.findIndex((label, index) => label !== bytes.readUIntLE(start + index * size, size));
    expect([found.length, differing]).toEqual([voxels, -1]);
  });

  it.each(["matched", "semantic", "unmatched"])("spine, %s: both sides on one grid, with labels", async (input) => {
    const read = (side: string) => readVolume(join(GOLDEN_ROOT, "spine", input, `${side}.nii.gz`));
    const [reference, prediction] = await Promise.all([read("ref"), read("pred")]);
    expect(reference.shape).toHaveLength(3);
    // Their offsets differ by 6e-4 mm, as real files' do.
    expect(() => checkGeometry(reference, prediction)).not.toThrow();
    expect(voxelsOf(reference).some((label) => label > 0)).toBe(true);
  });
});
