import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { removeLeftovers, writeWhole } from "../../../src/runner/write-file-atomic.js";
import { openFiles } from "../../support/open-files.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const folder = temporaryFolder();
const path = join(folder, "whole.txt");

describe("a file that is written as a whole", () => {
  it("takes its place once all is there, and the old one is seen until then", async () => {
    writeFileSync(path, "old");
    await writeWhole(path, async (file) => {
      await file.writeFile("new");
      expect(readFileSync(path, "utf8")).toBe("old");
      expect(readdirSync(folder)).toEqual([expect.stringMatching(/^\.whole\.txt\.[0-9a-f]{12}\.tmp$/), "whole.txt"]);
    });
    expect(readFileSync(path, "utf8")).toBe("new");
    expect(readdirSync(folder)).toEqual(["whole.txt"]);
  });

  it("leaves the old one, and nothing beside it or open, if writing fails", async () => {
    const before = openFiles();
    const failing = async () => {
      throw new Error("The disk is full.");
    };
    await expect(writeWhole(path, failing)).rejects.toThrow("The disk is full.");
    expect(readFileSync(path, "utf8")).toBe("new");
    expect(readdirSync(folder)).toEqual(["whole.txt"]);
    expect(openFiles()).toBe(before);
  });

  it("has its remains removed by name, and no others", async () => {
    const names = [".whole.txt.0123456789ab.tmp", ".other.txt.0123456789ab.tmp", ".whole.txt.tmp", "whole.txt.tmp"];
    for (const name of names) writeFileSync(join(folder, name), "");
    await removeLeftovers(folder, ["whole.txt"]);
    expect(readdirSync(folder).sort()).toEqual([...names.slice(1), "whole.txt"].sort());
    await removeLeftovers(join(folder, "none"), ["whole.txt"]);
  });
});
