import { join } from "node:path";
import { Option } from "commander";
import type { CaseFailure } from "../runner/case-failure.js";
import { RECORDS_FILE } from "../runner/read-run.js";
import { onOneLine } from "./printable.js";
import { EXIT_CODES } from "./report-error.js";

/** As many failures as the summary names. */
const LISTED = 100;

/** The outcome of a run, or of a joined one. */
export interface RunCounts {
  readonly planned: number;
  readonly finished: number;
  readonly failures: readonly CaseFailure[];
}

/** How many cases there are, where their results are, and what failed and why. */
export function runSummaryText({ planned, finished, failures }: RunCounts, folder: string): string {
  const failed = failures.length;
  const rest = finished < planned ? `, ${planned - finished} to do (start it again to go on)` : "";
  const lines = [
    `${planned} cases: ${finished - failed} evaluated, ${failed} failed${rest}. Results: ${join(folder, RECORDS_FILE)}`,
  ];
  for (const { case: id, model, message } of failures.slice(0, LISTED)) {
    lines.push(`  failed: ${onOneLine(model === null ? id : `${id} (${model})`)}: ${onOneLine(message)}`);
  }
  if (failed > LISTED) lines.push(`  and ${failed - LISTED} more`);
  return `${lines.join("\n")}\n`;
}

export function exitZeroOption(): Option {
  return new Option(
    "--exit-zero",
    "end with status 0 even if cases failed, for schedulers that would start the work again",
  );
}

/** The exit status of a run, or a joined one, that is complete. */
export function runStatus(failures: readonly CaseFailure[], exitZero = false): number {
  return failures.length > 0 && !exitZero ? EXIT_CODES.failed : EXIT_CODES.ok;
}
