/** The files that a cohort can be carried away as: those that the command line writes. */
import type { ExportFormat } from "../../src/cohort/index.js";
import type { SummaryFormat } from "../engine/cohort-protocol.js";
import type { Reply } from "../engine/protocol.js";
import { cohort, deskOfNow, summarizing } from "./cohort.js";
import { download } from "./download.js";
import { say } from "./notices.js";
import { options } from "./options.js";

export const COHORT_FILES: readonly (readonly [name: string, save: () => Promise<void>])[] = [
  ["Report as HTML", saveReport],
  ["Summary as JSON", () => saveSummary("json")],
  ["Summary as TSV", () => saveSummary("tsv")],
  ["Summary as text", () => saveSummary("txt")],
  ["Cases as TSV", () => saveExport("tsv", false, "cases.tsv")],
  ["Cases as CSV", () => saveExport("csv", false, "cases.csv")],
  ["Instances as TSV", () => saveExport("tsv", true, "instances.tsv")],
  ["Records as JSONL", () => saveExport("jsonl", false, "cases.jsonl")],
  ["Cases as Parquet", () => saveExport("parquet", false, "cases.parquet")],
];

async function saveReport(): Promise<void> {
  const [desk, plan] = [deskOfNow(), cohort.peek()];
  if (desk === null || plan === null) return;
  const files = new Map(
    plan.cases.map(({ key, referenceFile, predictionFile }) => [
      key,
      { reference: referenceFile, prediction: predictionFile },
    ]),
  );
  const request = { title: `Evaluation: ${plan.name}`, options: options.peek(), summarize: summarizing.peek(), files };
  hand(await desk.api.report(desk.set, request), "report.html", "text/html");
}

async function saveSummary(format: SummaryFormat): Promise<void> {
  const desk = deskOfNow();
  if (desk !== null) hand(await desk.api.summaryAs(desk.set, format, summarizing.peek()), `summary.${format}`);
}

async function saveExport(format: ExportFormat, instances: boolean, name: string): Promise<void> {
  const desk = deskOfNow();
  if (desk !== null) hand(await desk.api.exportAs(desk.set, format, { instances }), name);
}

function hand(reply: Reply<string | Uint8Array>, name: string, type = "text/plain"): void {
  if (reply.kind === "failed") say(reply.failure.message);
  if (reply.kind === "done") {
    download(name, typeof reply.value === "string" ? reply.value : new Blob([new Uint8Array(reply.value)]), type);
  }
}
