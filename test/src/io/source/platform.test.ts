import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readVolume } from "../../../../src/io/read-volume.js";
import { nodeModules } from "../../../../src/io/source/platform.js";
import { niftiFile, voxelsOf } from "../../../support/nifti.js";
import { refusal } from "../../../support/refusal.js";

const plain = niftiFile({ shape: [50, 40, 30] });
const zipped = new Uint8Array(gzipSync(plain));
const members = new Uint8Array(Buffer.concat([gzipSync(plain.subarray(0, 999)), gzipSync(plain.subarray(999))]));

describe("where Node's modules are missing, as in a page", () => {
  beforeEach(() => {
    vi.stubGlobal("process", { ...process, getBuiltinModule: undefined });
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it("there are none", () => expect(nodeModules()).toBeNull());

  it("reads a chosen file with its hash", async () => {
    for (const bytes of [plain, zipped, members]) {
      const volume = await readVolume(new File([bytes], "chosen.nii.gz"));
      expect(Buffer.from(voxelsOf(volume)).equals(plain.subarray(352))).toBe(true);
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      expect(volume.source).toEqual({ path: "chosen.nii.gz", sha256 });
    }
    const cut = new File([zipped.subarray(0, -9)], "cut.nii.gz");
    await refusal(() => readVolume(cut), "INVALID_FILE", /cut\.nii\.gz .*cut off/);
  });

  it("does without a hash in an insecure page", async () => {
    vi.stubGlobal("crypto", {});
    expect((await readVolume(zipped)).source).toEqual({ path: null, sha256: null });
  });

  it("says that a path cannot be opened", async () => {
    await refusal(() => readVolume("a.nii"), "FILE_ACCESS", /page cannot read paths\. Pass a File or Blob/);
    await refusal(() => readVolume(new URL("file:///a.nii")), "FILE_ACCESS", /page cannot read paths/);
  });

  it("says when a chosen file can no longer be read", async () => {
    const gone = new File([plain], "gone.nii");
    gone.slice = () => ({ arrayBuffer: () => Promise.reject(new DOMException("gone", "NotReadableError")) }) as Blob;
    await refusal(() => readVolume(gone), "FILE_ACCESS", /gone\.nii cannot be read: gone\. It may have changed/);
  });
});
