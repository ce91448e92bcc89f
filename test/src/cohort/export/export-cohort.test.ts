import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type CaseRecord,
  type DoneCase,
  type FailedCase,
  parseCaseRecord,
} from "../../../../src/cohort/case-record.js";
import { exportCohort, exportPolicy } from "../../../../src/cohort/export/export-cohort.js";
import { evaluate } from "../../../../src/evaluation/evaluate.js";
import { refusal } from "../../../support/refusal.js";

const QUOTED = 'a,b\t"c"';
const FAILED: FailedCase = {
  case: "z",
  model: "theirs",
  columns: { site: "1", group: "" },
  status: "failed",
  files: { reference: "r", prediction: "p" },
  cause: "unreadable",
  error: { code: "INVALID_FILE", message: 'cut, "short"', details: {} },
};
let records: CaseRecord[];

/** Two references, the first of them found; and a group that is nowhere. */
beforeAll(async () => {
  const volume = (labels: readonly number[]) => ({
    data: Uint8Array.from(labels),
    shape: [6, 1, 1],
    spacing: [1, 1, 2],
  });
  const { inputs, groups } = await evaluate(
    { reference: volume([1, 1, 0, 2, 2, 2]), prediction: volume([1, 1, 0, 0, 0, 0]) },
    { input: "unmatched", groups: { lesion: [1, 2], [QUOTED]: [9] }, globalMetrics: ["hd"] },
  );
  const done = (id: string, model: string): DoneCase => ({
    case: id,
    model,
    columns: { site: "007", group: "x\ny" },
    status: "done",
    inputs,
    groups,
  });
  records = [done("a", "ours"), done("b", "ours"), done("a", "theirs"), FAILED];
});

/** RFC 4180, with any delimiter. */
function readDelimited(text: string, delimiter: string): Record<string, string>[] {
  const rows: string[][] = [[""]];
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const row = rows[rows.length - 1];
    const char = text[i];
    if (isQuoted && char === '"' && text[i + 1] === '"') row[row.length - 1] += text[++i];
    else if (char === '"') isQuoted = !isQuoted;
    else if (!isQuoted && char === delimiter) row.push("");
    else if (!isQuoted && char === "\n") rows.push([""]);
    else row[row.length - 1] += char;
  }
  const [header, ...body] = rows.slice(0, -1);
  for (const row of body) expect(row).toHaveLength(header.length);
  return body.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i]])));
}

describe("tables of a cohort", () => {
  it.each([
    ["csv", ","],
    ["tsv", "\t"],
  ] as const)(
    "%s: a row for each case, group and model, whether there is a prediction or not",
    async (format, delimiter) => {
      const rows = readDelimited(String(await exportCohort(records, { format })), delimiter);
      expect(rows.map(({ case: id, model, group }) => [id, model, group])).toEqual([
        ["a", "ours", "lesion"],
        ["a", "ours", QUOTED],
        ["b", "ours", "lesion"],
        ["b", "ours", QUOTED],
        ["a", "theirs", "lesion"],
        ["a", "theirs", QUOTED],
        // A prediction that cannot be read, and those that are not there.
        ["z", "theirs", "lesion"],
        ["z", "theirs", QUOTED],
        ["b", "theirs", "lesion"],
        ["b", "theirs", QUOTED],
        ["z", "ours", "lesion"],
        ["z", "ours", QUOTED],
      ]);
      const [lesion, empty] = rows;
      // |A| = 5 and |B| = 2 voxels; PQ = 1 / (1 + ½ · 1) · 1; the third voxel of the far instance is 4 mm from the near one.
      expect(lesion).toMatchObject({ site: "007", manifest_group: "x\ny", status: "done", tp: "1", fn: "1", sq: "1" });
      expect(Number(lesion.pq)).toBeCloseTo(2 / 3, 15);
      expect(lesion.global_bin_hd).toBe("4");
      expect(empty).toMatchObject({ tp: "0", sq: "NaN", global_bin_hd: "NaN", error_code: "" });
      expect(rows[6]).toMatchObject({
        status: "failed",
        situation: "failed",
        error_code: "INVALID_FILE",
        error_message: 'cut, "short"',
        pq: "",
        pq_counted: "0",
      });
      expect(rows[8]).toMatchObject({ status: "missing", situation: "missing", site: "007", pq: "", pq_counted: "0" });
      // Neither of the two references of case b is found. Nobody has read that of z.
      expect(rows[8]).toMatchObject({ tp_counted: "0", fp_counted: "0", fn_counted: "2" });
      expect(rows[6].fn_counted).toBe("");
      // Nowhere in either volume, and said to be nowhere: rightly empty.
      expect(empty).toMatchObject({
        situation: "correct_empty",
        sq: "NaN",
        sq_counted: "1",
        global_bin_hd_counted: "0",
      });
      expect(lesion).toMatchObject({ situation: "measured", pq_counted: lesion.pq, fn_counted: "1" });
    },
  );

  it("instances: a row for each one of either side", async () => {
    const rows = readDelimited(String(await exportCohort(records, { format: "csv", instances: true })), ",");
    expect(rows).toHaveLength(3 * 3);
    expect(rows.slice(0, 3)).toMatchObject([
      {
        side: "reference",
        label: "1",
        status: "matched",
        kind: "none",
        is_matched: "1",
        matched_to: "1",
        sq: "1",
        instance_voxel_count_ref: "2",
      },
      {
        side: "reference",
        label: "2",
        status: "missed",
        kind: "absent",
        is_matched: "0",
        matched_to: "",
        instance_volume_ref: "6",
        centre_x: "4",
      },
      {
        side: "prediction",
        label: "1",
        matched_to: "1",
        instance_voxel_count_ref: "",
        box_x_first: "0",
        box_x_last: "1",
      },
    ]);
  });

  it("instances: predictions in void after the others, counted nowhere", async () => {
    const volume = (labels: string) => ({ shape: [8, 1], data: Uint8Array.from(labels, Number) });
    const inputs = { reference: volume("11009999"), prediction: volume("11002222") };
    const { groups, inputs: described } = await evaluate(inputs, { input: "unmatched", ignoreLabel: 9 });
    const record = { case: "v", model: null, columns: {}, status: "done", inputs: described, groups } as const;
    const rows = readDelimited(String(await exportCohort([record], { format: "csv", instances: true })), ",");
    expect(rows.at(-1)).toMatchObject({
      side: "prediction",
      status: "void",
      kind: "",
      is_matched: "0",
      instance_voxel_count_pred: "0",
      void_voxels: "4",
    });
  });

  it("parquet: the same numbers as doubles, NaN, Infinity and null apart", async () => {
    const [first] = records as [DoneCase];
    const odd: DoneCase = {
      ...first,
      case: "odd",
      groups: {
        lesion: { ...first.groups.lesion, pq: null, rec: Number.POSITIVE_INFINITY, prec: Number.NaN, tp: 2 ** 40 },
      },
    };
    const bytes = (await exportCohort([...records, odd], { format: "parquet" })) as Uint8Array;
    const file = bytes.slice().buffer;
    const rows = await parquetReadObjects({ file });
    expect(rows).toHaveLength(3 * 2 + 1 + 2 + 2 + 2 + 2);
    const csv = readDelimited(String(await exportCohort([...records, odd], { format: "csv" })), ",");
    expect(Object.keys(rows[0])).toEqual(Object.keys(csv[0]));
    rows.forEach((row, i) => {
      const texts = Object.fromEntries(Object.entries(row).map(([key, value]) => [key, String(value ?? "")]));
      expect(texts).toEqual(csv[i]);
    });
    const [oddOne] = rows.filter((row) => row.case === "odd" && row.model === "ours");
    expect(oddOne).toMatchObject({ pq: null, rec: Number.POSITIVE_INFINITY, prec: Number.NaN, tp: 2 ** 40 });
    expect(rows[0].site).toBe("007");
    const [policy] = parquetMetadata(file).key_value_metadata ?? [];
    expect(policy.key).toBe("voxmatch.policy");
    expect(JSON.parse(policy.value ?? "")).toEqual(
      JSON.parse(JSON.stringify(exportPolicy([...records, odd], { format: "parquet" }))),
    );
  });

  it("counts by the policy that is asked for, for the model that is asked for", async () => {
    const omitted = readDelimited(
      String(await exportCohort(records, { format: "csv", undefined: "omit", model: "theirs" })),
      ",",
    );
    expect(omitted.map(({ case: id, group, sq_counted }) => [id, group, sq_counted])).toEqual([
      ["a", "lesion", "1"],
      ["a", QUOTED, ""],
      ["z", "", ""],
    ]);
    await refusal(() => exportCohort(records, { format: "csv", missing: "refuse" }), "INVALID_FILE", /b \(theirs\)/);
    const wrong = { format: "csv", missing: "best" } as unknown as { format: "csv" };
    await refusal(() => exportCohort(records, wrong), "INVALID_OPTION", /Option missing is best/);
  });

  it("leaves a case out for every model whose reference cannot be read, or that is still to be evaluated", async () => {
    const broken: FailedCase = { ...FAILED, case: "a", model: "other", cause: "reference" };
    const rows = readDelimited(String(await exportCohort([...records, broken], { format: "csv" })), ",");
    const ofA = rows.filter(({ case: id }) => id === "a");
    expect(ofA.map(({ situation }) => situation)).toEqual(Array(5).fill("left_out"));
    expect(ofA.every(({ pq_counted }) => pq_counted === "")).toBe(true);
    const open = readDelimited(String(await exportCohort(records, { format: "csv", isFinished: false })), ",");
    expect(open.filter(({ case: id }) => id === "b").map(({ situation }) => situation)).toEqual([
      "left_out",
      "left_out",
    ]);
  });

  it("says the policy and its counts, which a table has no room for", () => {
    const head = exportPolicy(records, { format: "csv", worstDistance: 374 });
    expect(head.what_counts).toContain("374 mm");
    expect(head.choices).toMatchObject({ missing: "worst", worstDistance: 374 });
    expect(head.n_cases).toBe(3);
    expect(head.missing).toEqual([
      { case: "b", model: "theirs", cause: "missing" },
      { case: "z", model: "ours", cause: "missing" },
      { case: "z", model: "theirs", cause: "unreadable" },
    ]);
    const row = { by: null, group: "lesion", n_cases: 3, n_correct_empty: 0, n_false_alarm: 0, n_missed: 0 };
    expect(head.policy.filter(({ group }) => group === "lesion")).toEqual([
      { ...row, model: "ours", n_measured: 2, n_missing: 1, n_failed: 0 },
      { ...row, model: "theirs", n_measured: 1, n_missing: 1, n_failed: 1 },
    ]);
  });

  it("jsonl: the records as they are, of one model if asked for", async () => {
    const text = String(await exportCohort(records, { format: "jsonl", model: "theirs" }));
    expect(text.trimEnd().split("\n").map(parseCaseRecord)).toEqual([records[2], FAILED]);
  });
});

describe("refusals", () => {
  it("names the models where panoptica's file holds one", async () => {
    await refusal(() => exportCohort(records, { format: "panoptica-tsv" }), "INVALID_OPTION", /ours, theirs/);
    await refusal(
      () => exportCohort(records, { format: "csv", model: "nobody" }),
      "INVALID_OPTION",
      /nobody.*ours, theirs/,
    );
  });

  it("refuses names that panoptica's reader would take apart wrongly", async () => {
    const [first] = records as [DoneCase];
    const write = (changed: Partial<DoneCase>) =>
      exportCohort([{ ...first, ...changed }], { format: "panoptica-jsonl" });
    await refusal(() => write({ groups: { "left-lung": first.groups.lesion } }), "INVALID_OPTION", /left-lung.*hyphen/);
    await refusal(() => write({ case: "s1-lesion_inst_3" }), "INVALID_OPTION", /s1-lesion_inst_3.*instance/);
    await expect(write({ case: "s-1" })).resolves.toContain('"subject_name":"s-1"');
  });

  it("refuses a format that is not there", async () => {
    const format = "xlsx" as "csv";
    await refusal(() => exportCohort(records, { format }), "INVALID_OPTION", /xlsx.*parquet/);
  });
});
