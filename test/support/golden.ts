import { readdirSync, readFileSync } from "node:fs";
import type { Volume } from "../../base/types.js";
import { readVolume } from "../../src/io/read-volume.js";

/** The configuration of a golden answer, as `test/fixtures/golden/README.md` describes it; absent keys are panoptica's defaults. */
export interface GoldenConfig {
  readonly input: "semantic" | "unmatched" | "matched";
  readonly matcher?: "naive" | "naive_m2o" | "bipartite" | "merge";
  readonly metric?: "IOU" | "DSC";
  readonly threshold?: number;
  readonly strict?: boolean;
  readonly instance_metrics?: readonly string[];
  readonly global_metrics?: readonly string[];
  readonly decision_metric?: string;
  readonly decision_threshold?: number;
  readonly autc?: number;
  readonly autc_mode?: "step" | "fixed";
  readonly regions?: boolean;
  readonly groups?: Record<string, readonly number[] | GoldenGroupConfig>;
  readonly edge_extra?: Readonly<Record<string, "INF" | "ZERO">>;
  readonly cca?: string;
  readonly voxelspacing?: readonly number[];
  readonly config_name?: string;
}

export interface GoldenGroupConfig {
  readonly labels?: number[];
  readonly single?: boolean;
  readonly type?: string;
  readonly things?: number[];
  readonly parts?: number[];
}

export interface GoldenGroup {
  readonly result: Record<string, number | string>;
  readonly region_avg?: Record<string, number | string>;
  /** Absent where panoptica's values are not consistent. */
  readonly per_instance?: Record<string, (number | string)[]>;
  /** Answers about the threshold curve have these instead of a result. */
  readonly autc?: Readonly<Record<string, number | string>>;
  readonly thresholds?: readonly number[];
  readonly per_threshold?: Readonly<Record<string, Readonly<Record<string, number | string>>>>;
  readonly matched_reference_voxel_counts: readonly number[];
  readonly unmatched_reference_voxel_counts: readonly number[];
  readonly matched_reference_first_voxels?: readonly number[];
  readonly matches_first_voxels?: readonly (readonly [prediction: number, reference: number])[];
}

export interface GoldenAnswer {
  readonly name: string;
  readonly config: GoldenConfig;
  readonly files: { readonly reference: string; readonly prediction: string };
  readonly spacing: readonly number[];
  readonly groups: Record<string, GoldenGroup>;
  readonly independent?: { readonly tp: number; readonly sq: number; readonly sq_dsc: number };
  readonly region_reference_first_voxels?: readonly number[];
  readonly independent_regions?: Readonly<
    Record<
      "voxel_units_smallest_label" | "physical_units_smallest_label",
      { readonly dsc: readonly number[]; readonly iou?: readonly number[]; readonly region_avg_dsc: number }
    >
  >;
  readonly error?: { readonly type: string; readonly message: string };
}

/** Inputs with the answers of panoptica, SciPy, scikit-image or a brute force; its README says which. */
export const GOLDEN_ROOT = "test/fixtures/golden";

/** The cases of a folder's `answers.json` by their names. A missing file is an error: a golden test never skips. */
export function goldenCases<T>(folder: string): [name: string, golden: T][] {
  return Object.entries(JSON.parse(readFileSync(`${GOLDEN_ROOT}/${folder}/answers.json`, "utf8")));
}

/** The bytes of a folder's arrays, from each place where one of its cases says that an array begins. */
export function goldenArrays(folder: string): (at: number, bytes: number) => ArrayBuffer {
  const all = new Uint8Array(readFileSync(`${GOLDEN_ROOT}/${folder}/arrays.bin`));
  return (at, bytes) => all.slice(at, at + bytes).buffer;
}

/** Every answer about the volumes of `folder`. */
export function goldenAnswers(folder: string): GoldenAnswer[] {
  const cases = goldenCases<Omit<GoldenAnswer, "name">>(folder);
  return cases.map(([name, answer]) => ({ name: `${folder}/${name}`, ...answer }));
}

export function syntheticCases(): string[] {
  return readdirSync(`${GOLDEN_ROOT}/synthetic`)
    .sort()
    .map((name) => `synthetic/${name}`);
}

const volumes = new Map<string, Promise<Volume>>();

/** A golden volume, read once for all the answers about it. */
export function goldenVolume(path: string): Promise<Volume> {
  const file = `${GOLDEN_ROOT}/${path}`;
  const known = volumes.get(file) ?? readVolume(readFileSync(file), { hash: false });
  volumes.set(file, known);
  return known;
}

/** A number as the pack writes it: "NaN" and "Infinity" are strings. */
export function goldenNumber(value: number | string): number {
  return Number(value);
}
