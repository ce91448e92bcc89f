import { withKnownNames } from "../options/other-names.js";
import type { EvaluateOptions } from "../options/registry.js";
import { resolveOptions } from "../options/resolve.js";
import { readConfigFile } from "./config-file.js";
import { optionsAmong } from "./option-flags.js";
import { located, readStructures } from "./structure-file.js";

/**
 * The evaluation's options that a command was given: by a configuration, overridden by flags. Reads the files that are named
 * and checks everything, so that a typing error costs no time.
 */
export function chosenOptions(
  parsed: Readonly<Record<string, unknown>>,
  config: string | undefined,
): Promise<EvaluateOptions> {
  return withConfig(optionsAmong(parsed), config);
}

/** The same for options that are given by their names. */
export async function withConfig(named: EvaluateOptions, config: string | undefined): Promise<EvaluateOptions> {
  const configured = config === undefined ? {} : await readConfigFile(config);
  const { options: given, notes } = withKnownNames(named);
  const files = await readStructures(given as Readonly<Record<string, unknown>>);
  const implied = Object.assign({}, ...files.map(({ also }) => also));
  const options = {
    ...configured,
    ...implied,
    ...given,
    ...Object.fromEntries(files.map(({ key, value }) => [key, value])),
  };
  if (notes.length > 0 && Array.isArray(options.notes ?? [])) options.notes = [...(options.notes ?? []), ...notes];
  try {
    resolveOptions(options);
  } catch (error) {
    throw located(error, files);
  }
  return options;
}
