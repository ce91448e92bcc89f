import { readFile } from "node:fs/promises";
import { VoxmatchError } from "../../base/errors.js";
import { parseRegionNames } from "../maps/atlas/region-names.js";

/**
 * The text of a file of names of regions, in the encoding that it declares, else in UTF-8.
 * @throws VoxmatchError `FILE_ACCESS` if it cannot be read, `INVALID_FILE` if it holds no names
 */
export async function readNames(path: string): Promise<string> {
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    const reasons: Readonly<Record<string, string>> = { ENOENT: "there is no such file", EISDIR: "it is a folder" };
    const reason = reasons[cause.code ?? ""] ?? cause.message;
    throw new VoxmatchError("FILE_ACCESS", `${path} cannot be read: ${reason}.`, { path }, { cause });
  });
  const declared = /encoding="(ISO-8859-1|windows-1252)"/i.test(bytes.subarray(0, 200).toString("latin1"));
  const text = new TextDecoder(declared ? "windows-1252" : "utf-8").decode(bytes);
  // Refused here, where the file's name is known.
  parseRegionNames(text, path);
  return text;
}
