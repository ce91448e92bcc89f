import { copyFileSync, readFileSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { File as Hdf5File, ready } from "h5wasm/node";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { isVoxmatchError } from "../../../../base/errors.js";
import { readVolume } from "../../../../src/io/read-volume.js";
import { volumeFromArray } from "../../../../src/io/volume-from-array.js";
import { testVoxels } from "../../../support/format-files.js";
import { DATA_TYPES, voxelsOf } from "../../../support/nifti.js";
import { refusal } from "../../../support/refusal.js";
import { temporaryFolder } from "../../../support/temporary-folder.js";

const SMALL = testVoxels("uint16");
const folder = temporaryFolder();
let written = 0;

const ARRAYS = {
  uint8: Uint8Array,
  int8: Int8Array,
  uint16: Uint16Array,
  int16: Int16Array,
  uint32: Uint32Array,
  int32: Int32Array,
  float32: Float32Array,
  float64: Float64Array,
  uint64: BigUint64Array,
  int64: BigInt64Array,
} as const;

interface DataSet {
  readonly values?: readonly number[];
  readonly dataType?: keyof typeof ARRAYS;
  readonly shape?: readonly number[];
  readonly chunks?: readonly number[];
  readonly attributes?: Readonly<Record<string, readonly number[]>>;
}

/** Writes data sets by their names, in C order. */
function write(sets: Readonly<Record<string, DataSet>>): string {
  const path = join(folder, `${written++}.h5`);
  const file = new Hdf5File(path, "w");
  for (const [
    name,
    { values = SMALL.values, dataType = "uint16", shape = [3, 4, 5], chunks, attributes = {} },
  ] of Object.entries(sets)) {
    const big = dataType.endsWith("64") && dataType !== "float64";
    const data = big
      ? ARRAYS[dataType as "int64"].from(values.map(BigInt))
      : ARRAYS[dataType as "uint8"].from(values as number[]);
    const made = file.create_dataset({
      name,
      data,
      shape: [...shape],
      ...(chunks && { chunks: [...chunks], compression: "gzip", compression_opts: 4 }),
    });
    for (const [key, numbers] of Object.entries(attributes)) made.create_attribute(key, Float64Array.from(numbers));
  }
  file.close();
  return path;
}

beforeAll(async () => {
  await ready;
});

describe("HDF5", () => {
  it.each(DATA_TYPES)("%s, plain and in chunks, by path and from bytes", async (dataType) => {
    const { values } = testVoxels(dataType);
    for (const chunks of [undefined, [2, 3, 2]]) {
      const path = write({ labels: { values, dataType, chunks } });
      // Without a name floats are no labels.
      const member = dataType.startsWith("float") ? { member: "labels" } : {};
      for (const input of [path, new Uint8Array(readFileSync(path))]) {
        const volume = await readVolume(input, { ...member, spacing: [1, 1, 1] });
        expect(volume).toMatchObject({ dataType, shape: [5, 4, 3], affine: null });
        expect(voxelsOf(volume)).toEqual(values);
      }
    }
  });

  it("reads slab after slab", async () => {
    // 9 MB, more than two slabs.
    const data = Uint8Array.from({ length: 9_000_000 }, (_, i) => (i % 100_003 < 5 ? 1 + (i % 3) : 0));
    const path = write({
      a: { values: data as unknown as number[], dataType: "uint8", shape: [9, 1000, 1000], chunks: [2, 500, 1000] },
    });
    const volume = await readVolume(path, { hash: false, spacing: [1, 1, 1] });
    const expected = await volumeFromArray({ data, shape: [1000, 1000, 9], spacing: [1, 1, 1] });
    expect(volume).toMatchObject({ runs: "runs" in expected && expected.runs, shape: expected.shape });
  });

  it("takes the data set that is named, or the only one that can hold labels", async () => {
    const other = SMALL.values.map((value) => Number(value > 1));
    const path = write({ raw: { dataType: "float32" }, labels: {}, list: { shape: [60] } });
    expect(voxelsOf(await readVolume(path))).toEqual(SMALL.values);
    const two = write({ a: {}, b: { values: other } });
    await refusal(() => readVolume(two), "INVALID_OPTION", /several data sets.*Name one of \/a, \/b/);
    const named = await readVolume(`${two}:/b`);
    expect(voxelsOf(named)).toEqual(other);
    expect(named.source?.path).toBe(`${two}:/b`);
    await refusal(() => readVolume(`${two}:/c`), "INVALID_OPTION", /no data set "\/c"/);
  });

  it("drops the channel of ilastik, and refuses further axes", async () => {
    expect((await readVolume(write({ a: { shape: [3, 4, 5, 1] } }))).shape).toEqual([5, 4, 3]);
    expect((await readVolume(write({ a: { shape: [1, 3, 4, 5] } }))).shape).toEqual([5, 4, 3]);
    expect((await readVolume(write({ a: { shape: [12, 5] } }))).shape).toEqual([5, 12]);
    await refusal(() => readVolume(write({ a: { shape: [3, 2, 2, 5] } })), "INVALID_VOLUME", /has 4 dimensions/);
  });

  it("reads the sizes of voxels that CREMI and others write", async () => {
    const cremi = await readVolume(write({ a: { attributes: { resolution: [40, 4, 8] } } }));
    expect(cremi.spacing).toEqual([8e-6, 4e-6, 4e-5]);
    expect(cremi.notes?.join()).toMatch(/attribute resolution is taken to be in nanometers/);
    const micrometers = await readVolume(write({ a: { attributes: { element_size_um: [2, 0.5, 0.25] } } }));
    expect(micrometers.spacing).toEqual([0.00025, 0.0005, 0.002]);
  });

  it("refuses a gzipped chunk with a changed byte, which h5wasm gives as whatever lies in memory", async () => {
    const bytes = new Uint8Array(readFileSync(write({ a: { chunks: [3, 4, 5] } })));
    const expected = voxelsOf(await readVolume(bytes));
    let refused = 0;
    // The chunk is the end of the file, and its Adler-32 the end of the chunk.
    for (let back = 1; back <= 40; back++) {
      const changed = bytes.slice();
      changed[changed.length - back] ^= 16;
      const found = await readVolume(changed, { name: "a.h5" }).then(voxelsOf, (error: unknown) => error);
      if (isVoxmatchError(found, "INVALID_FILE")) refused++;
      else expect(found, `${back} bytes before the end`).toEqual(expected);
    }
    expect(refused).toBeGreaterThan(35);
  });

  it("refuses files that are cut, at any length", async () => {
    const path = write({ a: { chunks: [2, 3, 2] } });
    const { length } = readFileSync(path);
    for (let i = 1; i < 16; i++) {
      const cut = join(folder, "cut.h5");
      copyFileSync(path, cut);
      truncateSync(cut, Math.floor((length * i) / 16));
      await expect(readVolume(cut)).rejects.toSatisfy((error) => isVoxmatchError(error));
      await expect(readVolume(new Uint8Array(readFileSync(cut)))).rejects.toSatisfy((error) => isVoxmatchError(error));
    }
  });

  it("says the reason of the library's error, on one line, and prints none of its own", async () => {
    const path = write({ a: { chunks: [2, 3, 2] } });
    truncateSync(path, readFileSync(path).length - 1);
    const printed = vi.spyOn(console, "error").mockImplementation(() => {});
    const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
    await expect(readVolume(path)).rejects.toThrow(
      /^.*5 cannot be read as HDF5: truncated file: eof = \d+.*\. The file is cut off or damaged: copy or write it again\.$/,
    );
    expect([printed.mock.calls, warned.mock.calls]).toEqual([[], []]);
    vi.restoreAllMocks();
  });
});
