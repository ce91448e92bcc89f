import { describe, expect, it } from "vitest";
import { agreementOfMaps } from "../../../../src/maps/agreement/agreement-of-maps.js";
import { kendallW } from "../../../../src/maps/agreement/region-agreement.js";
import type { MapOptions } from "../../../../src/maps/options/types.js";
import { HAS_MAP_PACK, packJson, packVolume } from "../../../support/maps/golden-maps.js";

interface AgreementAnswer {
  readonly shape: readonly number[];
  readonly maps: readonly string[];
  readonly atlas: string;
  readonly sign_of_sets_and_regions: NonNullable<MapOptions["sign"]>;
  readonly pairs: readonly Readonly<Record<string, number | readonly number[]>>[];
  readonly mean: Readonly<Record<string, number>>;
  readonly regions: readonly {
    readonly label: number;
    readonly means: readonly number[];
    readonly mean: number;
    readonly sd: number;
    readonly cv: number;
  }[];
  readonly kendall_w: number;
}

function expectClose(found: object, wanted: object): void {
  for (const [key, value] of Object.entries(wanted)) {
    const own = (found as Record<string, unknown>)[key];
    if (typeof value === "number") expect(own, key).toBeCloseTo(value, 9);
    else
      (value as number[]).forEach((each, i) => {
        expect((own as number[])[i], `${key} ${i}`).toBeCloseTo(each, 9);
      });
  }
}

describe.runIf(HAS_MAP_PACK || process.env.CI === "true")("agreement of the golden pack", () => {
  it.each(["three2d", "four3d"])("%s", async (name) => {
    const answer = packJson<AgreementAnswer>(`agreement/${name}.json`);
    const volume = (file: string) => packVolume(`agreement/${file}`, answer);
    const inputs = { maps: answer.maps.map(volume), atlas: volume(answer.atlas) };
    const found = await agreementOfMaps(inputs, { sign: answer.sign_of_sets_and_regions });
    expect(found.pairs.length).toBe(answer.pairs.length);
    answer.pairs.forEach((pair, i) => {
      expectClose(found.pairs[i], pair);
    });
    expectClose(found.mean, answer.mean);
    expect(found.regions?.length).toBe(answer.regions.length);
    answer.regions.forEach((region, i) => {
      expectClose(found.regions?.[i] ?? {}, region);
    });
    expect(found.kendall_w).toBeCloseTo(answer.kendall_w, 9);
  });
});

const shape = [4, 1];
const map = (...values: number[]) => ({ data: Float32Array.from(values), shape });

describe("agreement of maps", () => {
  it("is computed by hand", async () => {
    const { pairs, domain } = await agreementOfMaps({ maps: [map(0, 1, 2, 3), map(3, 1, 2, 0)] });
    // Deviations −1.5 −0.5 0.5 1.5 and 1.5 −0.5 0.5 −1.5: (−2.25 + 0.25 + 0.25 − 2.25)/5 = −0.8; ranks are as far apart.
    expect(pairs[0].pearson).toBeCloseTo(-0.8, 12);
    expect(pairs[0].spearman).toBeCloseTo(-0.8, 12);
    // (0 + 1 + 4 + 0)/14, √((9 + 0 + 0 + 9)/4), shares 0 1 2 3 of 6: min 0 + 1/6 + 2/6 + 0.
    expect(pairs[0].cosine).toBeCloseTo(5 / 14, 12);
    expect(pairs[0].rmse).toBeCloseTo(Math.sqrt(4.5), 12);
    expect(pairs[0].mass_overlap).toBeCloseTo(0.5, 12);
    // The highest tenth of four voxels is one: the last, and the first.
    expect(pairs[0].top_10_dice).toBe(0);
    expect(domain.n_voxels).toBe(4);
  });

  it("leaves voxels out that one of the maps has no number for", async () => {
    const { pairs, domain } = await agreementOfMaps({ maps: [map(0, 1, Number.NaN, 3), map(0, 1, 5, 3)] });
    expect(domain.n_voxels).toBe(3);
    expect(pairs[0]).toMatchObject({ pearson: 1, rmse: 0, top_10_dice: 1 });
  });

  it("has no correlation with a constant, and says so", async () => {
    const { mean, notes } = await agreementOfMaps({ maps: [map(1, 1, 1, 1), map(0, 1, 2, 3), map(0, 1, 2, 4)] });
    expect(notes).toContain("pearson has no value for 2 of 3 pairs, which its mean leaves out.");
    expect(mean.pearson).toBeGreaterThan(0.9);
  });

  it("refuses a single map, other grids and unknown options", async () => {
    await expect(agreementOfMaps({ maps: [map(1, 2, 3, 4)] })).rejects.toThrow("at least two maps");
    const other = { data: new Float32Array(5), shape: [5, 1] };
    await expect(agreementOfMaps({ maps: [map(1, 2, 3, 4), other] })).rejects.toThrow(/shape/);
    const options = { sing: "signed" } as object;
    await expect(agreementOfMaps({ maps: [map(1, 2, 3, 4), map(1, 2, 3, 4)] }, options)).rejects.toThrow(/sign/);
  });
});

describe("Kendall's W", () => {
  it("is 1 for one order, 0 for opposite ones, and corrects ties", () => {
    expect(
      kendallW([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    ).toBe(1);
    expect(
      kendallW([
        [1, 2, 3],
        [3, 2, 1],
      ]),
    ).toBe(0);
    // Ranks 1.5 1.5 3 twice: totals 3 3 6, mean 4, S = 1 + 1 + 4; 12·6/(4·24 − 2·(6 + 6)) = 1.
    expect(
      kendallW([
        [1, 1, 2],
        [1, 1, 2],
      ]),
    ).toBe(1);
  });
});
