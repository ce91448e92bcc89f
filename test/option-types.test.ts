import { join } from "node:path";
import { expect, it } from "vitest";
import { evaluateOptionsSource, resolvedOptionsSource } from "../scripts/docs/option-types.js";

const FOLDER = join(import.meta.dirname, "..", "src", "options");

// `npm run generate` writes the files anew.
it.each([
  ["evaluate-options.ts", evaluateOptionsSource],
  ["resolved-options.ts", resolvedOptionsSource],
])("%s types every option as its row says", async (name, sourceOf) => {
  await expect(sourceOf()).toMatchFileSnapshot(join(FOLDER, name));
});
