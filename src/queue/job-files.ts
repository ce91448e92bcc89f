import { realpath, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { isAbsolute, relative, resolve, sep } from "node:path";
import type { PlannedCase } from "../cohort/case-record.js";
import { isAddress } from "../io/source/address.js";
import { invalidJob } from "./case-job.js";

/** Whether a path, as it is written, leads out of the folder that it is relative to. */
export function leavesRoot(path: string): boolean {
  return isAddress(path) || isAbsolute(path) || isOutside(resolve("/root"), resolve("/root", path));
}

/**
 * Checks that a job's files lie in its root, links followed, so that writers to a queue cannot read all of the
 * machine through its workers.
 * @throws VoxmatchError `INVALID_JOB`
 */
export async function checkInside({ reference, prediction }: PlannedCase, root: string): Promise<void> {
  const real = await realpath(root);
  for (const path of [reference, prediction]) {
    if (leavesRoot(path)) throw outside(path, whyOutside(path));
    // Of a file that is not there, its reader says so.
    const found = await realpath(resolve(root, path)).catch(() => null);
    if (found !== null && isOutside(real, found)) throw outside(path, "is a link that leads out of the root");
  }
}

function whyOutside(path: string): string {
  if (isAddress(path)) return "is an address";
  return isAbsolute(path) ? "is absolute" : "leads out of the root";
}

/** Checks that a root that a job names is a folder here. @throws VoxmatchError `INVALID_JOB` */
export async function checkNamedRoot(root: string): Promise<void> {
  const found = await stat(root).catch(() => null);
  if (found?.isDirectory()) return;
  throw invalidJob(
    `its files lie in ${root}, which is no folder on ${hostname()}. Start workers there with --root, which says where it is, and ` +
      "submit again with --retry-failed",
  );
}

function outside(path: string, why: string) {
  return invalidJob(
    `${path} ${why}, and this worker reads what is in the root only. Start it with --allow-outside-root, or name files in the ` +
      "root, and submit again with --retry-failed",
  );
}

function isOutside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way);
}
