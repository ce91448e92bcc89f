import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";

const SCRIPT = join(import.meta.dirname, "..", "fixtures", "golden", "answers.py");
const candidates = [process.env.VOXMATCH_PYTHON, "/usr/bin/python3", "python3"];
const python = candidates.find(
  (each) => each !== undefined && spawnSync(each, ["-c", "import scipy, skimage"]).status === 0,
);
const mustRun = process.env.CI === "true" || process.env.VOXMATCH_ALL_TESTS === "1";

it.skipIf(python === undefined && !mustRun)("SciPy and scikit-image give the golden answers that are stored", () => {
  expect(python, "No Python has scipy and skimage").toBeDefined();
  const { status, stdout, stderr } = spawnSync(String(python), [SCRIPT], { encoding: "utf8" });
  expect(status, stdout + stderr).toBe(0);
  for (const folder of ["assignment", "components", "distance", "skeleton", "strategies", "statistics"]) {
    const [, count] = new RegExp(`^${folder}: (\\d+) agree$`, "m").exec(stdout) ?? [];
    expect(Number(count), folder).toBeGreaterThan(10);
  }
});
