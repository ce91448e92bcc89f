import { VoxmatchError } from "../../../base/errors.js";

const DEFECTS = {
  cut: "ends before its compressed data does: it was cut off",
  damaged: "is damaged: its compressed data or their checksum are wrong",
  trailing: "has bytes after its compressed data that are neither compressed data nor zeros",
} as const;

export type GzipDefect = keyof typeof DEFECTS;

/** The refusal of compressed data. `hint`: how to see whether a copy is whole. */
export function brokenGzip(label: string, defect: GzipDefect, hint: string): VoxmatchError {
  return new VoxmatchError(
    "INVALID_FILE",
    `${label} ${DEFECTS[defect]}. Copy, download or write the file again${hint}.`,
    { source: label, defect },
  );
}
