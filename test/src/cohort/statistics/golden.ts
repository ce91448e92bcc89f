import { goldenCases } from "../../../support/golden.js";

/** The golden statistics whose names begin so. A missing one fails. */
export function goldenStatistics<T>(prefix: string): [string, T][] {
  const cases = goldenCases<T>("statistics").filter(([name]) => name.startsWith(prefix));
  if (cases.length === 0) throw new Error(`There is no golden ${prefix}`);
  return cases;
}
