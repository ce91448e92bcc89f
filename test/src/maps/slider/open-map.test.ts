import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openMap } from "../../../../src/maps/slider/open-map.js";
import { labelComponents } from "../../../oracle/label-components.js";
import { floodEveryThreshold } from "../../../oracle/maps/component-tree.js";
import { splitmix64 } from "../../../support/random.js";
import { arbitraryVolume, SEEDED } from "../../../support/volumes.js";

describe("an opened map", () => {
  it("answers for any threshold as a flood fill does", async () => {
    const drawn = fc.record({ reference: arbitraryVolume(3), seed: fc.integer({ min: 0, max: 2 ** 31 }) });
    await fc.assert(
      fc.asyncProperty(drawn, async ({ reference: { shape, labels }, seed }) => {
        const random = splitmix64(seed);
        const values = labels.map((label) => Math.floor(random() * 12) + 3 * Math.min(label, 1));
        const data = Float32Array.from(values);
        const { views } = await openMap(
          { map: { data, shape }, reference: { data: Uint32Array.from(labels), shape } },
          { input: "unmatched", candidateThreshold: 2 },
        );
        // Where an axis has one voxel, instances hang together as in 2D, which is the same here.
        const plain = floodEveryThreshold(values, labels, shape, { connectivity: 26, threshold: 0.5, least: 2 });
        const k = labels.filter((label) => label > 0).length;
        for (const { value, voxels, components, matched, iouSum } of plain) {
          for (const threshold of [value, value - 0.5]) {
            if (threshold < 2) continue;
            const found = views.ungrouped.at(threshold);
            expect(found).toMatchObject({ threshold, voxels, n_components: components, tp: matched });
            if (matched > 0) expect(found.sq).toBeCloseTo(iouSum / matched, 12);
            const inside = labels.filter((label, i) => label > 0 && values[i] >= value).length;
            expect(found.dice).toBe((2 * inside) / (voxels + k));
            const flooded = labelComponents({ shape, labels: values.map((each) => Number(each >= value)) }, 26);
            const sizes = Array.from({ length: components }, (_, i) => flooded.filter((each) => each === i + 1).length);
            const held = found.components.map((component) => component.voxels);
            expect(held.sort((a, b) => a - b)).toEqual(sizes.sort((a, b) => a - b));
            for (const { peak, confidence } of found.components) {
              expect(values[peak[0] + shape[0] * (peak[1] + shape[1] * peak[2])]).toBe(confidence);
            }
          }
        }
        expect(views.ungrouped.at(1000)).toMatchObject({ voxels: 0, n_components: 0, tp: 0, components: [] });
        expect(() => views.ungrouped.at(1)).toThrow("The threshold 1 is below 2");
      }),
      { ...SEEDED, numRuns: 30 },
    );
  });
});
