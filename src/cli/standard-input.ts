import { VoxmatchError } from "../../base/errors.js";

/**
 * The bytes of standard input, if one of the files is `-`.
 * @throws VoxmatchError `INVALID_OPTION` if both are, or nothing is given there
 */
export async function standardInput(files: readonly string[]): Promise<Uint8Array> {
  const uses = files.filter((file) => file === "-").length;
  if (uses === 0) return new Uint8Array();
  if (uses > 1) throw refused("only one file can come from standard input: give the other by its path, or as <(…)");
  if (process.stdin.isTTY) throw refused("standard input is the keyboard: give it a file, as in … < prediction.nii.gz");
  const pieces: Buffer[] = [];
  for await (const piece of process.stdin) pieces.push(piece);
  return Buffer.concat(pieces);
}

function refused(reason: string): VoxmatchError {
  return new VoxmatchError("INVALID_OPTION", `For the file - ${reason}.`, { file: "-" });
}
