import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { VoxmatchError } from "../../../base/errors.js";
import { blameFailure } from "../../../src/runner/blame-failure.js";
import { niftiFile } from "../../support/nifti.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const root = temporaryFolder();
const reference = { file: join(root, "reference.nii"), hash: true };
const options = { input: "semantic" } as const;
const unreadable = new VoxmatchError("INVALID_FILE", "p.nii is cut.");

beforeAll(() => {
  const values = [0, 1, 1, 0, 1];
  writeFileSync(reference.file, niftiFile({ dataType: "uint8", shape: [5, 1, 1], values, spacing: [1, 1, 1] }));
});

describe("the cause of a failure", () => {
  it("is the prediction where its reference can be evaluated alone", async () => {
    const groups = { ungrouped: { n_ref_instances: 2, global_bin_volume_ref: 3 } };
    expect(await blameFailure(unreadable, reference, options)).toEqual({
      cause: "unreadable",
      reference: { shape: [5, 1, 1], spacing: [1, 1, 1], groups },
    });
  });

  it("is that the prediction is missing only if it is not there", async () => {
    const causeOf = async (message: string) =>
      (await blameFailure(new VoxmatchError("FILE_ACCESS", message), reference, options)).cause;
    expect(await causeOf("p.nii cannot be read: no such file.")).toBe("missing");
    expect(await causeOf("p.nii cannot be read: permission denied.")).toBe("unreadable");
  });

  it("is the reference where that cannot be read either", async () => {
    const none = { file: join(root, "none.nii"), hash: true };
    expect(await blameFailure(unreadable, none, options)).toEqual({ cause: "reference" });
  });

  it("is the system where the reference fails by nothing that is in it", async () => {
    expect(await blameFailure(unreadable, reference, { threshold: 2 })).toEqual({ cause: "system" });
    const error = new VoxmatchError("FILE_ACCESS", "p.nii cannot be read: EMFILE: too many open files.");
    expect(await blameFailure(error, reference, options)).toEqual({ cause: "system" });
    expect(await blameFailure(new Error("A defect."), reference, options)).toEqual({ cause: "system" });
    expect(await blameFailure(new VoxmatchError("INTERNAL", "Odd."), reference, options)).toEqual({ cause: "system" });
  });
});
