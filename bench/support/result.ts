import type { BuildName } from "../../bindings/engine/engine.js";
import type { Timing } from "./measure.js";

/** The contender: a build of the kernels, the twin in TypeScript or C++, the bare read of the same bytes, the same voxels in a file of NIfTI, or another package. */
export type Contestant =
  | BuildName
  | "typescript"
  | "c++"
  | "c++ native"
  | "read"
  | "inflate"
  | "nifti"
  | "h5wasm"
  | "scipy"
  | "sklearn"
  | "skimage"
  | "numpy"
  | "cc3d"
  | "edt"
  | "panoptica";

/** One measured piece of work. */
export interface Result extends Timing {
  /** The measured work: a kernel, a stage, the whole evaluation. */
  readonly work: string;
  /** On what, in words. */
  readonly workload: string;
  readonly by: Contestant;
  /** Threads that the work was given; 1 unless said. */
  readonly threads?: number;
  /** Cores that the process was held to; all unless said. */
  readonly cores?: number;
  /** The quantity that a growth is drawn over. */
  readonly voxels?: number;
  readonly instances?: number;
  /** The share of labelled voxels, as counted in the reference. */
  readonly foreground?: number;
  /** Runs that went in, if the work reads runs. */
  readonly runs?: number;
  /** Stages of the fastest repetition, in milliseconds. */
  readonly stagesMs?: Readonly<Record<string, number>>;
  /** Peak memory of a separate process, and of Node alone, in megabytes. */
  readonly peakMegabytes?: number;
  readonly nodeMegabytes?: number;
  /** Of all threads of the process. */
  readonly cpuMs?: number;
  /** What a result holds, for each instance of either side. */
  readonly bytesPerInstance?: number;
  /** The most memory held in each quarter of a long run, in megabytes. */
  readonly quarterMegabytes?: readonly number[];
  /** Bytes of the compiled kernels that ran. */
  readonly wasmBytes?: number;
  /** The version of another package. */
  readonly version?: string;
  /** Where it ran, if not in Node. */
  readonly where?: "Chromium, isolated" | "Chromium, not isolated";
}

/** Where and when something was measured. */
export interface Surroundings {
  readonly date: string;
  readonly revision: string;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly memoryGb: number;
    readonly platform: string;
  };
  readonly versions: Readonly<Record<string, string>>;
  readonly seed: number;
}

/** A line of `bench/results/*.jsonl`. */
export type ResultLine = Result & Surroundings;

/** The results of each part, by its name. */
export type ResultsByPart = Readonly<Record<string, readonly ResultLine[]>>;

/** The median of one over the other's; undefined if either was not measured. */
export function ratio(one: Timing | undefined, other: Timing | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : one.medianMs / other.medianMs;
}
