import { type ErrorCode, isVoxmatchError } from "../../base/errors.js";
import { EXPLORATION_OPTIONS } from "../options/exploration.js";
import { OPTIONS } from "../options/registry.js";
import { flagOf } from "./option-flags.js";
import { say } from "./printable.js";

export const EXIT_CODES = { ok: 0, failed: 1, refused: 2 } as const;

/** Errors that no change of inputs or options would have prevented. */
const FAILURES: readonly ErrorCode[] = ["OUT_OF_MEMORY", "INTERNAL"];

/** Prints an error for people and returns the exit status. Only a defect of this package shows its stack. */
export function reportError(error: unknown, stream: NodeJS.WritableStream): number {
  if (!isVoxmatchError(error)) {
    const shown = error instanceof Error ? (error.stack ?? error.message) : String(error);
    say(stream, `error: an unexpected failure, please report it:\n${shown}\n`);
    return EXIT_CODES.failed;
  }
  say(stream, `error: ${inFlags(error.message)}\n`);
  return FAILURES.includes(error.code) ? EXIT_CODES.failed : EXIT_CODES.refused;
}

/** The message with an option's name as it is typed on the command line. */
function inFlags(message: string): string {
  return message.replace(/^Option (\w+) /, (whole, key) =>
    [...OPTIONS, ...EXPLORATION_OPTIONS].some((row) => row.key === key) ? `Option ${flagOf(key)} ` : whole,
  );
}
