import { spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { encodeNifti } from "../../src/io/nifti/write-nifti.js";
import { splitmix64 } from "../support/random.js";
import { COMMAND, commandIn } from "../support/run-command.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const SHAPE = [40, 30, 20] as const;
const SHARDS = 8;
const COUNTS = ["--metrics", "iou,dsc,cedi", "--global-metrics", "iou,dsc", "--threshold", "0.1"];
const FILES = ["-r", "reference.nii", "-p", "prediction.nii"];

const folder = temporaryFolder();
const { voxmatch } = commandIn(folder);
const file = (name: string) => join(folder, name);

/** Half of the voxels of three labels, so that many components reach through many blocks. */
function labels(seed: number): Uint8Array {
  const random = splitmix64(seed);
  return Uint8Array.from({ length: SHAPE[0] * SHAPE[1] * SHAPE[2] }, () =>
    random() < 0.2 ? 1 + Math.floor(3 * random()) : 0,
  );
}

/** A result without its times. */
function withoutTimes(text: string): string {
  expect(text).toContain('"groups"');
  return text.replace(/"timings": \{[^}]*\}/, "");
}

/** Maps a shard in a new process, and kills that once it has written some blocks. */
async function mapShard(shard: number, killsAfter: number): Promise<void> {
  const words = [COMMAND, "blocks", "map", "plan.json", "--shard", `${shard}/${SHARDS}`, "--out", "blocks", "-q"];
  const child = spawn(process.execPath, words, { cwd: folder, stdio: "ignore" });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const own = () => readdirSync(file("blocks")).filter((name) => Number(name.slice(6, 14)) % SHARDS === shard).length;
  while (Number.isFinite(killsAfter) && child.exitCode === null) {
    if (existsSync(file("blocks")) && own() >= killsAfter) child.kill("SIGKILL");
    await new Promise((resolve) => setTimeout(resolve, 2));
    if (child.signalCode !== null) break;
  }
  await ended;
}

describe("voxmatch blocks", { timeout: 120_000 }, () => {
  let whole = "";

  beforeAll(async () => {
    const of = (data: Uint8Array) => encodeNifti({ data, shape: SHAPE, spacing: [1, 1, 2] });
    const reference = labels(1);
    const noise = labels(2);
    writeFileSync(file("reference.nii"), of(reference));
    writeFileSync(file("prediction.nii"), of(reference.map((label, i) => (i % 3 === 0 ? noise[i] : label))));
    voxmatch("evaluate", ...FILES, ...COUNTS, "-q", "-o", "whole.json");
    whole = withoutTimes(readFileSync(file("whole.json"), "utf8"));
    const planned = voxmatch("blocks", "plan", ...FILES, ...COUNTS, "--block", "13,9,6", "-o", "plan.json");
    expect(planned.stderr).toBe("");
    expect(planned.stdout).toBe("Blocks of 40 × 9 × 6 voxels of 40 × 30 × 20: plan.json\n");
    mkdirSync(file("blocks"));
    const shards = Array.from({ length: SHARDS }, (_, shard) =>
      mapShard(shard, shard % 4 === 1 ? 1 : Number.POSITIVE_INFINITY),
    );
    await Promise.all(shards);
    for (const shard of [1, 5])
      voxmatch("blocks", "map", "plan.json", "--shard", `${shard}/${SHARDS}`, "--out", "blocks", "-q");
  }, 120_000);

  const reduce = (...paths: readonly string[]) =>
    voxmatch("blocks", "reduce", "plan.json", ...paths, "-q", "-o", "result.json");
  const reduced = () => withoutTimes(readFileSync(file("result.json"), "utf8"));

  it("plans the same every time", () => {
    const before = readFileSync(file("plan.json"), "utf8");
    voxmatch("blocks", "plan", ...FILES, ...COUNTS, "--block", "13,9,6", "-o", "again.json");
    expect(readFileSync(file("again.json"), "utf8")).toBe(before);
  });

  it("says what the whole says after eight processes, two of them killed and run again", () => {
    // 1 × 4 × 4 blocks, and nothing that a killed process left.
    expect(readdirSync(file("blocks")).filter((name) => name.endsWith(".vmb"))).toHaveLength(16);
    const { status, stderr } = reduce("blocks");
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(reduced()).toBe(whole);
  });

  it("leaves blocks that are there", () => {
    const { stdout } = voxmatch("blocks", "map", "plan.json", "--out", "blocks");
    expect(stdout).toBe("0 blocks written, 16 were there: blocks\n");
  });

  it("merges groups of blocks, which are files like the others", () => {
    const names = readdirSync(file("blocks")).filter((name) => name.endsWith(".vmb"));
    const [some, others] = [names.filter((_, i) => i % 3 === 0), names.filter((_, i) => i % 3 !== 0)];
    const group = voxmatch(
      "blocks",
      "reduce",
      "plan.json",
      ...some.map((name) => `blocks/${name}`),
      "--group",
      "some.vmb",
    );
    expect(group.stdout).toBe(`${some.length} blocks in some.vmb\n`);
    expect(reduce(...others.map((name) => `blocks/${name}`), "some.vmb").status).toBe(0);
    expect(reduced()).toBe(whole);
  });

  it("refuses a block that is there twice, and names both files", () => {
    copyFileSync(file("blocks/block-00000003.vmb"), file("copy.vmb"));
    const { status, stderr } = reduce("blocks", "copy.vmb");
    expect(status).toBe(2);
    expect(stderr).toContain("Block 3 is there twice: in blocks/block-00000003.vmb and in copy.vmb.");
  });

  it("names the blocks that are missing", () => {
    renameSync(file("blocks/block-00000011.vmb"), file("away.vmb"));
    const { status, stderr } = reduce("blocks");
    renameSync(file("away.vmb"), file("blocks/block-00000011.vmb"));
    expect(status).toBe(2);
    expect(stderr).toContain("1 of 16 blocks are missing: 11.");
  });

  it("refuses blocks of another plan, damaged ones, and a plan that was edited", () => {
    voxmatch("blocks", "plan", ...FILES, ...COUNTS, "--block", "40,9,20", "-o", "other.json");
    const other = voxmatch("blocks", "reduce", "other.json", "blocks");
    expect(other.stderr).toContain("blocks/block-00000000.vmb is of another plan");
    const bytes = readFileSync(file("blocks/block-00000000.vmb"));
    for (const [name, damaged] of [
      ["cut.vmb", bytes.subarray(0, bytes.length >> 1)],
      ["flipped.vmb", bytes.map((byte, i) => (i === bytes.length - 100 ? byte ^ 1 : byte))],
    ] as const) {
      writeFileSync(file(name), damaged);
      expect(reduce(name).stderr).toContain(`${name} is no block, or damaged.`);
    }
    writeFileSync(
      file("edited.json"),
      readFileSync(file("plan.json"), "utf8").replace('"threshold": 0.1', '"threshold": 0.2'),
    );
    expect(voxmatch("blocks", "reduce", "edited.json", "blocks").stderr).toContain("was edited since it was made");
  });

  it("refuses a flag for queues where there is none", () => {
    const { status, stderr } = voxmatch("blocks", "map", "plan.json", "--out", "none", "--lost-after", "9");
    expect([status, existsSync(file("none"))]).toEqual([2, false]);
    expect(stderr).toContain("--lost-after is for processes of a queue. Name one by --queue, or leave it out.");
  });

  it("refuses files that come in order alone", () => {
    writeFileSync(file("packed.nii.gz"), gzipSync(readFileSync(file("prediction.nii"))));
    const { stderr } = voxmatch(
      "blocks",
      "plan",
      "-r",
      "reference.nii",
      "-p",
      "packed.nii.gz",
      ...COUNTS,
      "-o",
      "x.json",
    );
    expect(stderr).toContain("packed.nii.gz cannot be read out of order");
  });
});
