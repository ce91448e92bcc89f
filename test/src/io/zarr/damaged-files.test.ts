import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isVoxmatchError } from "../../../../base/errors.js";
import { readVolume } from "../../../../src/io/read-volume.js";
import { testVoxels } from "../../../support/format-files.js";
import { voxelsOf } from "../../../support/nifti.js";
import { temporaryFolder } from "../../../support/temporary-folder.js";
import { writeFolder } from "../../../support/write-folder.js";
import { zarrFiles } from "../../../support/zarr-files.js";

const folder = temporaryFolder();

describe("Zarr: damaged files", () => {
  it.each([2, 3] as const)("a bit changed in any byte of any file is told, version %i", async (version) => {
    const values = Array.from({ length: 60 }, (_, i) => 1 + (i % 7));
    const options = { version, codec: version === 2 ? "zlib" : "crc32c", chunks: [2, 4, 5] } as const;
    const files = await zarrFiles({ ...testVoxels("uint16"), values }, options);
    const path = writeFolder(join(folder, `${version}.zarr`), files);
    const read = () => readVolume(path, { spacing: [1, 1, 1], hash: false });
    const expected = await read();
    let refused = 0;
    for (const [name, bytes] of Object.entries(files)) {
      for (let at = 0; at < bytes.length; at++) {
        const changed = Uint8Array.from(bytes);
        changed[at] ^= 1 << (at % 8);
        writeFileSync(join(path, name), changed);
        try {
          const found = await read();
          // Other names of chunks, and a longer axis, make chunks that are not there: a note says so.
          if (/chunks are not there/.test(`${found.notes}`)) continue;
          expect([found.shape, voxelsOf(found)], `${name}, byte ${at}`).toEqual([expected.shape, values]);
        } catch (error) {
          if (!isVoxmatchError(error) || error.code === "INTERNAL") throw error;
          refused++;
        }
      }
      writeFileSync(join(path, name), bytes);
    }
    expect(refused).toBeGreaterThan(150);
  });
});
