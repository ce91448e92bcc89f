import { describe, expect, it } from "vitest";
import { growTree } from "../../../bindings/maps/component-tree.js";
import { withMapKernels } from "../../../bindings/maps/map-engine.js";
import { signMap } from "../../../bindings/maps/map-volume.js";
import { createEngine } from "../../../bindings/pool/create-engine.js";
import { agreementOfMaps } from "../../../src/maps/agreement/agreement-of-maps.js";
import { evaluateMap } from "../../../src/maps/evaluate-map.js";
import { resolveMapOptions } from "../../../src/maps/options/resolve.js";
import type { MapOptions } from "../../../src/maps/options/types.js";
import { emptyRuns, wholeVolume } from "../../../src/maps/read/domain.js";
import { openMapInput } from "../../../src/maps/read/open-map.js";
import { readMap } from "../../../src/maps/read/read-map.js";
import { npyFile } from "../../support/format-files.js";
import { type NiftiFile, niftiFile } from "../../support/nifti.js";

const shape = [3, 2, 2];
const VALUES = [0, 0.25, 0.5, 0.75, 1, 0, 0, 0, 0.5, 0.5, 0, 0];
const LABELS = [0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0];

const mapFile = (file: NiftiFile = {}) => ({
  file: niftiFile({ dataType: "float32", shape, values: VALUES, ...file }),
});
const labelFile = (file: NiftiFile = {}) => ({ file: niftiFile({ shape, values: LABELS, ...file }) });

const map = mapFile();
const reference = labelFile();
const atlas = labelFile({ values: VALUES.map((_, i) => i % 3) });

/** An affine whose first voxel lies 10 mm further along x. */
const SHIFTED = { sform: [1, 0, 0, 10, 0, 1, 0, 0, 0, 0, 1, 0] };
const STRAIGHT = { sform: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] };

const refused = async (made: Promise<unknown>) => {
  const error = await made.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw new Error("It was not refused.");
  return `${"code" in error ? error.code : ""}: ${error.message}`;
};

describe("volumes that are not scored together", () => {
  it.each(["reference", "mask", "atlas"])(
    "a %s of another spacing, of another place, of another size",
    async (role) => {
      const inputs = (other: { file: Uint8Array }, own: NiftiFile) => ({ map: mapFile(own), reference, [role]: other });
      const spacing = await refused(evaluateMap(inputs(labelFile({ spacing: [1, 1, 2] }), {})));
      expect(spacing).toMatch(new RegExp(`^GEOMETRY_MISMATCH: .*spacing.*the ${role}`, "s"));
      expect(spacing).toContain(`1 mm in the map, 2 mm in the ${role}`);
      const place = evaluateMap({
        ...inputs(labelFile(SHIFTED), STRAIGHT),
        ...(role !== "reference" && { reference: labelFile(STRAIGHT) }),
      });
      expect(await refused(place)).toMatch(new RegExp(`^GEOMETRY_MISMATCH: .*the ${role}`, "s"));
      const size = evaluateMap(inputs(labelFile({ shape: [3, 4], values: LABELS }), {}));
      expect(await refused(size)).toMatch(new RegExp(`^GEOMETRY_MISMATCH: .*the ${role}`, "s"));
    },
  );

  it("a baseline of another spacing, by its name", async () => {
    const baselines = [mapFile({ spacing: [2, 1, 1] })];
    expect(await refused(evaluateMap({ map, reference, baselines }))).toContain(
      "2 mm in the baseline, 1 mm in the reference",
    );
  });

  it("what is refused of grids is taken on request", async () => {
    const inputs = { map, reference: labelFile({ spacing: [1, 1, 2] }) };
    const { notes } = await evaluateMap(inputs, { ignoreGeometry: ["spacing"] });
    expect(notes.join(" ")).toContain("reference and the map");
  });
});

describe("files that are no maps", () => {
  it("several volumes, with advice that is of maps", async () => {
    const file = niftiFile({ dataType: "float32", shape: [...shape, 2], values: [...VALUES, ...VALUES] });
    expect(await refused(readMap(file))).toMatch(
      /^INVALID_VOLUME: .*4 dimensions \(3 × 2 × 2 × 2\), but a map has two or three\. Save each volume/,
    );
  });

  it.each([
    ["complex", 32, 64],
    ["colour", 128, 24],
  ])("%s numbers", async (kind, datatype, bitpix) => {
    const file = niftiFile({ dataType: "float64", shape, values: VALUES, set: { datatype, bitpix } });
    expect(await refused(evaluateMap({ map: { file }, reference }))).toMatch(
      new RegExp(`^INVALID_VOLUME: .*${kind}.*of complex values the magnitude`, "i"),
    );
  });
});

it("numbers of Python that are no numbers", async () => {
  const bytes = npyFile({ dataType: "float64", shape, values: VALUES });
  const at = Buffer.from(bytes).indexOf("<f8");
  expect(at).toBeGreaterThan(0);
  const complex = bytes.slice();
  complex.set(Buffer.from("<c8"), at);
  expect(await refused(readMap(complex))).toContain("of the type '<c8', which are not one real number a voxel");
});

describe("values that cannot be scored", () => {
  const values = VALUES.with(1, Number.POSITIVE_INFINITY).with(7, Number.NEGATIVE_INFINITY);
  const infinite = mapFile({ values });

  it("infinite ones, unless a mask leaves them out", async () => {
    expect(await refused(evaluateMap({ map: infinite, reference }))).toMatch(
      /2 infinite voxels, the first at \[1,0,0\].*mask/,
    );
    const mask = labelFile({ values: values.map((value) => Number(Number.isFinite(value))) });
    const { domain } = await evaluateMap({ map: infinite, reference, mask });
    expect(domain.n_voxels).toBe(10);
    expect(await refused(agreementOfMaps({ maps: [map, infinite] }))).toContain(
      "2 infinite voxels, the first at [1,0,0]",
    );
  });

  it("probabilities above 1, with --scale and heatmap named, which both take them", async () => {
    const bytes = mapFile({ values: VALUES.map((value) => 255 * value) });
    const message = await refused(evaluateMap({ map: bytes, reference }, { kind: "probability" }));
    expect(message).toMatch(/^INVALID_VOLUME: .*6 values outside \[0, 1\] \(from 63.75 to 255\).*\[1,0,0\]/s);
    expect(message).toContain("--scale 255");
    expect(message).toContain("voxmatch heatmap");
    const { groups } = await evaluateMap({ map: bytes, reference }, { kind: "probability", scale: 255 });
    // Squares of what is missing in the reference (¼ of 1, 0 of 1) and of what is too much (¼, ½, ½, ½), over 12 voxels.
    expect(groups.ungrouped.brier).toBeCloseTo((0.0625 + 0 + 0.0625 + 3 * 0.25) / 12, 12);
    await evaluateMap({ map: bytes, reference });
  });

  it("shares of both signs: null with a reason, in scores and in regions", async () => {
    const signed = mapFile({ values: VALUES.map((value) => value - 0.1) });
    const { groups, regions } = await evaluateMap({ map: signed, reference, atlas }, { sign: "signed" });
    expect(groups.ungrouped).toMatchObject({ mass_accuracy: Number.NaN, mass_accuracy_reason: "both_signs" });
    expect(groups.ungrouped.auroc).toBeGreaterThan(0.5);
    expect(regions?.map(({ share, enrichment }) => [share, enrichment])).toEqual(
      Array(3).fill([Number.NaN, Number.NaN]),
    );
  });
});

describe("what an empty reference is: no error", () => {
  it("undefined scores are NaN with a reason, and counts are given", async () => {
    const empty = labelFile({ values: LABELS.map(() => 0) });
    const options: MapOptions = { kind: "probability", detection: true, instances: true };
    const { groups } = await evaluateMap({ map, reference: empty }, options);
    expect(groups.ungrouped).toMatchObject({
      auroc: Number.NaN,
      auroc_reason: "empty_reference",
      n_reference_voxels: 0,
    });
    expect(groups.ungrouped.candidates?.every(({ fate }) => fate === "false positive")).toBe(true);
    expect(groups.ungrouped.lesions).toEqual([]);
  });
});

describe("options and inputs", () => {
  it("candidates of relevance without a threshold", async () => {
    const message = await refused(evaluateMap({ map, reference }, { detection: true }));
    expect(message).toMatch(/^INVALID_OPTION: .*candidateThreshold is missing.*"positive"/);
    await evaluateMap({ map, reference }, { detection: true, candidateThreshold: "positive" });
  });

  it("presets that need it ask for it, too, but for probabilities", async () => {
    expect(await refused(evaluateMap({ map, reference }, { preset: "luna16" }))).toContain(
      "candidateThreshold is missing",
    );
    await evaluateMap({ map, reference }, { preset: "luna16", kind: "probability" });
  });

  it("unknown names of options, inputs and choices, by the nearest", async () => {
    const message = (options: object) => refused(evaluateMap({ map, reference }, options as MapOptions));
    expect(await message({ candidateTreshold: 1 })).toContain('Did you mean "candidateThreshold"');
    expect(await message({ preset: "luna" })).toContain('Did you mean "luna16"');
    expect(await message({ hit: "peek" })).toContain('Did you mean "peak"');
    const inputs = { map, reference, baseline: [map] };
    expect(await refused(evaluateMap(inputs))).toContain('Did you mean "baselines"');
    const seeds = { maps: [map, map], sings: 1 } as unknown as Parameters<typeof agreementOfMaps>[0];
    expect(await refused(agreementOfMaps(seeds))).toContain("sings");
    expect(await refused(agreementOfMaps({ maps: [map, map] }, { sgin: "signed" } as object))).toContain(
      'Did you mean "sign"',
    );
  });

  it("agreement of fewer than two maps, of other grids, of names without an atlas", async () => {
    expect(await refused(agreementOfMaps({ maps: [map] }))).toContain("at least two maps");
    expect(await refused(agreementOfMaps({ maps: [] }))).toContain("at least two maps");
    const other = mapFile({ spacing: [1, 1, 2] });
    expect(await refused(agreementOfMaps({ maps: [map, map, other] }))).toMatch(/^GEOMETRY_MISMATCH: .*the map 3/s);
    expect(await refused(agreementOfMaps({ maps: [map, map], atlas: labelFile({ spacing: [2, 1, 1] }) }))).toContain(
      "the atlas",
    );
    expect(
      await refused(agreementOfMaps({ maps: [map, map], mask: labelFile({ values: LABELS.map(() => 0) }) })),
    ).toContain("mask is empty");
    expect(await refused(agreementOfMaps({ maps: [map, map], atlasNames: "index\tname\n1\tA" }))).toContain("no atlas");
  });
});

describe("memory", () => {
  it("names the bytes that a map needs and those that are there", async () => {
    const engine = await createEngine({ maximumBytes: 4 * 2 ** 20 });
    const file = niftiFile({ dataType: "float64", shape: [128, 128, 64], values: new Array(2 ** 20).fill(1) });
    const message = await refused(readMap(file, { engine }));
    expect(message).toMatch(/^OUT_OF_MEMORY: .*needs 8 MiB more memory, but [0-4] MiB of the \d MiB/s);
  });

  it("advises a higher threshold or a mask where a component tree does not fit", async () => {
    const engine = await withMapKernels(await createEngine({ maximumBytes: 4 * 2 ** 20 }));
    const data = Float32Array.from({ length: 2 ** 18 }, (_, i) => i);
    const { load } = await openMapInput(engine, { data, shape: [64, 64, 64] });
    const { loaded } = await load();
    const all = wholeVolume(engine, emptyRuns(engine, loaded.shape));
    const request = { reference: null, curvePoints: 16, connectivity: 26, threshold: 0.5, keepSteps: false } as const;
    expect(() => growTree(engine, signMap(engine, loaded, "positive"), all, request)).toThrow(
      /needs [3-9] MiB more memory, but \d MiB of the \d MiB .* raise candidateThreshold, or pass a mask/,
    );
  });
});

describe("options that contradict each other", () => {
  it("are refused before anything is read", () => {
    expect(() => resolveMapOptions({ topPercent: [5, 101] })).toThrow(/topPercent is 5, 101.*up to 100/);
    expect(() => resolveMapOptions({ kind: "probability", thresholds: [50] })).toThrow(/probabilities lie from 0 to 1/);
  });
});
