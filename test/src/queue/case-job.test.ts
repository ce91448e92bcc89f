import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { decodeJob, encodeJob, LARGEST_JOB_BYTES, nameOf } from "../../../src/queue/case-job.js";
import { checkInside, checkNamedRoot, leavesRoot } from "../../../src/queue/job-files.js";
import { poisonJobs, sampleCase, sampleWork } from "../../support/poison-jobs.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

describe("a job", () => {
  it("is read as it was written, numbers that JSON does not have included", () => {
    const work = sampleWork({ nsdTolerance: 2, edgeCases: { dsc: { bothEmpty: Number.NaN } } });
    expect(decodeJob(encodeJob(sampleCase(), work))).toEqual({ planned: sampleCase(), work });
  });

  it("has a name and a size that are bounded", () => {
    const long = { ...sampleCase(), case: "x".repeat(5000) };
    expect(nameOf(long)).toBe(`${"x".repeat(100)}…`);
    const large = { ...sampleCase(), columns: { note: "x".repeat(LARGEST_JOB_BYTES) } };
    expect(() => encodeJob(large, sampleWork())).toThrow(/Case 007 makes a job of \d+ bytes, and a queue takes 262144/);
  });

  it.each(poisonJobs("/data").filter(({ isDecoded }) => !isDecoded))("is refused if $kind", ({ data, reason }) => {
    expect(() => decodeJob(data)).toThrow(expect.objectContaining({ code: "INVALID_JOB" }));
    expect(() => decodeJob(data)).toThrow(reason);
  });
});

describe("the files of a job", () => {
  const folder = realpathSync(temporaryFolder());
  const root = join(folder, "root");
  mkdirSync(join(root, "in"), { recursive: true });
  mkdirSync(join(folder, "root-beside"));
  for (const name of ["root/in/a.nii", "secret.nii", "root-beside/b.nii"]) writeFileSync(join(folder, name), "");
  symlinkSync("in/a.nii", join(root, "inner.nii"));
  symlinkSync("../secret.nii", join(root, "outer.nii"));
  symlinkSync("..", join(root, "up"));
  const check = (prediction: string, at = root) =>
    checkInside({ ...sampleCase(), reference: "in/a.nii", prediction }, at);

  it.each(["in/a.nii", "inner.nii", "in/../in/a.nii", "not/there.nii", "..a.nii"])("may be %s", async (path) => {
    await expect(check(path)).resolves.toBeUndefined();
  });

  it.each([
    ["/etc/hostname", /is absolute/],
    ["../secret.nii", /leads out of the root/],
    ["in/../../secret.nii", /leads out of the root/],
    ["../root-beside/b.nii", /leads out of the root/],
    ["outer.nii", /is a link that leads out/],
    ["up/secret.nii", /is a link that leads out/],
    ["https://example.org/a.nii", /is an address/],
  ])("may not be %s", async (path, reason) => {
    await expect(check(path)).rejects.toMatchObject({ code: "INVALID_JOB", message: expect.stringMatching(reason) });
  });

  it("are found through a root that is a link itself", async () => {
    symlinkSync(root, join(folder, "linked"));
    await expect(check("inner.nii", join(folder, "linked"))).resolves.toBeUndefined();
    await expect(check("outer.nii", join(folder, "linked"))).rejects.toMatchObject({ code: "INVALID_JOB" });
  });

  it("need a root that is a folder here", async () => {
    await expect(checkNamedRoot(root)).resolves.toBeUndefined();
    await expect(checkNamedRoot(join(root, "in/a.nii"))).rejects.toThrow(/which is no folder on/);
    await expect(checkNamedRoot(join(root, "none"))).rejects.toMatchObject({ code: "INVALID_JOB" });
  });

  it("say by their names whether they leave the root", () => {
    expect(["a/b", "a/../b", "..b"].map(leavesRoot)).toEqual([false, false, false]);
    expect(["/a", "../b", "a/../../b", "http://host/a"].map(leavesRoot)).toEqual([true, true, true, true]);
  });
});
