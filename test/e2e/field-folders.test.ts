import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commandIn, recordsOfFile } from "../support/run-command.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const FIELD = join(import.meta.dirname, "..", "fixtures", "field");
const folder = temporaryFolder();
const { run } = commandIn(FIELD);
const casesIn = (out: string) =>
  recordsOfFile(join(folder, out, "cases.jsonl")).map((record) => [record.case, record.status]);

describe("cohorts from the field", () => {
  it.each([
    ["brats", ["BraTS-GLI-00001-000", "BraTS-GLI-00002-000"]],
    ["kits", ["case_00000", "case_00001"]],
    ["lits", ["0", "1", "10"]],
    ["ts", ["s0000/liver", "s0000/spleen", "s0001/liver", "s0001/spleen"]],
  ])("the layout of %s pairs by itself, and every case is evaluated", (layout, ids) => {
    const folders = ["--references", `folders/${layout}/gt`, "--predictions", `folders/${layout}/pr`];
    const { status, stderr } = run(...folders, "--threads", "1", "--out", join(folder, layout));
    expect(status, stderr).toBe(0);
    expect(casesIn(layout)).toEqual(ids.map((id) => [id, "done"]));
  });

  it.each(["m_sep.csv", "m_idx.csv"])("the manifest %s is read as its writer meant it", (name) => {
    const { status, stderr } = run(name, "--threads", "1", "--out", join(folder, name));
    expect(status, stderr).toBe(0);
    expect(casesIn(name)).toEqual([
      ["007", "done"],
      ["008", "done"],
    ]);
  });
});
