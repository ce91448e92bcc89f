import { describe, expect, it } from "vitest";
import { readVolume } from "../../../../src/io/read-volume.js";
import { MGH_TYPES, mghFile, testVoxels } from "../../../support/format-files.js";
import { voxelsOf } from "../../../support/nifti.js";
import { refusal } from "../../../support/refusal.js";
import { itWithstands } from "../../../support/withstand.js";

const SMALL = { ...testVoxels("int32"), dataType: "int32" } as const;
/** 2 × 3 × 4 mm; i points left, j down, k forward; the centre of the volume lies at (10, 20, 30). */
const GRID = [2, 3, 4, -1, 0, 0, 0, 0, -1, 0, 1, 0, 10, 20, 30];

describe("MGH", () => {
  it.each(MGH_TYPES.flatMap((dataType) => [true, false].map((isPacked) => ({ dataType, isPacked }))))(
    "$dataType, gzipped: $isPacked",
    async ({ dataType, isPacked }) => {
      const voxels = { ...testVoxels(dataType), dataType };
      const volume = await readVolume(mghFile(voxels, { isPacked, footer: "tags behind the voxels" }), {
        name: "a.mgz",
      });
      expect(volume).toMatchObject({ dataType, shape: voxels.shape });
      expect(voxelsOf(volume)).toEqual(voxels.values);
    },
  );

  it("places voxels by the centre of the volume", async () => {
    const { affine, spacing, notes } = await readVolume(mghFile(SMALL, { grid: GRID }));
    // 5 × 4 × 3 voxels: x = 10 + 2 · 5 / 2, y = 20 − 4 · 3 / 2, z = 30 + 3 · 4 / 2 for the first.
    expect(affine).toEqual([-2, 0, 0, 15, 0, 0, 4, 14, 0, -3, 0, 36, 0, 0, 0, 1]);
    expect(spacing).toEqual([2, 3, 4]);
    expect(notes).toBeUndefined();
  });

  it("takes FreeSurfer's default where the header says nothing of place, and says so", async () => {
    const { affine, spacing, notes } = await readVolume(mghFile(SMALL), { name: "a.mgh" });
    expect(affine).toEqual([-1, 0, 0, 2.5, 0, 0, 1, -1.5, 0, -1, 0, 2, 0, 0, 0, 1]);
    expect(spacing).toEqual([1, 1, 1]);
    expect(notes?.join()).toMatch(/goodRASFlag 0.*coronal slices of 1 mm/);
  });

  it("refuses what is no label volume", async () => {
    await refusal(() => readVolume(mghFile(SMALL, { frames: 2 })), "INVALID_VOLUME", /has 4 dimensions/);
    await refusal(() => readVolume(mghFile(SMALL, { type: 2 })), "INVALID_FILE", /type 2, which MGH does not define/);
    const surface = mghFile(SMALL, { sizes: [163_842, 1, 1] });
    await refusal(() => readVolume(surface), "INVALID_VOLUME", /one for each vertex of a surface/);
  });

  for (const isPacked of [true, false]) {
    const whole = mghFile(SMALL, { isPacked, grid: GRID });
    const hugeFiles = [
      [5000, 4, 3],
      [5000, 4000, 3000],
    ].map((sizes) => mghFile(SMALL, { isPacked, grid: GRID, sizes }));
    itWithstands(`a.mg${isPacked ? "z" : "h"}`, whole, {
      // Without a sum only version, sizes and type can be told, by the length of the file.
      headerBytes: isPacked ? whole.length : 24,
      isSummed: isPacked,
      hugeFiles,
    });
  }
});
