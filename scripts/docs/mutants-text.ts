import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(import.meta.dirname, "..", "..", "mutation");

/** A change, by the line that it changes, and what the line (or the changed part of it) becomes. */
interface Mutant {
  readonly file: string;
  readonly line: string;
  readonly becomes: string;
}

/** What a run of `mutation/` says of a room. */
interface RoomResult {
  readonly room: string;
  readonly mutants: number;
  readonly tried: number;
  readonly killed: number;
  readonly timedOut: number;
  readonly survivors: readonly Mutant[];
}

/** Changes that no test can notice, and why. */
export const EQUIVALENT: readonly (Mutant & { readonly why: string })[] = JSON.parse(
  readFileSync(join(FOLDER, "equivalent.json"), "utf8"),
);

export const RESULTS: readonly RoomResult[] = readdirSync(join(FOLDER, "results"))
  .sort()
  .map((name) => JSON.parse(readFileSync(join(FOLDER, "results", name), "utf8")));

export function sameMutant(a: Mutant, b: Mutant): boolean {
  return a.file === b.file && a.line === b.line && a.becomes === b.becomes;
}

/** The rows of the table of rooms in `docs/reliability.md`. */
export function mutantRows(): string[][] {
  return RESULTS.map(({ room, mutants, tried, killed, timedOut, survivors }) => {
    const equivalent = survivors.filter((each) => EQUIVALENT.some((known) => sameMutant(known, each))).length;
    const score = (100 * (killed + timedOut)) / (tried - equivalent);
    const counts = [mutants, tried, killed, timedOut, equivalent, survivors.length - equivalent];
    const sure = tried < mutants ? ` (${wilson(killed + timedOut, tried - equivalent).join("–")})` : "";
    return [`\`${room}\``, ...counts.map((count) => count.toLocaleString("en")), `${score.toFixed(0)} %${sure}`];
  });
}

/** Within what percents the share of all changes lies, at 95 %, if a sample of `n` has `k` (Wilson 1927, DOI 10.2307/2276774). */
function wilson(k: number, n: number): readonly string[] {
  const z2 = 1.959964 ** 2;
  const middle = k + z2 / 2;
  const reach = Math.sqrt(z2 * ((k * (n - k)) / n + z2 / 4));
  return [-1, 1].map((side) => ((100 * (middle + side * reach)) / (n + z2)).toFixed(0));
}
