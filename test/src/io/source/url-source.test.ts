import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readVolume } from "../../../../src/io/read-volume.js";
import { metaImageFile, npyFile, nrrdFile, testVoxels, voxelBytes, zipFile } from "../../../support/format-files.js";
import { niftiFile, voxelsOf } from "../../../support/nifti.js";
import { refusal } from "../../../support/refusal.js";
import { tiffFile } from "../../../support/tiff-files.js";

const VOXELS = testVoxels("uint16");
const PLAIN = niftiFile({ ...VOXELS, spacing: [1, 1, 1] });

const FILES: Readonly<Record<string, Uint8Array>> = {
  "a.nii": PLAIN,
  "a.nii.gz": gzipSync(PLAIN),
  "a.nrrd": nrrdFile(VOXELS, { encoding: "gzip" }),
  "a.mha": metaImageFile(VOXELS, { isPacked: true }),
  "b.mhd": metaImageFile(VOXELS, { dataFile: "b c.raw" }),
  "b c.raw": voxelBytes(VOXELS),
  "lost.mhd": metaImageFile(VOXELS, { dataFile: "lost.raw" }),
  "a.npz": zipFile({ "labels.npy": npyFile(VOXELS), "others.npy": npyFile(VOXELS) }),
  "a.tif": tiffFile(VOXELS),
};

/** What a server does with a file, by the folder that it is asked for in. */
type Give = (response: ServerResponse, file: Uint8Array, range: readonly [number, number] | null, name: string) => void;

const whole: Give = (response, file) => response.writeHead(200, { "content-length": file.length }).end(file);

const ranges: Give = (response, file, range) => {
  if (range === null) response.writeHead(200, { "content-length": file.length, "accept-ranges": "bytes" }).end(file);
  else response.writeHead(206).end(file.subarray(range[0], range[1] + 1));
};

const SERVED: Readonly<Record<string, Give>> = {
  whole,
  ranges,
  "no-length": (response, file) => {
    response.writeHead(200);
    response.write(file.subarray(0, 100));
    response.end(file.subarray(100));
  },
  encoded: (response, file) => response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(file)),
  moved: (response, _file, _range, name) => response.writeHead(302, { location: `/ranges/${name}` }).end(),
  circle: (response, _file, _range, name) => response.writeHead(302, { location: `/circle/${name}` }).end(),
  cut: (response, file) => {
    response.writeHead(200, { "content-length": file.length });
    response.write(file.subarray(0, file.length - 20), () => response.destroy());
  },
  "cut-part": (response, file, range, name) => {
    if (range === null) return ranges(response, file, range, name);
    response.writeHead(206).end(file.subarray(range[0], range[1]));
  },
  // It says that it gives parts, and gives the whole file.
  "no-part": (response, file) =>
    response.writeHead(200, { "content-length": file.length, "accept-ranges": "bytes" }).end(file),
  "403": (response) => response.writeHead(403).end(),
  "500": (response) => response.writeHead(500).end(),
};

let server: Server;
const at = (path: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/${path}`;

beforeAll(async () => {
  server = createServer((request, response) => {
    const [, folder, name] = decodeURIComponent(request.url ?? "").split("/");
    const file = FILES[name];
    if (file === undefined) return response.writeHead(404).end();
    const [, from, to] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? "") ?? [];
    SERVED[folder](response, file, from === undefined ? null : [Number(from), Number(to)], name);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const read = async (path: string, member?: string) =>
  voxelsOf(await readVolume(at(path), member === undefined ? {} : { member }));

describe("files at addresses", () => {
  const IN_ORDER = ["a.nii", "a.nii.gz", "a.nrrd", "a.mha", "b.mhd"];

  it.each(["whole", "ranges", "no-length", "encoded", "moved"])(
    "are read in order from a server: %s",
    async (folder) => {
      for (const name of IN_ORDER) expect(await read(`${folder}/${name}`), name).toEqual(VOXELS.values);
    },
  );

  it("are read in any order from a server that gives parts, behind a move too", async () => {
    for (const folder of ["ranges", "moved"]) {
      expect(await read(`${folder}/a.tif`)).toEqual(VOXELS.values);
      expect(await read(`${folder}/a.npz`, "labels")).toEqual(VOXELS.values);
      expect(await read(`${folder}/a.npz:labels`)).toEqual(VOXELS.values);
    }
  });

  it("have the SHA-256 of the file, and its address as their path", async () => {
    const { source } = await readVolume(at("ranges/a.nii.gz"));
    expect(source).toEqual({
      path: at("ranges/a.nii.gz"),
      sha256: (await readVolume(FILES["a.nii.gz"])).source?.sha256,
    });
    const packed = await readVolume(at("ranges/a.npz:labels"));
    expect(packed.source?.sha256).toBe((await readVolume(FILES["a.npz"], { member: "labels" })).source?.sha256);
  });

  it("need a server that gives parts where their own lie in any order", async () => {
    for (const folder of ["whole", "no-length", "encoded"]) {
      for (const name of ["a.tif", "a.npz:labels"]) {
        await refusal(
          () => read(`${folder}/${name}`),
          "INVALID_FILE",
          /a server without Accept-Ranges.*Save it to a file/,
        );
      }
    }
    await refusal(() => read("no-part/a.tif"), "FILE_ACCESS", /answered by 200 OK\. It gave the whole file/);
  });

  it("are refused by what the server answered", async () => {
    await refusal(() => read("whole/none.nii"), "FILE_ACCESS", /none\.nii is not there \(404\)\. Check the address/);
    await refusal(() => read("whole/lost.mhd"), "FILE_ACCESS", /is one of two files, and the other \(lost\.raw\)/);
    for (const status of ["403", "500"]) {
      await refusal(() => read(`${status}/a.nii`), "FILE_ACCESS", new RegExp(`was answered by ${status} `));
    }
    await refusal(() => read("circle/a.nii"), "FILE_ACCESS", /cannot be fetched/);
    await refusal(() => readVolume("http://127.0.0.1:1/a.nii"), "FILE_ACCESS", /cannot be fetched.*Check the address/);
    await refusal(() => readVolume("https://"), "FILE_ACCESS", /is no address/);
  });

  it("are refused where an answer breaks off", async () => {
    for (const name of IN_ORDER) await refusal(() => read(`cut/${name}`), "FILE_ACCESS", /broke off/);
    await refusal(() => read("cut-part/a.tif"), "FILE_ACCESS", /broke off after \d+ of \d+ bytes of a part/);
    await refusal(() => read("cut-part/a.npz:labels"), "FILE_ACCESS", /broke off after \d+ of \d+ bytes of a part/);
  });
});
