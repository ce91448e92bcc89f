import { statSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import type { PlannedCase } from "../cohort/case-record.js";
import { casesOfShard, dealBySize } from "../cohort/shard.js";
import { casePath } from "./case-path.js";
import { manifestHash, type RunPlan, sortCases } from "./describe-run.js";
import { readDescription } from "./read-run.js";

/**
 * The cases that a run takes: all, or those of its shard. A shard by bytes that was begun in `folder` keeps the cases that
 * it was dealt, though files may have been mended since.
 * @throws VoxmatchError if the folder's description cannot be read
 */
export async function casesTaken(plan: RunPlan, folder: string): Promise<readonly PlannedCase[]> {
  const { cases, root, shard } = plan;
  if (shard === undefined) return cases;
  const { index, count, by = "bytes" } = shard;
  if (by === "name") return casesOfShard(cases, shard);
  const begun = await readDescription(folder);
  const isSame =
    begun?.shard?.index === index &&
    begun.shard.count === count &&
    begun.manifestHash === manifestHash(sortCases(cases));
  if (isSame && begun.shard.cases !== undefined) {
    const own = new Set(begun.shard.cases);
    return cases.filter((planned) => own.has(planned.case));
  }
  const sizes = await fileSizes(cases, root);
  const bytesOf = ({ reference, prediction }: PlannedCase) =>
    (sizes.get(reference) ?? 0) + (sizes.get(prediction) ?? 0);
  const shards = dealBySize(cases, bytesOf, count);
  return cases.filter((planned) => shards.get(planned.case) === index);
}

/** Number of files to look at between two checks for a signal. */
const STRIDE = 2000;

/** Bytes of each file, by its path as planned; 0 of what is no file. One after the other, which is ten times as fast as at once. */
async function fileSizes(cases: readonly PlannedCase[], root: string): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>();
  for (const path of cases.flatMap(({ reference, prediction }) => [reference, prediction])) {
    if (sizes.has(path)) continue;
    const found = statSync(casePath(root, path), { throwIfNoEntry: false });
    sizes.set(path, found?.isFile() ? found.size : 0);
    if (sizes.size % STRIDE === 0) await setImmediate();
  }
  return sizes;
}
