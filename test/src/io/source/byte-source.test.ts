import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readVolume } from "../../../../src/io/read-volume.js";
import { CHUNK_BYTES, openSource } from "../../../../src/io/source/byte-source.js";
import { niftiFile, voxelsOf } from "../../../support/nifti.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "voxmatch-source-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("openSource", () => {
  it("gives the bytes of a file of any length in pieces", async () => {
    const path = join(folder, "bytes");
    for (const length of [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES + 7]) {
      const bytes = Buffer.from(Uint8Array.from({ length }, (_, at) => (at * 7) ^ (at >> 9)));
      writeFileSync(path, bytes);
      for (const input of [path, bytes, new Blob([bytes])]) {
        const source = await openSource(input);
        const pieces: Uint8Array[] = [];
        for await (const piece of source.chunks()) pieces.push(Uint8Array.from(piece));
        await source.close();
        expect(source.size).toBe(length);
        expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
      }
    }
  });

  it.skipIf(process.platform === "win32")("reads a volume from a pipe, whose size nobody knows", async () => {
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    for (const bytes of [niftiFile(), gzipSync(niftiFile())]) {
      const path = join(folder, "content");
      writeFileSync(path, bytes);
      // The first byte comes alone, and later than the pipe is opened.
      spawn("sh", ["-c", `(head -c 1 "$1"; sleep 0.1; tail -c +2 "$1") > "$2"`, "sh", path, pipe], { stdio: "ignore" });
      expect(voxelsOf(await readVolume(pipe))).toEqual([0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1]);
    }
  });

  const descriptors = "/proc/self/fd";
  it.skipIf(!existsSync(descriptors))("leaves no file open, however reading ends", async () => {
    const names = ["good", "cut", "text", "zipped text", "folder"];
    const large = niftiFile({ shape: [300, 200, 100] });
    const contents = [
      large,
      gzipSync(large).subarray(0, -20),
      Buffer.alloc(5_000_000, 65),
      gzipSync(Buffer.alloc(5e6, 65)),
    ];
    contents.forEach((content, index) => {
      writeFileSync(join(folder, names[index]), content);
    });
    const before = readdirSync(descriptors).length;
    const reads = names.flatMap((name) => [1, 2, 3].map(() => readVolume(join(folder, name)).catch(() => null)));
    expect((await Promise.all(reads)).filter((volume) => volume !== null)).toHaveLength(3);
    expect(readdirSync(descriptors).length).toBe(before);
  });
});
