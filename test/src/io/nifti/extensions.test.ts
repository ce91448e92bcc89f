import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { ExtensionWalk } from "../../../../src/io/nifti/extensions.js";
import { readVolume } from "../../../../src/io/read-volume.js";
import { niftiFile, voxelsOf } from "../../../support/nifti.js";
import { refusal } from "../../../support/refusal.js";

/** Everything before the voxels: a header of zeros, the flag, extensions of these sizes. */
function front(sizes: readonly number[], littleEndian = true, padding = 0): Uint8Array {
  const bytes = new Uint8Array(352 + sizes.reduce((sum, size) => sum + size, 0) + padding);
  const view = new DataView(bytes.buffer);
  bytes[348] = Number(sizes.length > 0);
  let at = 352;
  for (const size of sizes) {
    view.setInt32(at, size, littleEndian);
    at += size;
  }
  return bytes;
}

function walk(bytes: Uint8Array, piece: number) {
  const walking = new ExtensionWalk({
    label: "x.nii",
    headerBytes: 348,
    littleEndian: true,
    voxelOffset: bytes.length,
  });
  for (let at = 0; at < bytes.length; at += piece) walking.take(bytes.subarray(at, at + piece));
}

describe("header extensions", () => {
  it("are walked over in pieces of any length", async () => {
    for (const bytes of [front([]), front([16]), front([16, 32, 8]), front([32], false), front([16], true, 40)]) {
      for (const piece of [1, 3, 7, 355, 1000]) expect(() => walk(bytes, piece)).not.toThrow();
    }
    for (const piece of [1, 5, 1000]) {
      const wrong = front([16, 16]);
      new DataView(wrong.buffer).setInt32(368, 20, true);
      await refusal(
        () => walk(wrong, piece),
        "INVALID_FILE",
        /extension at byte 368 claims 20 bytes, expected 8 to 16/,
      );
    }
  });

  it("may be of any size, and none of it is kept", async () => {
    const megabytes = 96;
    const gap = 4 + 2 ** 20 * megabytes;
    for (const esize of [2 ** 20 * megabytes, 0]) {
      const zipped = gzipSync(niftiFile({ gap, set: { extension: 1, esize } }), { level: 1 });
      const before = process.memoryUsage().arrayBuffers;
      const volume = await readVolume(zipped, { hash: false });
      expect(voxelsOf(volume).slice(0, 5)).toEqual([0, 1, 2, 3, 4]);
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20 * 32);
    }
  });
});
