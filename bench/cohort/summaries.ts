/** Summary and report of a whole challenge by the built command, each in its own process: processor time and peak memory. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeCaseRecord } from "../../src/cohort/case-record.js";
import { evaluate } from "../../src/evaluation/evaluate.js";
import { CHALLENGE, SUMMARY_WORK } from "../design.js";
import { CLI } from "../evaluation/files.js";
import { type CommandCost, runCommand } from "../support/fresh-process.js";
import { type MeasureOptions, summarise } from "../support/measure.js";
import { seededRandom } from "../support/random.js";
import type { Result } from "../support/result.js";

export async function benchSummaries(_: MeasureOptions, quick: boolean): Promise<Result[]> {
  const [models, cases, rows] = quick ? [6, 40, 2000] : [CHALLENGE.models, CHALLENGE.cases, CHALLENGE.manifestRows];
  const folder = mkdtempSync(join(tmpdir(), "voxmatch-bench-"));
  try {
    writeFileSync(join(folder, "cases.jsonl"), await recordsOf(models, cases));
    const manifest = join(folder, "cohort.csv");
    writeFileSync(manifest, manifestOf(rows));
    const html = join(folder, "report.html");
    const workload = `${models} models × ${cases} cases`;
    return [
      timesOf(SUMMARY_WORK.summarize, workload, quick, [CLI, "summarize", folder]),
      timesOf(SUMMARY_WORK.bySite, workload, quick, [CLI, "summarize", folder, "--by", "site"]),
      timesOf(SUMMARY_WORK.report, workload, quick, [CLI, "report", folder, "--no-slices", "--quiet", "-o", html]),
      timesOf(SUMMARY_WORK.manifest, `${rows} rows`, quick, [CLI, "run", manifest, "--dry-run"]),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Processor time, which a busy machine changes little, is what is compared. */
function timesOf(work: string, workload: string, quick: boolean, words: readonly string[]): Result {
  const costs: CommandCost[] = [];
  for (let time = 0; time < (quick ? 1 : 3); time++) costs.push(runCommand(...words));
  return {
    work,
    workload,
    by: "release",
    firstMs: costs[0].cpuMs,
    ...summarise(costs.map(({ cpuMs }) => cpuMs)),
    peakMegabytes: Math.max(...costs.map(({ peakMegabytes }) => peakMegabytes)),
  };
}

/** Records of an evaluated pair, whose qualities differ by model and case. */
async function recordsOf(models: number, cases: number): Promise<string> {
  const volume = (first: number) => ({
    data: Uint8Array.from({ length: 16 ** 3 }, (_, i) => (i % 16 >= first && i % 16 < 9 && i % 64 < 48 ? 1 : 0)),
    shape: [16, 16, 16],
    spacing: [1, 1, 2],
  });
  const inputs = { reference: volume(3), prediction: volume(4) };
  const options = { input: "semantic", globalMetrics: ["dsc", "hd95"] } as const;
  const evaluated = await evaluate(inputs, options, { threads: 1 });
  const random = seededRandom(1);
  const lines = Array.from({ length: models }, (_, m) =>
    Array.from({ length: cases }, (_, c) => {
      const quality = (lead: number) => Math.max(0, Math.min(1, 0.8 - (0.5 * m) / models + lead * (random() - 0.5)));
      const groups = Object.fromEntries(
        Object.entries(evaluated.groups).map(([name, group]) => {
          const own = { pq: quality(0.5), sq: quality(0.3), rq: quality(0.6), rec: quality(0.6), prec: quality(0.6) };
          return [name, { ...group, ...own, global_bin_dsc: quality(0.2), global_bin_hd95: 30 * (1 - quality(0.9)) }];
        }),
      );
      return encodeCaseRecord({
        case: `case-${String(c).padStart(4, "0")}`,
        model: `team-${String(m).padStart(2, "0")}`,
        columns: { site: `site-${c % 4}`, patient: `patient-${Math.floor(c / 2)}` },
        status: "done",
        inputs: evaluated.inputs,
        groups,
      });
    }),
  );
  return lines.flat().join("");
}

function manifestOf(rows: number): string {
  const lines = Array.from({ length: rows }, (_, i) => `case-${i},ref/${i}.nii.gz,pred/${i}.nii.gz,site-${i % 4}\n`);
  return `case,reference,prediction,site\n${lines.join("")}`;
}
