import { VoxmatchError } from "../../base/errors.js";

/** The refusal of a file that is not there, in the words in which Node's file system is reported. */
export function missingFile(path: string): VoxmatchError {
  return new VoxmatchError(
    "FILE_ACCESS",
    `${path} cannot be read: there is no such file. Check the path and that the file may be read.`,
    { path, code: "ENOENT" },
  );
}
