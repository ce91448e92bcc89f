/** A checker for Stryker that lets a seeded sample of a room's mutants through, and refuses the others. */
import { createHash } from "node:crypto";
import { declareClassPlugin, PluginKind } from "@stryker-mutator/api/plugin";

const SHARE = Number(process.env.MUTATION_SHARE ?? 1);
const SEED = process.env.MUTATION_SEED ?? "1";
/** What a report says of a mutant that is not in the sample. */
export const LEFT_OUT = "not in the sample";

/** A number in [0, 1) that depends on the place and the change alone, hence not on other files. */
function draw({ fileName, location, mutatorName, replacement }) {
  const { start, end } = location;
  const path = fileName.replace(/^.*\/sandbox-[^/]+\//, "");
  const text = [SEED, path, start.line, start.column, end.line, end.column, mutatorName, replacement].join("|");
  return createHash("sha256").update(text).digest().readUInt32BE() / 2 ** 32;
}

class Sample {
  async init() {}

  async check(mutants) {
    const answer = (mutant) =>
      draw(mutant) < SHARE ? { status: "passed" } : { status: "compileError", reason: LEFT_OUT };
    return Object.fromEntries(mutants.map((mutant) => [mutant.id, answer(mutant)]));
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Checker, "sample", Sample)];
