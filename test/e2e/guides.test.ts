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

// `npx vitest run test/e2e/guides.test.ts -u` writes the outputs anew.
describe("guides", () => {
  it.each(PAGES)("%s shows what its commands print", async (page) => {
    const folder = temporaryFolder();
    cpSync(join(ROOT, "examples"), join(folder, "examples"), { recursive: true });
    symlinkSync(join(ROOT, "dist"), join(folder, "dist"));
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    const path = join(ROOT, "docs", page);
    await expect(carryOut(readFileSync(path, "utf8"), folder)).toMatchFileSnapshot(path);
  });
});
