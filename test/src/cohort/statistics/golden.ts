import { readdirSync, readFileSync } from "node:fs";
import { GOLDEN_ROOT } from "../../../support/golden.js";

const FOLDER = `${GOLDEN_ROOT}/statistics`;

/** The golden statistics whose file names begin so. A missing one fails. */
export function goldenStatistics<T>(prefix: string): [string, T][] {
  const files = readdirSync(FOLDER).filter((file) => file.startsWith(prefix));
  if (files.length === 0) throw new Error(`There is no golden ${prefix}`);
  return files.sort().map((file) => [file.replace(".json", ""), JSON.parse(readFileSync(`${FOLDER}/${file}`, "utf8"))]);
}
