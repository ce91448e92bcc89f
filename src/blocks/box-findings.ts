import type { VoxelSource } from "../io/voxel-source.js";

/** Findings of boxes of a volume that its header tells. Blocks carry them to where all come together. */
export interface BoxFindings {
  /** Chunks that were asked for and are not there. */
  readonly absent: readonly string[];
  /** Paths of files in a folder that were read, with their SHA-256. */
  readonly sums: readonly (readonly [path: string, sha256: string | null])[];
}

/** All that reading boxes of a volume has found so far. */
export async function boxFindings({ stored, folder }: VoxelSource): Promise<BoxFindings> {
  const sums = Array.from(folder?.sums ?? [], async ([path, sum]) => [path, await sum] as const);
  return { absent: [...(stored?.boxes?.absent ?? [])], sums: await Promise.all(sums) };
}

/** Adds what boxes that were read elsewhere have found, as if they had been read here. */
export function addFindings({ stored, folder }: VoxelSource, { absent, sums }: BoxFindings): void {
  for (const key of absent) stored?.boxes?.absent?.add(key);
  for (const [path, sum] of sums) folder?.sums.set(path, Promise.resolve(sum));
}

/** Findings that came since: a block need not repeat those of the blocks before it. */
export function newFindings(found: BoxFindings, before: BoxFindings): BoxFindings {
  const [absent, paths] = [new Set(before.absent), new Set(before.sums.map(([path]) => path))];
  return {
    absent: found.absent.filter((key) => !absent.has(key)),
    sums: found.sums.filter(([path]) => !paths.has(path)),
  };
}

/** The findings of both, each once. */
export function bothFindings(one: BoxFindings, other: BoxFindings): BoxFindings {
  return {
    absent: [...new Set([...one.absent, ...other.absent])],
    sums: [...new Map([...one.sums, ...other.sums])],
  };
}
