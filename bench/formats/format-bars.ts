import type { Promised } from "../bars.js";
import { describePair, FORMATS_PAIR, firstReadOf, readOf } from "../design.js";
import { ratio } from "../support/result.js";

const workload = describePair(FORMATS_PAIR);
const CPU = "processor time";

/** A reader without a package, compared with that of NIfTI. */
function likeNifti(ending: string): Promised {
  const work = readOf(ending);
  return {
    what: `read ${ending}, compressed, ${workload}`,
    bound: 1.1,
    unit: "× .nii.gz",
    measure: (find) => ratio(find("formats", { work, by: "release" }), find("formats", { work, by: "nifti" })),
    note: CPU,
  };
}

function withPackage(ending: string, bound: number): Promised {
  return {
    what: `read ${ending} by a process that reads nothing else, ${workload}`,
    bound,
    unit: "ms",
    measure: (find) => find("formats", { work: firstReadOf(ending) })?.medianMs,
    note: `${CPU}; loading and compiling the package is in it`,
  };
}

function likeH5wasm(ending: string): Promised {
  const work = firstReadOf(ending);
  return {
    what: `read ${ending} by a process that reads nothing else, ${workload}`,
    bound: 1.3,
    unit: "× h5wasm alone",
    measure: (find) => ratio(find("formats", { work, by: "release" }), find("formats", { work, by: "h5wasm" })),
    note: CPU,
  };
}

/** Promises of reading files of each format. */
export const FORMAT_PROMISES: readonly Promised[] = [
  ...[".nrrd", ".mha", ".npz"].map(likeNifti),
  withPackage(".zarr", 300),
  withPackage(".tif", 1300),
  ...[".h5", "-gzip.h5"].map(likeH5wasm),
];
