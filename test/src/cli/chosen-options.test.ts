import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chosenOptions } from "../../../src/cli/chosen-options.js";
import { refusal } from "../../support/refusal.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

describe("groups on the command line", () => {
  const folder = temporaryFolder();

  it.each([
    "{WT: [1, 2], ET: {labels: [4], merge: true}}",
    '{"WT": [1, 2], "ET": {"labels": [4], "merge": true}}',
    "WT: [1, 2]\nET: {labels: [4], merge: true}",
  ])("may be YAML itself: %s", async (groups) => {
    const expected = { WT: [1, 2], ET: { labels: [4], merge: true } };
    expect(await chosenOptions({ groups }, undefined)).toEqual({ groups: expected });
  });

  it("are located in what was written", async () => {
    await refusal(
      () => chosenOptions({ groups: "WT: [1]\nET: {label: [4]}" }, undefined),
      "INVALID_OPTION",
      /^--groups, line 2: /,
    );
    await refusal(() => chosenOptions({ groups: "{WT: [1" }, undefined), "INVALID_FILE", /^--groups, line 1, column/);
  });

  it.each(["C:\\study\\groups.yaml", "\\\\server\\share\\groups.yaml", "groups.yaml", "a folder/groups.yaml"])(
    "may be the path %s, of Windows too",
    async (groups) => {
      const error = await refusal(() => chosenOptions({ groups }, undefined), "FILE_ACCESS", /there is no such file/);
      expect(error.message.startsWith(groups)).toBe(true);
    },
  );

  it("may be the dataset.json of nnU-Net, whose ignored label gives way to a flag", async () => {
    const path = join(folder, "dataset.json");
    const labels = { background: 0, tumour: [1, 2], core: 2, ignore: 3 };
    writeFileSync(path, JSON.stringify({ channel_names: { 0: "T1" }, labels, numTraining: 3, file_ending: ".nii.gz" }));
    const groups = { tumour: { labels: [1, 2], merge: true }, core: { labels: [2], merge: false } };
    expect(await chosenOptions({ groups: path }, undefined)).toMatchObject({ groups, ignoreLabel: 3 });
    expect(await chosenOptions({ groups: path, ignoreLabel: 7 }, undefined)).toMatchObject({ groups, ignoreLabel: 7 });
  });

  it("has a short flag for how many voxels are read", async () => {
    expect(await chosenOptions({ maxVoxels: 100 }, undefined)).toEqual({ maximumVoxels: 100 });
  });
});
