import { VoxmatchError } from "../../../base/errors.js";
import type { FolderStore } from "../source/folder-store.js";

/** A folder of a Zarr: an array or a group, with its attributes. */
export interface ZarrNode {
  readonly version: 2 | 3;
  readonly kind: "array" | "group";
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Names of axes as Zarr 3 has them. */
  readonly dimensionNames: readonly unknown[] | null;
}

/** @param path in the store, empty for its root; null if there is no Zarr */
export async function zarrNode(store: FolderStore, path: string, label: string): Promise<ZarrNode | null> {
  const read = async (name: string) => {
    const bytes = await store.get(`${path}/${name}`);
    return bytes === undefined ? null : objectIn(bytes, `${label}${path}/${name}`);
  };
  const third = await read("zarr.json");
  if (third !== null) {
    const kind = third.node_type === "array" ? "array" : "group";
    const names = Array.isArray(third.dimension_names) ? third.dimension_names : null;
    return { version: 3, kind, attributes: asRecord(third.attributes), dimensionNames: names };
  }
  const [array, attributes] = [await read(".zarray"), await read(".zattrs")];
  if (array !== null) return { version: 2, kind: "array", attributes: attributes ?? {}, dimensionNames: null };
  if (attributes === null && (await read(".zgroup")) === null) return null;
  return { version: 2, kind: "group", attributes: attributes ?? {}, dimensionNames: null };
}

function objectIn(bytes: Uint8Array, label: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return asRecord(value);
  } catch {
    // Said below.
  }
  throw new VoxmatchError("INVALID_FILE", `${label} is no JSON object. The file is damaged: copy or write it again.`, {
    source: label,
  });
}

/** A JSON object; none for anything else. */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  // Safe: every object of JSON has texts as keys.
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** A JSON list of objects; none for anything else. */
export function asRecords(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.map(asRecord) : [];
}
