import { join } from "node:path";
import { expect, it } from "vitest";
import { optionTypes } from "../scripts/docs/option-types.js";

// `npm run docs` writes the file anew.
it("types and documents every option as its row says", async () => {
  await expect(optionTypes()).toMatchFileSnapshot(
    join(import.meta.dirname, "..", "src", "options", "evaluate-options.ts"),
  );
});
