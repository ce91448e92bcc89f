import { createReadStream } from "node:fs";
import { VoxmatchError } from "../../base/errors.js";

/** A whole line of a file. */
export interface Line {
  /** Where it begins, in bytes. */
  readonly start: number;
  /** Without its newline. */
  readonly text: string;
  /** Bytes, its newline included. */
  readonly length: number;
}

const NEWLINE = 10;

/**
 * The lines of a file, one after the other, so that a file of any size can be read. The rest after the last newline is left
 * out: it is still being written, or was cut.
 * @throws VoxmatchError `FILE_ACCESS`
 */
export async function* linesOf(path: string): AsyncGenerator<Line> {
  let pending: Buffer[] = [];
  let start = 0;
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      let from = 0;
      for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
        const line = Buffer.concat([...pending, chunk.subarray(from, end)]);
        pending = [];
        yield { start, text: line.toString("utf8"), length: line.length + 1 };
        start += line.length + 1;
        from = end + 1;
      }
      if (from < chunk.length) pending.push(chunk.subarray(from));
    }
  } catch (cause) {
    if (!(cause instanceof Error) || !("syscall" in cause)) throw cause;
    const reason = "code" in cause && cause.code === "ENOENT" ? "there is no such file" : cause.message;
    throw new VoxmatchError("FILE_ACCESS", `${path} cannot be read: ${reason}.`, { path }, { cause });
  }
}
