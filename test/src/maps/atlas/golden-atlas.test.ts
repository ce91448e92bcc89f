import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseRegionNames } from "../../../../src/maps/atlas/region-names.js";
import type { RegionRow } from "../../../../src/maps/atlas/region-rows.js";
import { evaluateMap } from "../../../../src/maps/evaluate-map.js";
import type { MapOptions } from "../../../../src/maps/options/types.js";
import { HAS_MAP_PACK, MAP_PACK, type PackNumber, packJson, packVolume } from "../../../support/maps/golden-maps.js";

interface AtlasAnswer {
  readonly shape: readonly number[];
  readonly spacing: readonly number[];
  readonly sign: MapOptions["sign"];
  readonly map: string;
  readonly atlas: string;
  readonly n_voxels: number;
  readonly rows: readonly Readonly<Record<string, PackNumber>>[];
}

const EXACT = ["label", "voxels", "min", "max", "rank_mean", "rank_share"];

describe.runIf(HAS_MAP_PACK || process.env.CI === "true")("atlases of the golden pack", () => {
  it.each(
    ["small2d", "small3d"].flatMap((name) => ["positive", "absolute", "signed"].map((sign) => `${name}_${sign}`)),
  )("%s", async (name) => {
    const answer = packJson<AtlasAnswer>(`atlas/${name}.json`);
    const volume = (file: string) => packVolume(`atlas/${file}`, answer);
    const inputs = { map: volume(answer.map), atlas: volume(answer.atlas) };
    const { regions, domain } = await evaluateMap(inputs, { sign: answer.sign });
    expect(domain.n_voxels).toBe(answer.n_voxels);
    expect(regions?.length).toBe(answer.rows.length);
    answer.rows.forEach((row, i) => {
      for (const [key, wanted] of Object.entries(row)) {
        const found = Number(regions?.[i][key as keyof RegionRow]);
        if (wanted === "NaN") expect(found, `${row.label} ${key}`).toBeNaN();
        else if (EXACT.includes(key)) expect(found, `${row.label} ${key}`).toBe(wanted);
        else expect(Math.abs(found - Number(wanted)), `${row.label} ${key}`).toBeLessThan(1e-9);
      }
    });
    if (answer.sign !== "signed") expect(regions?.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
  });

  it.each(["dseg.tsv", "freesurfer.txt", "fsl-label.xml", "fsl-probabilistic.xml", "itksnap.txt"])(
    "names.%s",
    (file) => {
      const { names } = packJson<{ readonly names: Readonly<Record<string, string>> }>("atlas/names.json");
      const text = readFileSync(`${MAP_PACK}/atlas/names.${file}`, "utf8");
      const found = [...parseRegionNames(text, file)].filter(([label]) => label !== 0);
      const spelled = (name: string) => (file === "freesurfer.txt" ? name.replaceAll(" ", "-") : name);
      expect(found.map(([label, { name }]) => [String(label), name])).toEqual(
        Object.entries(names).map(([label, name]) => [label, spelled(name)]),
      );
    },
  );
});

describe("an atlas by hand", () => {
  it("gives shares that sum to 1, names, the peak's place, the reference's voxels, and what is absent", async () => {
    const shape = [5, 1];
    const { regions, absent, notes } = await evaluateMap({
      map: { data: Float32Array.from([1, 2, 3, 4, Number.NaN]), shape, spacing: [2, 3] },
      atlas: { data: Uint8Array.from([0, 7, 7, 9, 9]), shape, spacing: [2, 3] },
      reference: { data: Uint8Array.from([1, 0, 1, 0, 1]), shape, spacing: [2, 3] },
      atlasNames: "index\tname\n7\tPons\n8\tVermis",
    });
    // The sum is 1 + 2 + 3 + 4 = 10 over 4 voxels of 6 mm²; the last voxel is NaN.
    expect(regions).toMatchObject([
      { label: 0, name: "outside", voxels: 1, volume: 6, sum: 1, share: 1 / 10, reference_voxels: 1 },
      {
        ...{
          label: 7,
          name: "Pons",
          voxels: 2,
          volume: 12,
          sum: 5,
          share: 1 / 2,
          mean: 5 / 2,
          sd: 1 / 2,
          min: 2,
          max: 3,
        },
        ...{ max_voxel: [2, 0, 0], enrichment: 1 / 2 / (2 / 4), rank_mean: 2, rank_share: 1, reference_voxels: 1 },
      },
      { label: 9, name: "9", voxels: 1, sum: 4, share: 4 / 10, rank_mean: 1, rank_share: 2, reference_voxels: 0 },
    ]);
    expect(absent).toEqual([{ label: 8, name: "Vermis" }]);
    expect(notes.join(" ")).toMatch(/1 labels of the atlas have no name.*9/);
  });

  it("needs a reference or an atlas, and an atlas for names", async () => {
    const map = { data: new Float32Array(4), shape: [2, 2] };
    await expect(evaluateMap({ map })).rejects.toThrow(/neither a reference nor an atlas/);
    await expect(evaluateMap({ map, reference: map, atlasNames: "x" })).rejects.toThrow();
  });
});
