import type { Cell, Table } from "./table.js";

/**
 * A table as a Parquet file: texts as strings, numbers as doubles, in which NaN, Infinity and null stay apart.
 * The writer is loaded when it is first needed.
 */
export async function parquet({ columns, rows }: Table): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import("hyparquet-writer");
  const columnData = columns.map((name) => {
    const data: Cell[] = rows.map((row) => row[name] ?? null);
    const type = data.some((cell) => typeof cell === "string") ? ("STRING" as const) : ("DOUBLE" as const);
    return { name, data, type, nullable: true };
  });
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}
