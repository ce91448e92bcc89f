import type { PolicyHead } from "../policy/policy-head.js";
import type { Cell, Table } from "./table.js";

/** The key of the file's metadata that holds the policy as JSON. */
const POLICY_KEY = "voxmatch.policy";

/**
 * A table as a Parquet file: texts as strings, numbers as doubles, in which NaN, Infinity and null stay apart; the policy is in
 * the file's metadata. The writer is loaded when it is first needed.
 */
export async function parquet({ columns, rows }: Table, policy: PolicyHead): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import("hyparquet-writer");
  const columnData = columns.map((name) => {
    const data: Cell[] = rows.map((row) => row[name] ?? null);
    const type = data.some((cell) => typeof cell === "string") ? ("STRING" as const) : ("DOUBLE" as const);
    return { name, data, type, nullable: true };
  });
  const kvMetadata = [{ key: POLICY_KEY, value: JSON.stringify(policy) }];
  return new Uint8Array(parquetWriteBuffer({ columnData, kvMetadata }));
}
