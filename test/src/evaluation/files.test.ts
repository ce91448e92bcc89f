import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { evaluate } from "../../../src/evaluation/evaluate.js";
import { explore } from "../../../src/evaluation/explore.js";
import { openCase } from "../../../src/evaluation/open-case.js";
import type { VolumeFile } from "../../../src/evaluation/open-inputs.js";
import { encodeNifti } from "../../../src/io/nifti/write-nifti.js";
import { readVolume } from "../../../src/io/read-volume.js";
import type { EvaluateOptions } from "../../../src/options/registry.js";
import { toJson } from "../../../src/reports/case/json.js";
import { splitmix64 } from "../../support/random.js";
import { refusal } from "../../support/refusal.js";
import { SEEDED } from "../../support/volumes.js";

const folder = mkdtempSync(join(tmpdir(), "voxmatch-files-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A file with blobs and noise of some labels. */
function fileOf(name: string, seed: number, shape: readonly number[], labels: number, zipped = true): VolumeFile {
  const random = splitmix64(seed);
  const data = new Uint8Array(shape.reduce((product, n) => product * n, 1));
  for (let blob = 0; blob < 12; blob++) {
    const from = Math.floor(random() * data.length);
    const label = 1 + Math.floor(labels * random());
    for (let i = 0; i < 300; i++) data[Math.floor(from + 4000 * random() ** 2) % data.length] = label;
  }
  const bytes = encodeNifti({ data, shape, spacing: shape.map(() => 1) });
  const file = join(folder, name);
  writeFileSync(file, zipped ? gzipSync(bytes) : bytes);
  return { file };
}

const OPTIONS: Readonly<Record<string, EvaluateOptions>> = {
  plain: { input: "semantic" },
  faces: { input: "semantic", connectivity: "faces", metrics: ["iou", "assd"] },
  each: { input: "semantic", groups: "each", explain: true },
  ignored: { input: "semantic", ignoreLabel: 1 },
  unmatched: { input: "unmatched" },
};

async function textOf(evaluated: ReturnType<typeof evaluate>): Promise<string> {
  return toJson({ ...(await evaluated), timings: {} });
}

const read = ({ file, ...options }: VolumeFile) => readVolume(file, options);

describe("files", () => {
  it("say what the volumes read from them say, on every number of threads", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 1e6 }),
        fc.constantFrom([70, 40, 31], [64, 9, 8], [130, 61], [3, 200, 20]),
        fc.constantFrom([1, 1], [1, 2], [2, 1], [4, 3]),
        fc.tuple(fc.boolean(), fc.boolean()),
        fc.constantFrom(...Object.values(OPTIONS)),
        async (seed, shape, [one, other], [isZipped, isOtherZipped], options) => {
          const reference = fileOf("r.nii", seed, shape, one, isZipped);
          const prediction = fileOf("p.nii", seed + 1, shape, other, isOtherZipped);
          const volumes = { reference: await read(reference), prediction: await read(prediction) };
          const expected = await textOf(evaluate(volumes, options, { threads: 1 }));
          for (const threads of [1, 2, 3]) {
            expect(await textOf(evaluate({ reference, prediction }, options, { threads }))).toBe(expected);
          }
          const rows = await explore(volumes, { input: options.input });
          expect(await explore({ reference, prediction }, { input: options.input }, { threads: 2 })).toEqual(rows);
          const opened = await openCase({ reference, prediction });
          for (let i = 0; i < 2; i++) expect(await textOf(opened.evaluate(options))).toBe(expected);
          await opened.close();
        },
      ),
      { ...SEEDED, numRuns: 40 },
    );
  });

  it("gives the hash and the name of each, and heeds its options", async () => {
    const reference = { ...fileOf("a.nii.gz", 1, [20, 20, 20], 1), name: "the reference" };
    const prediction = { ...fileOf("b.nii.gz", 2, [20, 20, 20], 1), hash: false };
    const volume = await read(reference);
    for (const threads of [1, 2]) {
      const { inputs } = await evaluate({ reference, prediction }, {}, { threads });
      expect(inputs.reference).toMatchObject({ path: "the reference", sha256: volume.source?.sha256 });
      expect(inputs.reference.sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(inputs.prediction).toMatchObject({ path: prediction.file, sha256: null });
    }
  });

  it("names the first file that something is wrong with, on every number of threads", async () => {
    const good = fileOf("good.nii.gz", 3, [60, 50, 40], 1);
    const whole = gzipSync(
      encodeNifti({
        data: new Uint8Array(60 * 50 * 40).fill(1, 5000, 90_000),
        shape: [60, 50, 40],
        spacing: [1, 1, 1],
      }),
    );
    const cut = { file: whole.subarray(0, whole.length - 9), name: "cut" };
    const flipped = Uint8Array.from(whole);
    flipped[whole.length - 6] ^= 1;
    const damaged = { file: flipped, name: "damaged" };
    for (const threads of [1, 2]) {
      const refused = (reference: VolumeFile, prediction: VolumeFile, message: RegExp) =>
        refusal(() => evaluate({ reference, prediction }, {}, { threads }), "INVALID_FILE", message);
      await refused(good, cut, /^cut .*cut off/);
      await refused(damaged, good, /^damaged is damaged/);
      await refused(damaged, cut, /^damaged is damaged/);
      await refused(cut, damaged, /^cut .*cut off/);
      await refusal(
        () => evaluate({ reference: good, prediction: { file: join(folder, "none.nii") } }, {}, { threads }),
        "FILE_ACCESS",
        /no such file/,
      );
    }
  });

  it("are refused before they are read if they do not fit, and if they are given what is no option", async () => {
    const reference = fileOf("c.nii.gz", 5, [60, 50, 40], 1);
    const whole = gzipSync(
      encodeNifti({ data: new Uint8Array(60 * 50 * 41), shape: [60, 50, 41], spacing: [1, 1, 1] }),
    );
    await refusal(() => evaluate({ reference, prediction: { file: whole } }), "GEOMETRY_MISMATCH", /60 × 50 × 41/);
    const wrong = { ...reference, hashes: true } as VolumeFile;
    await refusal(() => evaluate({ reference: wrong, prediction: wrong }), "INVALID_OPTION", /hashes/);
  });

  it("take more memory than was reserved for each, where they need it", async () => {
    // One run for every other voxel: 48 MB of runs, and none of the blocks would be longer.
    const shape = [128, 240, 400];
    const data = Uint8Array.from({ length: 128 * 240 * 400 }, (_, i) => (i & 1 ? 1 + (i & 2) : 0));
    const file = gzipSync(encodeNifti({ data, shape, spacing: [1, 1, 1] }), { level: 1 });
    const [reference, prediction] = [{ file }, { file }];
    const options: EvaluateOptions = { input: "unmatched" };
    const [one, two] = [1, 2].map((threads) => textOf(evaluate({ reference, prediction }, options, { threads })));
    expect(await two).toBe(await one);
  });
});
