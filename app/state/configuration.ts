import { isVoxmatchError } from "../../base/errors.js";
import { parseConfig } from "../../src/options/config/parse-config.js";
import { printConfig } from "../../src/options/config/print-config.js";
import { download } from "./download.js";
import { say } from "./notices.js";
import { options, resolution } from "./options.js";

/** Saves the options, with all defaults, as the command line reads them. */
export async function saveConfig(): Promise<void> {
  const { resolved, problem } = resolution.value;
  if (resolved === null) say(problem ?? "");
  else download("voxmatch.yaml", await printConfig(resolved), "application/yaml");
}

/** Takes the options of a configuration file. */
export async function loadConfig(file: File): Promise<void> {
  try {
    const loaded = await parseConfig(await file.text(), { name: file.name });
    options.value = loaded;
    for (const note of loaded.notes ?? []) say(note);
  } catch (error) {
    if (!isVoxmatchError(error)) throw error;
    say(error.message);
  }
}
