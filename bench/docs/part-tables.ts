/** Tables of single parts, whose columns no other part has. */
import { shorten } from "../support/print.js";
import { type ResultLine, ratio } from "../support/result.js";
import { table, times } from "./tables.js";

export function stageTable(lines: readonly ResultLine[]): string {
  const staged = lines.filter(({ stagesMs }) => stagesMs !== undefined);
  const names = [...new Set(staged.flatMap(({ stagesMs = {} }) => Object.keys(stagesMs)))];
  const rows = staged.map(({ work, workload, stagesMs = {} }) => [
    work,
    workload,
    ...names.map((name) => shorten(stagesMs[name])),
  ]);
  return table(["work", "data", ...names], rows);
}

export function fileTable(lines: readonly ResultLine[]): string {
  const inflates = lines.filter(({ by }) => by === "inflate");
  const rows = inflates.map((inflate) => {
    const { workload } = inflate;
    const input = inflate.work.startsWith("read and evaluate, semantic") ? "semantic" : "unmatched";
    const of = (work: string, threads: number) =>
      lines.find((line) => line.workload === workload && line.work === `${work}, ${input}` && line.threads === threads);
    const [one, two] = [of("read and evaluate", 1), of("read and evaluate", 2)];
    const command = of("voxmatch evaluate", 2);
    return [
      `${workload}, ${input}`,
      times(inflate),
      times(one),
      times(two),
      shorten(ratio(two, inflate)),
      times(command),
      shorten(command?.peakMegabytes),
    ];
  });
  const head = ["data", "inflate the larger", "1 thread", "2 threads", "2 threads ÷ inflate", "command", "peak, MB"];
  return table(head, rows);
}

export function cohortTable(lines: readonly ResultLine[]): string {
  return table(
    ["work", "data", "threads", "cores", "s", "cases a second", "most memory in each quarter, MB"],
    lines.map((line) => {
      const { work, workload, threads = 1, cores, medianMs, quarterMegabytes = [] } = line;
      const cases = Number(/(\d+) cases/.exec(work)?.[1]);
      return [
        work,
        workload,
        String(threads),
        cores === undefined ? "all" : String(cores),
        shorten(medianMs / 1000),
        shorten((1000 * cases) / medianMs),
        quarterMegabytes.join(", "),
      ];
    }),
  );
}

export function browserTable(lines: readonly ResultLine[]): string {
  const own = lines.filter(({ by, threads = 1 }) => by !== "read" && by !== "typescript" && threads === 1);
  const node = own.find(({ where }) => where === undefined);
  const read = (where: ResultLine["where"]) => lines.find((line) => line.by === "read" && line.where === where);
  return table(
    ["where", "data", "build", "evaluate, ms", "÷ Node", "bare read, ms"],
    own.map((line) => [
      line.where ?? "Node",
      line.workload,
      line.by,
      times(line),
      shorten(ratio(line, node)),
      times(read(line.where)),
    ]),
  );
}

export function peerTable(lines: readonly ResultLine[]): string {
  const others = lines.filter(({ by }) => by !== "release");
  return table(
    [
      "work",
      "data",
      "package",
      "its first call, ms",
      "its ms",
      "its MB",
      "voxmatch's first call, ms",
      "voxmatch, ms",
      "× faster",
    ],
    others.map((line) => {
      const own = lines.find(
        ({ by, work, workload }) => by === "release" && work === line.work && workload === line.workload,
      );
      return [
        line.work,
        line.workload,
        `${line.by} ${line.version}`,
        shorten(line.firstMs),
        times(line),
        line.peakMegabytes === undefined ? "" : String(line.peakMegabytes),
        own === undefined ? "" : shorten(own.firstMs),
        times(own),
        shorten(ratio(line, own)),
      ];
    }),
  );
}
