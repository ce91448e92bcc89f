/** A map and its reference from compressed files to the result, compared with inflating the map alone; whole cohorts of maps. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { encodeNifti } from "../../src/index.js";
import { evaluateMap } from "../../src/maps/evaluate-map.js";
import { SPACING } from "../design.js";
import { CLI } from "../evaluation/files.js";
import { type MeasureOptions, measureInTurn, summarise } from "../support/measure.js";
import type { Result } from "../support/result.js";
import { COHORT_CASES, MAP_WORK, makeMap } from "./map-design.js";

const FOLDER = "build/bench/files";

/** Files of a map, written once. */
function mapFiles(side: number): { readonly name: string; readonly map: string; readonly reference: string } {
  const [map, reference] = ["map", "reference"].map((role) => `${FOLDER}/maps-${side}-${role}.nii.gz`);
  const { name, shape, ...voxels } = makeMap(side);
  if (!existsSync(map) || !existsSync(reference)) {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(reference, gzipSync(encodeNifti({ data: voxels.reference, shape, spacing: SPACING })));
    writeFileSync(map, gzipSync(encodeNifti({ data: voxels.map, shape, spacing: SPACING })));
  }
  return { name, map, reference };
}

export async function benchMapFiles(options: MeasureOptions, quick: boolean): Promise<Result[]> {
  const { name: workload, map, reference } = mapFiles(quick ? 64 : 256);
  const compressed = readFileSync(map);
  const inputs = { map: { file: map }, reference: { file: reference } };
  const evaluation = (threads: number) => ({
    work: async () => Number((await evaluateMap(inputs, { kind: "probability" }, { threads })).groups.ungrouped.auroc),
  });
  const timings = await measureInTurn(
    { inflate: { work: () => gunzipSync(compressed).length }, one: evaluation(1), two: evaluation(2) },
    options,
  );
  const work = MAP_WORK.files;
  return [
    { work, workload, by: "inflate", ...timings.inflate },
    { work, workload, by: "release", threads: 1, ...timings.one },
    { work, workload, by: "release", threads: 2, ...timings.two },
    ...cohorts(quick),
  ];
}

/** The same files under the names of many cases, by the built command. */
function cohorts(quick: boolean): Result[] {
  const { name: workload, map, reference } = mapFiles(quick ? 64 : 128);
  const cases = quick ? 8 : COHORT_CASES;
  const times = new Map([1, 2].map((threads) => [threads, [] as number[]]));
  for (let turn = 0; turn < (quick ? 1 : 3); turn++) {
    for (const [threads, own] of times) own.push(runCohort(map, reference, cases, threads));
  }
  return [...times].map(([threads, own]) => {
    return { work: MAP_WORK.cohort, workload, by: "release", threads, firstMs: own[0], ...summarise(own) };
  });
}

function runCohort(map: string, reference: string, cases: number, threads: number): number {
  const folder = mkdtempSync(join(tmpdir(), "voxmatch-bench-"));
  try {
    const rows = Array.from({ length: cases }, (_, i) => `case-${i},${resolve(map)},${resolve(reference)}\n`);
    const manifest = join(folder, "cohort.csv");
    writeFileSync(manifest, `case,map,reference\n${rows.join("")}`);
    const words = ["run", manifest, "--map-options", "{kind: probability}", "--threads", String(threads), "--quiet"];
    const out = join(folder, "results");
    const start = performance.now();
    execFileSync(process.execPath, [CLI, ...words, "--out", out], { stdio: ["ignore", "ignore", "inherit"] });
    return performance.now() - start;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
