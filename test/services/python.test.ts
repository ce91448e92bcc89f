/** The tests of the Python package, on the command as it was built. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { COMMAND } from "../support/run-command.js";

const FOLDER = join(import.meta.dirname, "..", "..", "python");
const PACKAGES = ["numpy", "nibabel", "pandas", "pytest"];

/** A Python that has the packages which the tests need: the one that is named, the system's, or the first on the path. */
function findPython(): string | null {
  const candidates = [process.env.VOXMATCH_PYTHON, "/usr/bin/python3", "python3", "python"];
  const found = candidates.find((python) => {
    if (python === undefined) return false;
    return spawnSync(python, ["-c", `import ${PACKAGES.join(", ")}`]).status === 0;
  });
  return found ?? null;
}

const python = findPython();
// Where all tests must run, a missing package is a failure.
const mustRun = process.env.CI === "true" || process.env.VOXMATCH_ALL_TESTS === "1";

it.skipIf(python === null && !mustRun)(
  "has a Python package whose tests pass",
  () => {
    expect(python, `No Python has ${PACKAGES.join(", ")}`).not.toBeNull();
    const { status, stdout, stderr } = spawnSync(
      String(python),
      ["-m", "pytest", "-q", "--tb=short", "-p", "no:cacheprovider"],
      {
        cwd: FOLDER,
        encoding: "utf8",
        env: { ...process.env, VOXMATCH_COMMAND: `"${process.execPath}" "${COMMAND}"`, PYTHONDONTWRITEBYTECODE: "1" },
      },
    );
    expect(status, stdout + stderr).toBe(0);
    expect(stdout).toMatch(/\d+ passed/);
  },
  600_000,
);
