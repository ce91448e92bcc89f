import { existsSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FS, File as Hdf5File, type LIBVER_BOUND, ready } from "h5wasm/node";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { isVoxmatchError } from "../../../../base/errors.js";
import { readVolume } from "../../../../src/io/read-volume.js";
import { voxelsOf } from "../../../support/nifti.js";
import { temporaryFolder } from "../../../support/temporary-folder.js";

/** Written by a library of before HDF5 1.10, which h5wasm's is not (make.py). */
const OLD = join(import.meta.dirname, "../../../fixtures/hdf5");
const folder = temporaryFolder();

const read = (bytes: Uint8Array) => readVolume(bytes, { name: "a.h5", hash: false, spacing: [1, 1, 1] });
const oldFile = (name: string) => new Uint8Array(readFileSync(join(OLD, name)));

beforeAll(async () => {
  await ready;
});

/** A file of one data set of 3 × 4 × 5 labels in chunks. */
function write(
  libver: LIBVER_BOUND,
  how: { chunks?: number[]; maxshape?: (number | null)[]; compression?: "gzip" },
): Uint8Array {
  const path = join(folder, "a.h5");
  const file = new Hdf5File(path, "w", { libver });
  const data = Uint16Array.from({ length: 60 }, (_, i) => 1 + (i % 7));
  file.create_dataset({ name: "a", data, shape: [3, 4, 5], ...how });
  file.close();
  return new Uint8Array(readFileSync(path));
}

/** Changes bits of bytes, one after the other, and expects an error or the same volume. */
async function expectNoOther(whole: Uint8Array, places: Iterable<number>): Promise<{ refused: number }> {
  const expected = await read(whole);
  let refused = 0;
  for (const at of places) {
    const bytes = whole.slice();
    bytes[at] ^= 1 << (at % 8);
    try {
      const found = await read(bytes);
      expect([found.shape, voxelsOf(found)], `byte ${at}`).toEqual([expected.shape, voxelsOf(expected)]);
    } catch (error) {
      if (!isVoxmatchError(error) || error.code === "INTERNAL") throw error;
      refused++;
    }
  }
  return { refused };
}

/** The bytes of a file from the first signature on, so many. */
function placesFrom(bytes: Uint8Array, signature: string, length: number): readonly number[] {
  const at = Buffer.from(bytes).lastIndexOf(signature);
  expect(at, signature).toBeGreaterThan(0);
  return Array.from({ length }, (_, i) => at + i);
}

describe("HDF5: a damaged index of chunks", () => {
  it.each([
    ["compressed", { chunks: [3, 4, 3], compression: "gzip" as const }, 2],
    ["plain", { chunks: [1, 4, 5] }, 3],
  ])("an index without a checksum: %s", async (_, how, chunks) => {
    const whole = write("v108", how);
    const { refused } = await expectNoOther(whole, placesFrom(whole, "TREE", treeBytes(chunks)));
    expect(refused).toBeGreaterThan(20 * chunks);
  });

  it.each([
    ["of one chunk", { chunks: [3, 4, 5], compression: "gzip" as const }, "OHDR", 240],
    ["that is a fixed array", { chunks: [2, 3, 2], compression: "gzip" as const }, "FAHD", 100],
    ["that is an extensible array", { chunks: [1, 4, 5], maxshape: [null, 4, 5] }, "EAHD", 100],
    ["that is a tree of version 2", { chunks: [1, 4, 5], maxshape: [null, null, 5] }, "BTHD", 100],
  ])("an index %s, whose checksum the library verifies", async (_, how, signature, length) => {
    const whole = write("latest", how);
    const { refused } = await expectNoOther(whole, placesFrom(whole, signature, length));
    expect(refused).toBeGreaterThan(20);
  });

  it.each(["plain.h5", "shuffled.h5", "whole.h5"])("an old file, whose header has no checksum: %s", async (name) => {
    const whole = oldFile(name);
    const header = Array.from({ length: 200 }, (_, i) => 800 + i);
    // Byte 848 is the length along x, which a data set that can grow may have.
    const places = header.filter((at) => at !== 848 || name === "whole.h5");
    const tree = name === "whole.h5" ? [] : placesFrom(whole, "TREE", treeBytes(3));
    const { refused } = await expectNoOther(whole, [...places, ...tree]);
    expect(refused).toBeGreaterThan(50);
  });

  it("says how many chunks are not stored", async () => {
    const sparse = await read(oldFile("sparse.h5"));
    expect(sparse.notes).toContain("a.h5:labels: 2 of its 3 chunks are not stored, and read as the fill value.");
    const labels = voxelsOf(sparse);
    expect(labels.map(Number)).toEqual(Array.from({ length: 120 }, (_, i) => (i >= 40 && i < 80 ? 1 + (i % 7) : 0)));
  });

  it("takes a tree of two levels that was shrunk and grew again", async () => {
    const resized = await read(oldFile("resized.h5"));
    expect(resized.notes ?? []).toEqual([]);
    const labels = Array.from({ length: 7 * 9 * 10 }, (_, i) => {
      const [z, y, x] = [Math.floor(i / 90), Math.floor(i / 10) % 9, i % 10];
      return 1 + ((30 * z + 5 * (y >> 1) + (x >> 1)) % 251);
    });
    expect(voxelsOf(resized)).toEqual([...labels, ...new Array(90).fill(3)]);
  });

  it("names the temporary files of bytes apart, since processes share their folder", async () => {
    const written = vi.spyOn(FS as NonNullable<typeof FS>, "writeFile");
    for (let i = 0; i < 2; i++) await read(oldFile("whole.h5"));
    const names = written.mock.calls.map(([name]) => name);
    vi.restoreAllMocks();
    expect(names.every((name) => name.startsWith(tmpdir()) && /-[0-9a-f-]{36}\.h5$/.test(name))).toBe(true);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => existsSync(name))).toEqual([]);
  });
});

/** Bytes of a node of the old index that holds chunks of three axes. */
function treeBytes(chunks: number): number {
  return 24 + chunks * (8 + 4 * 8 + 8) + 8 + 4 * 8;
}
