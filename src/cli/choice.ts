import { Option } from "commander";
import { VoxmatchError } from "../../base/errors.js";
import { nearest } from "../options/suggest.js";
import { offerValues } from "./offered-values.js";

/** An option of the command line alone, refused as the library refuses its own. */
export function choice(syntax: string, description: string, choices: readonly string[], usual: string): Option {
  const option = new Option(syntax, `${description} (one of ${choices.join(", ")}; default ${usual})`);
  offerValues(option, choices);
  return option.argParser((text: string) => {
    if (choices.includes(text)) return text;
    const suggestion = nearest(text, choices);
    throw new VoxmatchError(
      "INVALID_OPTION",
      `Option ${option.long} is "${text}", but must be one of ${choices.join(", ")}.` +
        (suggestion === null ? "" : ` Did you mean "${suggestion}"?`),
      { option: option.long, value: text, allowed: choices },
    );
  });
}
