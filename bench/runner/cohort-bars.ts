/** Promises of `voxmatch run`. */
import type { Promised } from "../bars.js";
import { COHORTS, cohortOf, describePair, LONG_COHORT } from "../design.js";
import { ratio } from "../support/result.js";

const TWO_CORES = { threads: 2, cores: 2 } as const;

const long = { work: cohortOf(LONG_COHORT.cases), workload: describePair(LONG_COHORT.pair) };

export const COHORT_PROMISES: readonly Promised[] = [
  ...COHORTS.flatMap(({ pair, cases }) =>
    (["kept", "cold"] as const).map((files): Promised => {
      const workload = describePair(pair);
      return {
        what: `${cohortOf(cases, files)}, on two cores against one, ${workload}`,
        bound: 1.8,
        at: "least",
        unit: "× faster",
        measure: (find) =>
          ratio(
            find("cohort", { work: cohortOf(cases), workload, cores: 1 }),
            find("cohort", { work: cohortOf(cases, files), workload, ...TWO_CORES }),
          ),
        note: `start included${files === "cold" ? "; one core had its files in memory" : ""}`,
      };
    }),
  ),
  {
    what: `memory of ${long.work}, last quarter against second, ${long.workload}`,
    bound: 1.1,
    unit: "× second quarter",
    measure: (find) => {
      const [, second, , last] = find("cohort", long)?.quarterMegabytes ?? [];
      return second === undefined ? undefined : last / second;
    },
    note: "largest samples; engines and heaps warm up in the first",
  },
];
