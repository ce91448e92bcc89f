import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { manifestText } from "../../../src/cli/plan-cases.js";
import { evaluateCase } from "../../../src/runner/evaluate-case.js";
import { readManifest } from "../../../src/runner/manifest.js";
import { readCaseFiles } from "../../../src/runner/read-case-files.js";
import { npyFile, nrrdFile, testVoxels } from "../../support/format-files.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { writeFolder } from "../../support/write-folder.js";

const VOXELS = testVoxels("uint8");
const folder = temporaryFolder();
let server: Server;
const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

beforeAll(async () => {
  server = createServer((request, response) =>
    request.url === "/a.nrrd" ? response.end(nrrdFile(VOXELS, { encoding: "gzip" })) : response.writeHead(404).end(),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => server.close());

describe("addresses in a manifest", () => {
  const rows = () => [
    "case,reference,prediction",
    `a,${address()}/a.nrrd,deep/a.npy`,
    `b,deep/a.npy,${address()}/none.nrrd`,
  ];

  it("are read as they are written, and paths from where the manifest lies", async () => {
    const files = { "cases.csv": Buffer.from(rows().join("\n")), "deep/a.npy": npyFile(VOXELS) };
    const { cases, root } = await readManifest(join(writeFolder(folder, files), "cases.csv"));
    const work = { options: {}, root, hash: true, explore: false };
    const [found, absent] = await Promise.all(cases.map((planned) => evaluateCase(planned, work)));
    expect(found).toMatchObject({
      status: "done",
      inputs: { reference: { path: `${address()}/a.nrrd` }, prediction: { path: "deep/a.npy" } },
    });
    expect(absent).toMatchObject({
      status: "failed",
      error: { code: "FILE_ACCESS", message: expect.stringMatching(/none\.nrrd is not there \(404\)/) },
    });
    // What is not on a disk is left to the evaluation.
    const ahead = await readCaseFiles(cases[0], root, () => false);
    expect(ahead.bytes.reference).toBeNull();
    expect(ahead.shapes).toEqual({ reference: null, prediction: [5, 4, 3] });
    expect(manifestText({ cases, root })).toContain(`a,${address()}/a.nrrd,`);
  });
});
