import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { beforeAll, describe, expect, it } from "vitest";
import { encodeNifti } from "../../src/io/nifti/write-nifti.js";
import { expectFigures } from "../support/figure-files.js";
import { commandIn, recordsOfFile } from "../support/run-command.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const folder = temporaryFolder();
const { voxmatch, run } = commandIn(folder);
const SHAPE = [9, 2];

/** Two lesions along the first row. */
const LABELS = [0, 1, 1, 0, 0, 0, 1, 1, 0, ...Array<number>(9).fill(0)];
const MAPS: Readonly<Record<string, readonly number[]>> = {
  a: [0, 0.9, 0.9, 0, 0, 0, 0.6, 0.6, 0, ...Array<number>(9).fill(0)],
  b: [0, 0.9, 0.9, 0, 0.7, 0, 0, 0, 0, ...Array<number>(9).fill(0)],
};

function documentIn(file: string): Document {
  return parseHTML(readFileSync(join(folder, file), "utf8")).document as unknown as Document;
}

beforeAll(() => {
  const write = (name: string, data: Uint8Array | Float32Array) => {
    writeFileSync(join(folder, name), encodeNifti({ data, shape: SHAPE, spacing: [1, 1] }));
  };
  for (const [id, values] of Object.entries(MAPS)) {
    write(`${id}-map.nii`, Float32Array.from(values));
    write(`${id}-ref.nii`, Uint8Array.from(LABELS));
  }
  writeFileSync(
    join(folder, "cohort.csv"),
    "case,reference,map,site\na,a-ref.nii,a-map.nii,x\nb,b-ref.nii,b-map.nii,y\nc,a-ref.nii,missing.nii,y\n",
  );
});

describe("maps on the command line", () => {
  it("scores a map of relevance, and one of probabilities", () => {
    const heat = voxmatch("heatmap", "-m", "a-map.nii", "-r", "a-ref.nii", "--format", "json", "--instances");
    expect(heat.status, heat.stderr).toBe(0);
    expect(JSON.parse(heat.stdout).groups.ungrouped).toMatchObject({
      mass_accuracy: 1,
      auroc: 1,
      best_dice: 1,
      best_pq: 1,
    });
    const prob = voxmatch(
      "probability",
      "-m",
      "b-map.nii",
      "-r",
      "b-ref.nii",
      "--detection",
      "--candidate-threshold",
      "0.2",
    );
    expect(prob.status, prob.stderr).toBe(0);
    expect(prob.stdout).toContain("Brier score");
  });

  it("says by name what is refused", () => {
    const refused = (...words: string[]) => {
      const { status, stderr } = voxmatch(...words);
      expect(status).toBe(2);
      return stderr;
    };
    expect(refused("heatmap", "-m", "a-map.nii")).toContain("neither a reference nor an atlas");
    expect(refused("heatmap", "-m", "a-map.nii", "-r", "a-ref.nii", "--detection")).toContain(
      "candidateThreshold is missing",
    );
    expect(refused("evaluate", "-r", "a-ref.nii", "-p", "a-map.nii", "--input", "semantic")).toContain(
      "voxmatch probability",
    );
  });

  it("says how far maps agree", () => {
    const { status, stdout, stderr } = voxmatch("agreement", "a-map.nii", "b-map.nii", "--format", "json");
    expect(status, stderr).toBe(0);
    // Values 0.9 0.9 0.6 0.6 and 0.9 0.9 0.7: products 2 · 0.81; squares 2.34 and 2.11.
    expect(JSON.parse(stdout).pairs[0].cosine).toBeCloseTo(1.62 / Math.sqrt(2.34 * 2.11), 6);
    expect(voxmatch("agreement", "a-map.nii", "b-map.nii").stdout).toContain("spearman");
    expect(voxmatch("agreement", "a-map.nii").stderr).toContain("at least two maps");
  });

  it("runs a cohort by a column of maps, and sums it up", () => {
    const options = ["--map-options", "{kind: probability, detection: true, candidateThreshold: 0.2}"];
    const { status, stdout, stderr } = run("cohort.csv", "--out", "results", "--threads", "2", ...options);
    expect(status, stderr).toBe(1);
    expect(stdout).toContain("3 cases: 2 evaluated, 1 failed");
    const [a, , c] = recordsOfFile(join(folder, "results", "cases.jsonl"));
    expect(a).toMatchObject({ case: "a", status: "done", columns: { site: "x" }, groups: {} });
    expect(a.status === "done" && a.map?.groups.ungrouped.lesions).toMatchObject(
      [{ confidence: 0.9 }, { confidence: 0.6 }].map(({ confidence }) => ({ confidence: Math.fround(confidence) })),
    );
    expect(c).toMatchObject({ status: "failed", cause: "missing" });
    const again = run("cohort.csv", "--out", "results", "--threads", "2");
    expect(again.status).toBe(2);
    expect(again.stderr).toContain("what was chosen for maps");

    const summary = voxmatch("summarize", "results", "--format", "json", "--resamples", "199");
    expect(summary.status, summary.stderr).toBe(0);
    const { maps } = JSON.parse(summary.stdout);
    // Falling: two lesions of 0.9, a false positive of 0.7, a lesion of 0.6; six lesions with those of the missing map.
    const ap = maps.detection.find(({ score }: { score: string }) => score === "lesion_ap");
    expect(ap.value).toBeCloseTo(2 / 6 + (1 / 6) * (3 / 4), 12);
    expect(voxmatch("summarize", "results", "--table", "detection").stdout).toContain("lesion_ap");
    const candidates = voxmatch(
      "export",
      "results",
      "--format",
      "csv",
      "--maps",
      "candidates",
      "--output",
      "candidates.csv",
    );
    expect(candidates.status, candidates.stderr).toBe(0);
    const lines = readFileSync(join(folder, "candidates.csv"), "utf8").trim().split("\n");
    expect(lines[0]).toBe(
      "case,model,manifest_site,status,group,confidence,voxels,peak_voxel,first_voxel,fate,lesion,score,peak,error_code",
    );
    // Two candidates in each of two cases, and the case that failed.
    expect(lines.length).toBe(1 + 4 + 1);
  });

  it("reports a cohort of maps, with every figure as a file", () => {
    const { status, stderr } = voxmatch("report", "results", "--output", "report.html", "--figures", "figures");
    expect(status, stderr).toBe(0);
    const document = documentIn("report.html");
    const files = expectFigures(join(folder, "figures"), document).map(({ file }) => file);
    expect(files).toEqual(expect.arrayContaining(["maps-pr.svg", "maps-roc.svg", "maps-dice.svg"]));
    expect(files).toEqual(expect.arrayContaining(["maps-reliability.svg", "froc.svg", "map-b-z0.svg"]));
    expect(document.querySelector("#worst-maps ~ .case h3")?.textContent).toMatch(/^b — AP 0\.\d+$/);
    expect(document.body.textContent).not.toContain("No case was evaluated");
  });

  it("runs predictions and repeated maps together: labels and maps scored, repeats compared", () => {
    const rows = [
      "case,reference,prediction,map,atlas,repeat",
      "a,a-ref.nii,a-ref.nii,a-map.nii,a-ref.nii,NaN",
      "a,a-ref.nii,a-ref.nii,b-map.nii,a-ref.nii,two",
      "b,b-ref.nii,b-ref.nii,b-map.nii,b-ref.nii,NaN",
    ];
    writeFileSync(join(folder, "repeats.csv"), `${rows.join("\n")}\n`);
    const { status, stderr } = run("repeats.csv", "--out", "repeats", "--threads", "1");
    expect(status, stderr).toBe(0);
    const [a, b] = recordsOfFile(join(folder, "repeats", "cases.jsonl"));
    if (a.status !== "done" || b.status !== "done") throw new Error("A case failed.");
    expect(a.groups.ungrouped.tp).toBe(2);
    // As above: products 2 · 0.81; squares 2.34 and 2.11. One region of four voxels has no order: Kendall's W has no value.
    expect(a.map?.agreement).toMatchObject({ repeats: ["NaN", "two"], n_voxels: 18, kendall_w: Number.NaN });
    expect(a.map?.agreement?.mean.cosine).toBeCloseTo(1.62 / Math.sqrt(2.34 * 2.11), 6);
    expect(a.map?.notes?.join(" ")).toContain("scores are those of NaN");
    expect(b.map).not.toHaveProperty("agreement");

    const summary = voxmatch("summarize", "repeats", "--table", "repeats", "--resamples", "199");
    expect(summary.status, summary.stderr).toBe(0);
    const [head, ...lines] = summary.stdout.trim().split("\n");
    expect(head).toMatch(/^model,score,n,n_undefined,mean,/);
    expect(lines.map((line) => line.split(",").slice(1, 4).join(" "))).toEqual([
      ...["pearson", "spearman", "cosine", "rmse", "top_10_dice", "mass_overlap"].map((key) => `${key} 1 0`),
      "kendall_w 0 1",
    ]);
  });

  it("reports a single map, over the anatomy", () => {
    const scored = voxmatch("heatmap", "-m", "a-map.nii", "-r", "a-ref.nii", "--instances", "--output", "a.json", "-q");
    expect(scored.status, scored.stderr).toBe(0);
    const words = ["report", "a.json", "--output", "a.html", "--figures", "a-figures"];
    const { status, stderr } = voxmatch(...words, "--anatomy", "b-map.nii");
    expect(status, stderr).toBe(0);
    const document = documentIn("a.html");
    expect(expectFigures(join(folder, "a-figures"), document).map(({ file }) => file)).toContain("maps-pq.svg");
    expect(document.querySelector("#maps ~ .scroll caption")?.textContent).toBe("Scores of the map");
    expect(document.body.textContent).not.toContain("Without anatomy");
    expect(voxmatch(...words, "--anatomy", "t1").stderr).toContain("neither a file nor a column");
    writeFileSync(join(folder, "cut.json"), '{"kind": "map"}');
    expect(voxmatch("report", "cut.json", "--output", "x.html").stderr).toContain("it has no engine, inputs");
  });
});
