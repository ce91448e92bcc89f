import { cpSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { carryOut } from "../support/guide.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const ROOT = join(import.meta.dirname, "..", "..");
const PAGES = ["tutorial.md", ...pagesOf("guides"), ...pagesOf("coming-from")];

function pagesOf(folder: string): string[] {
  return readdirSync(join(ROOT, "docs", folder)).map((name) => join(folder, name));
}

/** Pictures that a command of the page writes into `figures`. */
const PICTURE = /\(figures\/tutorial\/([\w-]+\.svg)\)/g;

// `npx vitest run test/e2e/guides.test.ts -u` writes the outputs and pictures anew.
describe("guides", () => {
  it.each(PAGES)("%s shows what its commands print and draw", async (page) => {
    const folder = temporaryFolder();
    cpSync(join(ROOT, "examples"), join(folder, "examples"), { recursive: true });
    symlinkSync(join(ROOT, "dist"), join(folder, "dist"));
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    const path = join(ROOT, "docs", page);
    const text = carryOut(readFileSync(path, "utf8"), folder);
    await expect(text).toMatchFileSnapshot(path);
    for (const [, picture] of text.matchAll(PICTURE)) {
      const drawn = readFileSync(join(folder, "figures", picture), "utf8");
      await expect(drawn).toMatchFileSnapshot(join(ROOT, "docs", "figures", "tutorial", picture));
    }
  });
});
