import { VoxmatchError } from "../../../base/errors.js";
import type { StoredBytes } from "../source/stored-bytes.js";

/** No text header is longer: thousands of segments take some megabytes. */
const LONGEST_BYTES = 1 << 24;

const FRONT_BYTES = 1 << 16;

export interface TextHeader {
  readonly text: string;
  /** Bytes of the header, up to the content behind it. */
  readonly bytes: number;
}

/**
 * Reads a header of text at the begin of a file.
 * @param endOf where it ends; null if these bytes do not show that. `isAll`: there are no more.
 * @throws VoxmatchError `INVALID_FILE` if it does not end, or is no UTF-8
 */
export async function readTextHeader(
  stored: StoredBytes,
  label: string,
  endOf: (bytes: Uint8Array, isAll: boolean) => number | null,
): Promise<TextHeader> {
  for (let wanted = FRONT_BYTES; ; wanted *= 4) {
    const { bytes, isAll } = await stored.front(wanted);
    const end = endOf(bytes, isAll);
    if (end !== null) return { text: decoded(bytes.subarray(0, end), label), bytes: end };
    if (isAll || wanted >= LONGEST_BYTES) {
      throw new VoxmatchError(
        "INVALID_FILE",
        `${label} is cut off or damaged: its header does not end within ${Math.min(bytes.length, LONGEST_BYTES)} bytes. Copy or write ` +
          "the file again.",
        { source: label, heldBytes: bytes.length },
      );
    }
  }
}

function decoded(bytes: Uint8Array, label: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new VoxmatchError(
      "INVALID_FILE",
      `${label}: its header is no UTF-8 text. The file is damaged, or was written with another encoding: write it again.`,
      { source: label },
      { cause },
    );
  }
}

/** The number of bytes up to the end of the line that begins at `from`; null if it does not end. */
export function lineEnd(bytes: Uint8Array, from: number): number | null {
  const at = bytes.indexOf(10, from);
  return at < 0 ? null : at + 1;
}
