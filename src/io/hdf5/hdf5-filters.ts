import { VoxmatchError } from "../../../base/errors.js";

/** Filters that the library has: deflate, shuffle, fletcher32, szip, nbit, scaleoffset and lzf. */
const BUILT_IN = new Set([1, 2, 3, 4, 5, 6, 32_000]);

/** Names of other filters (github.com/HDFGroup/hdf5_plugins, RegisteredFilterPlugins). */
const OTHERS: ReadonlyMap<number, string> = new Map([
  [307, "bzip2"],
  [32_001, "blosc"],
  [32_004, "lz4"],
  [32_008, "bitshuffle"],
  [32_013, "zfp"],
  [32_015, "zstd"],
  [32_026, "blosc2"],
]);

/** @throws VoxmatchError `INVALID_FILE` for a filter that needs a plugin */
export function checkFilters(filters: readonly { readonly id: number }[], label: string): void {
  const other = filters.find(({ id }) => !BUILT_IN.has(id));
  if (other === undefined) return;
  const name = OTHERS.get(other.id) ?? `number ${other.id}`;
  throw new VoxmatchError(
    "INVALID_FILE",
    `${label} is compressed by the filter ${name}, which needs a plugin of HDF5 and is not read. Save it with gzip (h5repack -f GZIP=4 OLD NEW).`,
    { source: label, filter: other.id },
  );
}
