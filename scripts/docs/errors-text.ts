import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ErrorCode } from "../../base/errors.js";

const SOURCE = join(import.meta.dirname, "..", "..", "base", "error-details.ts");

/** What a user can do about an error of each code, beyond what its message says. */
const ADVICE: Readonly<Record<ErrorCode, string>> = {
  INVALID_OPTION:
    "Correct the option that the message names; `details.suggestion` has the known name that is nearest. `voxmatch help evaluate` lists all.",
  INVALID_VOLUME:
    "Write labels as whole numbers from 0 up, in two or three dimensions. For values that only rounding made fractions, set `roundLabels`.",
  INVALID_FILE:
    "Copy the file again and compare its size; a file that another tool opens may be of a kind that [formats](formats.md) leaves out.",
  FILE_ACCESS: "Check the path, its folder and its permissions. Paths in a manifest are relative to the manifest.",
  GEOMETRY_MISMATCH:
    "Resample one volume onto the grid of the other by nearest neighbour. If only the header is wrong, correct it, or see `geometryTolerance` in [configuration](configuration.md).",
  CASE_CLOSED: "Open the case again, or close it after the last question.",
  OUT_OF_MEMORY:
    "Evaluate fewer cases at once (`--threads`), crop both volumes to the same box, or divide the volume; `details.requiredBytes` says how much was needed.",
  COMPILE_REFUSED:
    "Pass a module that the host compiled: import `voxmatch/wasm/simd` as a module, and give it as the option `module`.",
  WORKER_LOST: "Evaluate the case again; if that recurs, set `threads: 1`, or give the machine more memory.",
  TIME_LIMIT: "Allow more time (`--case-timeout`), or leave out the metrics that need distances.",
  INVALID_JOB: "Update workers and the submitting side to one version, and let workers read the folder of the files.",
  QUEUE_ACCESS: "Check the address, the password and the network; the queue's server must run.",
  MISSING_PACKAGE: "Install the packages that `details.packages` lists next to voxmatch.",
  INTERNAL:
    "Report it with the message, the details and, if it can be shared, the pair of files: it is a defect of voxmatch.",
};

/** A section for each code: what it means, what to do, and what `details` hold, as the types in `base/error-details.ts` say. */
export function errorsText(): string {
  const source = readFileSync(SOURCE, "utf8");
  const codes = source.matchAll(/\/\*\* (.+?) \*\/\n {2}readonly ([A-Z_]+): (\w+);/g);
  return [...codes]
    .map(([, meaning, code, details]) => section(source, meaning, code as ErrorCode, details))
    .join("\n\n");
}

function section(source: string, meaning: string, code: ErrorCode, details: string): string {
  const fields = fieldsOf(source, details);
  const listed = fields.length > 0 ? ["`details`:", ...fields] : ["`details` depend on the message."];
  return [`### \`${code}\``, `${meaning} ${ADVICE[code]}`, "", ...listed].join("\n");
}

/** Lines of the fields of an interface; one without a comment belongs to the comment above. */
function fieldsOf(source: string, name: string): string[] {
  const [, body = ""] =
    new RegExp(`export interface ${name} extends ErrorDetails \\{\\n([\\s\\S]*?)\\n\\}`).exec(source) ?? [];
  const fields = body.matchAll(/(?:\/\*\* (.+?) \*\/\n)?\s*readonly (\w+)(\??): (.+);/g);
  return [...fields].map(([, comment, field, optional, type]) => {
    const shown = `\`${field}\`${optional === "" ? "" : ", if known"}: \`${type}\``;
    return `- ${shown}${comment === undefined ? "" : `. ${comment}`}`;
  });
}
