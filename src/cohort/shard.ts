import type { Shard } from "./run-description.js";

/**
 * The shard, out of `count`, that a case belongs to: the FNV-1a hash of its id's UTF-8 bytes, mixed by the finisher of
 * MurmurHash3, modulo `count`. It depends on the id alone, so that every machine deals alike without knowing the others,
 * and all models of one case are in one shard.
 */
export function shardOf(id: string, count: number): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(id)) hash = Math.imul(hash ^ byte, 0x01000193);
  // FNV-1a alone leaves the low bits of short, similar ids (case-1, case-2, …) alike.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % count;
}

/** The cases of one shard. */
export function casesOfShard<C extends { readonly case: string }>(
  cases: readonly C[],
  { index, count }: Shard,
): readonly C[] {
  return cases.filter((planned) => shardOf(planned.case, count) === index);
}

/**
 * Deals cases into shards of about the same number of bytes: the largest first, each to the shard that has least (LPT,
 * Graham 1969). It depends on ids and sizes alone, not on the order of the cases; all models of one case are in one shard.
 * @param bytesOf a planned case's files together
 * @returns the shard of each id
 */
export function dealBySize<C extends { readonly case: string }>(
  cases: readonly C[],
  bytesOf: (planned: C) => number,
  count: number,
): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const planned of cases) sizes.set(planned.case, (sizes.get(planned.case) ?? 0) + bytesOf(planned));
  const sorted = [...sizes].sort(([idA, a], [idB, b]) => b - a || (idA < idB ? -1 : 1));
  const loads = Array.from({ length: count }, () => ({ bytes: 0, cases: 0 }));
  const shards = new Map<string, number>();
  for (const [id, bytes] of sorted) {
    let least = 0;
    for (let shard = 1; shard < count; shard++) {
      const difference = loads[shard].bytes - loads[least].bytes || loads[shard].cases - loads[least].cases;
      if (difference < 0) least = shard;
    }
    loads[least].bytes += bytes;
    loads[least].cases++;
    shards.set(id, least);
  }
  return shards;
}
