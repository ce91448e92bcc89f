import type { AppRecord } from "../browser/drive-app.js";
import { shorten } from "../support/print.js";
import type { Surroundings } from "../support/result.js";
import { table } from "./tables.js";

/** Recorded waiting times of the page's readers. */
export type RecordedApp = AppRecord & Surroundings;

export function appSection(
  { figures, chromium, rounds, date, revision }: RecordedApp,
  before: RecordedApp | null,
): string {
  const rows = figures.map(({ name, minimum, median }) => [
    name,
    shorten(minimum),
    shorten(median),
    ...(before === null ? [] : [shorten(before.figures.find((each) => each.name === name)?.median)]),
  ]);
  return `## The page
Waiting times of a reader, by \`npm run bench:app\`: the sample case (128×128×48) and the large pair (512×512×300, 1000 instances) in headless
Chromium ${chromium} with its software renderer, ${rounds} rounds on ${date.slice(0, 10)} at ${revision}. Milliseconds from the reader's act, but where a unit is named. A first
picture has the planes, and the volume coarsely; the whole one has it finely.${before === null ? "" : ` The last column is the page at ${before.revision}, ${before.rounds} rounds.`}

${table(["what", "minimum", "median", ...(before === null ? [] : [`median at ${before.revision}`])], rows)}

`;
}
