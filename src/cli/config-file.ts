import { readFile } from "node:fs/promises";
import { VoxmatchError } from "../../base/errors.js";
import { parseConfig } from "../options/config/parse-config.js";
import type { EvaluateOptions } from "../options/registry.js";

/**
 * Reads the options that a configuration file gives.
 * @throws VoxmatchError `FILE_ACCESS` if it cannot be read; `INVALID_FILE` or `INVALID_OPTION`, with line and column, if it
 *   holds anything that is not allowed
 */
export async function readConfigFile(path: string): Promise<EvaluateOptions> {
  const text = await readFile(path, "utf8").catch((cause) => {
    const reason = cause.code === "ENOENT" ? "there is no such file" : cause.message;
    throw new VoxmatchError("FILE_ACCESS", `${path} cannot be read: ${reason}.`, { path }, { cause });
  });
  return parseConfig(text, { name: path });
}
