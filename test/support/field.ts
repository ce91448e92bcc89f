import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { optionFlags, optionsAmong } from "../../src/cli/option-flags.js";
import { evaluate } from "../../src/evaluation/evaluate.js";
import type { EvaluateOptions } from "../../src/options/registry.js";

/** A pair of files from the field, and what must come of it. See `test/fixtures/field/README.md`. */
export interface FieldCase {
  readonly kind: string;
  readonly name: string;
  readonly reference: string;
  readonly prediction: string;
  readonly args: readonly string[];
  readonly want: { readonly outcome: string; readonly message?: string } & Readonly<Record<string, unknown>>;
}

const FOLDER = join(import.meta.dirname, "..", "fixtures", "field");

export const FIELD_CASES: readonly FieldCase[] = JSON.parse(readFileSync(join(FOLDER, "cases.json"), "utf8"));

export function fieldFile(name: string): string {
  return join(FOLDER, name);
}

/** The options that some words of a command line say. */
export function optionsOf(words: readonly string[]): EvaluateOptions {
  const command = new Command().exitOverride();
  for (const option of optionFlags()) command.addOption(option);
  command.parse(words, { from: "user" });
  return optionsAmong(command.opts());
}

/** Evaluates a pair of files as the command line does. */
export function evaluateField(reference: string, prediction: string, words: readonly string[] = []) {
  const files = { reference: { file: fieldFile(reference) }, prediction: { file: fieldFile(prediction) } };
  return evaluate(files, optionsOf(words));
}
