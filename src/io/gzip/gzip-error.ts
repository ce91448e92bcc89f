import { VoxmatchError } from "../../../base/errors.js";

const DEFECTS = {
  cut: "ends before its compressed data does: it was cut off",
  damaged: "is damaged: its compressed data or their checksum are wrong",
  trailing: "has bytes after its compressed data that are neither compressed data nor zeros",
} as const;

/** The refusal of a gzip file. */
export function brokenGzip(label: string, defect: keyof typeof DEFECTS, cause?: unknown): VoxmatchError {
  return new VoxmatchError(
    "INVALID_FILE",
    `${label} ${DEFECTS[defect]}. Copy, download or write the file again ("gzip -t" tells whether a copy is whole).`,
    { source: label, defect },
    { cause },
  );
}
