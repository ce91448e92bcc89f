import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { explore } from "../../src/evaluation/explore.js";
import { readVolume } from "../../src/io/read-volume.js";
import { toExplorationCsv, toExplorationTable } from "../../src/reports/case/exploration.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const ROOT = join(import.meta.dirname, "..", "..");
const COMMAND = join(ROOT, "dist", "src", "cli", "main.js");
const REFERENCE = join("examples", "reference.nii.gz");
const PREDICTION = join("examples", "prediction.nii.gz");
const folder = temporaryFolder();

function explorePair(...words: string[]) {
  const all = [COMMAND, "explore", "-r", REFERENCE, "-p", PREDICTION, ...words];
  const { status, stdout, stderr } = spawnSync(process.execPath, all, { cwd: ROOT, encoding: "utf8" });
  return { status, stdout, stderr };
}

async function expected(options: Parameters<typeof explore>[1]) {
  const [reference, prediction] = [await readVolume(join(ROOT, REFERENCE)), await readVolume(join(ROOT, PREDICTION))];
  return explore({ reference, prediction }, options);
}

describe("voxmatch explore", () => {
  it("prints a table of the value asked for", async () => {
    const words = ["--strategies", "one-to-one,union", "--thresholds", "0.1:0.7:0.2", "--value", "rq"];
    const rows = await expected({ strategies: ["one-to-one", "union"], thresholds: [0.1, 0.3, 0.5, 0.7] });
    expect(explorePair(...words)).toEqual({ status: 0, stdout: toExplorationTable(rows, "rq"), stderr: "" });
  });

  it("writes CSV to a file, and takes the options of an evaluation", async () => {
    const path = join(folder, "grid.csv");
    const words = ["--thresholds", "0.25,0.5", "--matching-metrics", "iou,dice", "--groups", "each"];
    expect(explorePair(...words, "--output", path, "--quiet")).toEqual({ status: 0, stdout: "", stderr: "" });
    const rows = await expected({ thresholds: [0.25, 0.5], matchingMetrics: ["iou", "dice"], groups: "each" });
    expect(readFileSync(path, "utf8")).toBe(toExplorationCsv(rows));
  });

  it("takes what a configuration says of every cell: its groups and score, but no strategy nor threshold", async () => {
    const config = join(folder, "study.yaml");
    writeFileSync(config, "groups: each\nmatchingMetric: dice\nstrategy: union\nthreshold: 0.3\nexplain: true\n");
    const words = ["--config", config, "--thresholds", "0.25,0.5", "--format", "csv"];
    const rows = await expected({ thresholds: [0.25, 0.5], matchingMetrics: ["dice"], groups: "each" });
    expect(explorePair(...words)).toEqual({ status: 0, stdout: toExplorationCsv(rows), stderr: "" });
    const overridden = await expected({ thresholds: [0.5], matchingMetrics: ["iou"], groups: "each" });
    const flags = ["--config", config, "--thresholds", "0.5", "--matching-metrics", "iou", "--format", "csv"];
    expect(explorePair(...flags).stdout).toBe(toExplorationCsv(overridden));
  });

  it("refuses by the names of flags", () => {
    const refused = (...words: string[]) => {
      const { status, stderr } = explorePair(...words);
      expect(status).toBe(2);
      return stderr;
    };
    expect(refused("--matching-metrics", "cedi")).toContain("Option --thresholds must be given in mm");
    expect(refused("--thresholds", "0.9:0.1:0.1")).toContain("Option --thresholds is ");
    expect(refused("--value", "pg")).toContain('Did you mean "pq"?');
    expect(refused("--strategy", "union")).toContain("unknown option '--strategy'");
  });
});
