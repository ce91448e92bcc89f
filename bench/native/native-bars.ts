/** What WebAssembly may cost beside the same code in C++. */
import type { Promised } from "../bars.js";
import { describePair, largePair, NATIVE_WORK } from "../design.js";
import { NATIVE } from "../peers/recorded.js";
import type { ResultLine } from "../support/result.js";

/** Of the fastest calls, as medians depend on what else the machine does. */
function nativeBar(work: string): Promised {
  const workload = describePair(largePair(0.14, 1000));
  const fastest = (line: ResultLine | undefined) => line?.minimumMs ?? Number.NaN;
  return {
    what: `${work}, compared with the same code in C++, ${workload}`,
    bound: 1.3,
    unit: "× C++",
    measure: (find) => {
      const quotient =
        fastest(find("native", { work, workload, by: "release" })) /
        fastest(find("native", { work, workload, by: "c++" }));
      return Number.isNaN(quotient) ? undefined : quotient;
    },
    note: "fastest calls: bench/native/components.cpp by g++ -O3; npm run bench -- native",
  };
}

export const NATIVE_PROMISES: readonly Promised[] = [
  nativeBar(NATIVE_WORK.runs),
  nativeBar(NATIVE_WORK.blocks),
  ...Object.entries(NATIVE).map(
    ([work, { release, plain, native }]): Promised => ({
      what: `${work}, compared with the same code in C++, ${describePair(largePair(0.14, 1000))}`,
      bound: 1.3,
      unit: "× C++",
      measure: () => release / plain,
      note:
        "fastest calls, compared once by hand: line by line, g++ 12.2, -O3; with -march=native, which may use instructions " +
        `that WebAssembly lacks, ${(release / native).toFixed(2)}`,
    }),
  ),
];
