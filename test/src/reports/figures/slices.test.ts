import fc from "fast-check";
import { parseHTML } from "linkedom";
import { expect, it } from "vitest";
import { volumeFromArray } from "../../../../src/io/volume-from-array.js";
import { worstSlices } from "../../../../src/reports/figures/slices.js";
import { drawVolume } from "../../../support/draw-volume.js";

async function slicesOf(reference: readonly string[], prediction: readonly string[]) {
  const [a, b] = [await volumeFromArray(drawVolume(reference)), await volumeFromArray(drawVolume(prediction))];
  return worstSlices(a, b, { title: "<case>" });
}

/** The area of a path's rectangles: `M x y h width v 1 H x z`. */
function areaOf(path: string): number {
  return Array.from(path.matchAll(/h(\d+)v1/g), ([, width]) => Number(width)).reduce((sum, width) => sum + width, 0);
}

it("counts and draws what both have, what is missed and what is spurious", async () => {
  // Row 1: three voxels of both, one missed on the left (touching label 2 counts as foreground), two spurious.
  const [slice] = await slicesOf(["........", ".1122...", "........"], ["........", "..33333.", "........"]);
  expect(slice).toMatchObject({ z: 0, both: 3, missed: 1, spurious: 2 });
  const { document } = parseHTML(slice.svg);
  const paths = Array.from(document.querySelectorAll("g path"), (path) => path.getAttribute("d") ?? "");
  expect(paths.slice(0, 3)).toEqual(["M2 1h3v1H2z", "M1 1h1v1H1z", "M5 1h2v1H5z"]);
  // The reference's outline: both ends of its stretch, and the lines above and below.
  expect(paths[3]).toBe("M1 1v1M5 1v1M1 1H5M1 2H5");
  expect(document.querySelector("title")?.textContent).toBe("<case>, slice z = 0");
});

it("draws nothing of two empty volumes", async () => {
  expect(await slicesOf(["....", "...."], ["....", "...."])).toEqual([]);
});

it("agrees with counting voxel by voxel", async () => {
  const [nx, ny, nz] = [7, 5, 3];
  const labels = fc.array(fc.constantFrom(0, 0, 1, 2), { minLength: nx * ny * nz, maxLength: nx * ny * nz });
  await fc.assert(
    fc.asyncProperty(labels, labels, async (a, b) => {
      const grid = { shape: [nx, ny, nz], spacing: [1, 2, 3] };
      const reference = await volumeFromArray({ data: Uint8Array.from(a), ...grid });
      const prediction = await volumeFromArray({ data: Uint8Array.from(b), ...grid });
      const slices = worstSlices(reference, prediction, { title: "a case", count: nz });
      const errors = (z: number) => {
        const own = Array.from({ length: nx * ny }, (_, i) => i + z * nx * ny);
        return {
          both: own.filter((i) => a[i] > 0 && b[i] > 0).length,
          missed: own.filter((i) => a[i] > 0 && b[i] === 0).length,
          spurious: own.filter((i) => a[i] === 0 && b[i] > 0).length,
        };
      };
      for (const { z, both, missed, spurious, svg } of slices) {
        expect({ both, missed, spurious }).toEqual(errors(z));
        const paths = Array.from(parseHTML(svg).document.querySelectorAll("g path"));
        expect(paths.slice(0, 3).map((path) => areaOf(path.getAttribute("d") ?? ""))).toEqual([both, missed, spurious]);
      }
      const worst = Math.max(...[0, 1, 2].map((z) => errors(z).missed + errors(z).spurious));
      if (slices.length > 0) expect(slices[0].missed + slices[0].spurious).toBe(worst);
    }),
    { seed: 6, numRuns: 60 },
  );
});

it("says which way the patient lies: from left to right of −x to x, anterior where y rises", async () => {
  const affine = [-1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
  const data = { data: Uint8Array.of(1, 0, 0, 0), shape: [2, 2, 1], spacing: [1, 1, 1], affine };
  const volume = await volumeFromArray(data);
  const [{ svg }] = worstSlices(volume, volume, { title: "a case" });
  const texts = Array.from(parseHTML(svg).document.querySelectorAll("text"), (text) => text.textContent);
  // x runs towards L (its column is −R), so L stands to the right: the view from the feet.
  expect(texts.slice(0, 4)).toEqual(["A", "P", "R", "L"]);
});
