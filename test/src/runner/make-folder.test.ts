import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder } from "../../../src/runner/make-folder.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const folder = temporaryFolder();

describe("makeFolder", () => {
  it("makes all folders of a path, also when several ask at once or they are there", async () => {
    const path = join(folder, "a", "b", "c");
    await Promise.all([makeFolder(path), makeFolder(path), makeFolder(join(folder, "a"))]);
    expect(statSync(path).isDirectory()).toBe(true);
    await makeFolder(path);
  });

  it("refuses a file in the way", async () => {
    mkdirSync(join(folder, "x"));
    writeFileSync(join(folder, "x", "file"), "");
    await expect(makeFolder(join(folder, "x", "file"))).rejects.toMatchObject({ code: "EEXIST" });
    await expect(makeFolder(join(folder, "x", "file", "below"))).rejects.toMatchObject({ code: "ENOTDIR" });
  });

  it.runIf(process.platform === "linux")(
    "refuses a place that takes no folders, on which Node's mkdir hangs",
    async () => {
      await expect(makeFolder("/proc/results")).rejects.toMatchObject({ code: "ENOENT" });
      await expect(makeFolder("/proc/results/deeper")).rejects.toMatchObject({ code: "ENOENT" });
    },
  );
});
