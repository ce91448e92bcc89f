import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { DoneCase } from "../../../../src/cohort/case-record.js";
import { type ExportFormat, exportCohort } from "../../../../src/cohort/export/export-cohort.js";
import { evaluate } from "../../../../src/evaluation/evaluate.js";
import { readVolume } from "../../../../src/io/read-volume.js";
import type { EvaluateOptions } from "../../../../src/options/registry.js";
import { GOLDEN_ROOT, type GoldenConfig } from "../../../support/golden.js";
import { optionsOf } from "../../../support/panoptica-options.js";

const FOLDER = join(GOLDEN_ROOT, "panoptica-files");
const read = (name: string) => readFileSync(join(FOLDER, name), "utf8");

interface Info {
  readonly config: GoldenConfig;
  readonly subjects: readonly { readonly name: string }[];
}
const { config, subjects } = JSON.parse(read("info.json")) as Info;

/** The answer of panoptica's own reader for a file. */
interface ReadBack {
  readonly subjects: readonly string[];
  readonly groups: readonly string[];
  readonly metrics: readonly string[];
  readonly values: Readonly<Record<string, Readonly<Record<string, readonly (number | null)[]>>>>;
}

async function recordsWith(options: EvaluateOptions): Promise<DoneCase[]> {
  const records: DoneCase[] = [];
  for (const { name } of subjects) {
    const [reference, prediction] = await Promise.all(
      ["reference", "prediction"].map((side) => readVolume(join(FOLDER, "inputs", `${name}_${side}.nii.gz`))),
    );
    const { inputs, groups } = await evaluate({ reference, prediction }, options);
    records.push({ case: name, model: null, columns: {}, status: "done", inputs, groups });
  }
  return records;
}

/** A reader of the tables as panoptica's is: the first hyphen ends a group's name, what is empty is missing. */
function readTsv(text: string): ReadBack {
  const [header, ...rows] = text
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t"));
  // A trimmed last line has lost its empty cells.
  for (const row of rows) while (row.length < header.length) row.push("");
  const columns = header.slice(1).map((column) => {
    const hyphen = column.indexOf("-");
    return [column.slice(0, hyphen), column.slice(hyphen + 1)] as const;
  });
  const values: Record<string, Record<string, (number | null)[]>> = {};
  columns.forEach(([group, metric], c) => {
    values[group] ??= {};
    values[group][metric] = rows.map((row) => (row[c + 1] === "" ? null : Number(row[c + 1])));
  });
  return {
    subjects: rows.map(([name]) => name),
    groups: Object.keys(values),
    metrics: [...new Set(columns.map(([, metric]) => metric))],
    values,
  };
}

/** Lines as panoptica reads them: instances become subjects after their own. */
function readJsonl(text: string, metrics: readonly string[]): ReadBack {
  type Row = Readonly<Record<string, number | null>>;
  type Line = {
    readonly subject_name: string;
    readonly groups: Readonly<Record<string, Row & { readonly reference_instances?: readonly Row[] }>>;
  };
  const lines = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
  const groups = [...new Set(lines.flatMap((line) => Object.keys(line.groups)))];
  const rows = lines.flatMap(({ subject_name: name, groups: own }) => [
    { name, own: own as Readonly<Record<string, Row>> },
    ...groups.flatMap((group) =>
      (own[group]?.reference_instances ?? []).map((row, i) => ({
        name: `${name}-${group}_inst_${i}`,
        own: { [group]: row },
      })),
    ),
  ]);
  return {
    subjects: rows.map(({ name }) => name),
    groups,
    metrics,
    values: Object.fromEntries(
      groups.map((group) => [
        group,
        Object.fromEntries(metrics.map((metric) => [metric, rows.map(({ own }) => own[group]?.[metric] ?? null)])),
      ]),
    ),
  };
}

/**
 * Instances in an order that does not depend on who numbered them: panoptica's components are numbered along the last axis
 * first, ours along the first.
 */
function bySize(read: ReadBack): ReadBack {
  const order = read.subjects.map((subject, i) => {
    const [, owner, group] = /^(.*)-(\w+)_inst_\d+$/.exec(subject) ?? [undefined, subject, ""];
    const own = read.values[group];
    const size = own === undefined ? 0 : (own.instance_voxel_count_ref[i] ?? 0);
    return { i, rank: `${owner} ${group} ${1 - (own?.is_matched[i] ?? 0)} ${String(size).padStart(9, "0")}` };
  });
  order.sort((a, b) => (a.rank < b.rank ? -1 : 1));
  const values = Object.fromEntries(
    Object.entries(read.values).map(([group, own]) => [
      group,
      Object.fromEntries(Object.entries(own).map(([metric, all]) => [metric, order.map(({ i }) => all[i])])),
    ]),
  );
  return { ...read, values };
}

/** Tells a value that is not panoptica's, where panoptica has one, and one that we have and it lacks. */
function expectSame(found: ReadBack, expected: ReadBack, isLeftOut: (metric: string) => boolean = () => false): void {
  expect(found.subjects).toEqual(expected.subjects);
  expect(found.groups).toEqual(expected.groups);
  expect(found.metrics).toEqual(expected.metrics);
  const [ours, theirs] = [bySize(found), bySize(expected)];
  for (const group of expected.groups) {
    for (const metric of expected.metrics) {
      theirs.values[group][metric].forEach((value, i) => {
        const where = `${group} ${metric} of ${expected.subjects[i]}`;
        const our = ours.values[group][metric][i];
        if (value === null || isLeftOut(metric)) expect(our, where).toBeNull();
        else
          expect(Math.abs((our ?? Number.NaN) - value), where).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value)));
      });
    }
  }
}

describe.each([
  ["plain", false, {}],
  ["instances", true, {}],
  ["autc", false, { autc: 0.25 }],
] as const)("panoptica's file of results: %s", (name, instances, further) => {
  let records: DoneCase[];
  beforeAll(async () => {
    records = await recordsWith({ ...optionsOf(config, 3), ...further });
  });
  const write = async (format: ExportFormat) => String(await exportCohort(records, { format, instances }));
  const expected = (extension: string) => JSON.parse(read(`${name}.${extension}.read_back.json`)) as ReadBack;

  /**
   * Under a threshold curve panoptica keeps every number at every threshold; a curve of ours keeps counts and bounded
   * qualities. Also, panoptica calls an area 0 where the metric was not asked for; ours is not there.
   */
  const isLeftOut = (metric: string) =>
    name === "autc" && (/^t[\d.]+_(.*_std|sq_assd|sq_rvd|instance_.*)$/.test(metric) || metric.endsWith("cldsc"));

  it("has panoptica's header, byte for byte, and its values as a table", async () => {
    const text = await write("panoptica-tsv");
    expect(text.split("\n")[0]).toBe(read(`${name}.tsv`).split("\n")[0]);
    expectSame(readTsv(text), expected("tsv"), isLeftOut);
  });

  it("has panoptica's keys in its order, and its values, as lines of JSON", async () => {
    const text = await write("panoptica-jsonl");
    const layout = (line: string) => line.replace(/:(-?[\d.]+(e[-+]\d+)?|null)(?=[,}])/g, ":#");
    expect(text.split("\n").map(layout)).toEqual(read(`${name}.jsonl`).split("\n").map(layout));
    const answers = expected("jsonl");
    expectSame(readJsonl(text, answers.metrics), answers, isLeftOut);
  });

  if (name === "plain") {
    it("writes most numbers as the same text", async () => {
      const [ours, theirs] = [await write("panoptica-tsv"), read(`${name}.tsv`)].map((text) => text.split(/[\t\n]/));
      const differing = ours.filter((cell, i) => cell !== theirs[i]);
      // Sums in another order may end in another last digit.
      expect(differing.length).toBeLessThan(0.1 * ours.length);
    });
  }
});
