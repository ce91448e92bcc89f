/** Kernels against the same code in C++ (components.cpp), where there is a compiler: `npm run bench -- native`. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { countBlocks } from "../../bindings/components/block-union-find.js";
import type { Engine } from "../../bindings/engine/engine.js";
import { createEngine } from "../../bindings/pool/create-engine.js";
import { bitBytes } from "../../bindings/volumes/bit-volume.js";
import { ROWS_PER_CALL, rowCount } from "../../bindings/volumes/run-volume.js";
import { makePair } from "../data.js";
import { describePair, largePair, NATIVE_WORK } from "../design.js";
import { bitsOf, checkSame, scan, scanToRuns } from "../support/compare.js";
import { type MeasureOptions, summarise } from "../support/measure.js";
import type { Contestant, Result } from "../support/result.js";

const SOURCE = "bench/native/components.cpp";

/** Options of the compiler; the second ones allow instructions that WebAssembly lacks. */
const BUILDS: readonly (readonly [Contestant, readonly string[]])[] = [
  ["c++", ["-O3"]],
  ["c++ native", ["-O3", "-march=native"]],
];

/** Processes take turns, so that a moment in which the machine is busy with other work spoils no contestant alone. */
const TURNS = 5;

/** Prepared work: what the program is given, and a call of the kernels, which returns its time and the number of components. */
interface Prepared {
  readonly work: string;
  readonly input: readonly Uint8Array[];
  readonly ours: () => { readonly ms: number; readonly components: number };
}

export async function benchNative({ repetitions, warmUps }: MeasureOptions, quick: boolean): Promise<Result[]> {
  const compiler = process.env.CXX ?? "g++";
  if (spawnSync(compiler, ["--version"]).status !== 0) {
    console.log(`There is no ${compiler}: kernels are not compared with C++.`);
    return [];
  }
  const pair = quick ? { ...largePair(0.14, 100), shape: [64, 64, 64] as const } : largePair(0.14, 1000);
  const folder = mkdtempSync(join(tmpdir(), "voxmatch-native-"));
  try {
    const programs = BUILDS.map(([by, flags]) => {
      const program = join(folder, by.replace(" ", "-"));
      execFileSync(compiler, [...flags, "-std=c++17", "-o", program, SOURCE]);
      return { by, program };
    });
    const results: Result[] = [];
    const engine = await createEngine();
    for (const { work, input, ours } of prepare(engine, makePair(pair))) {
      const file = join(folder, "input");
      writeFileSync(file, Buffer.concat(input));
      for (let call = 0; call < warmUps; call++) ours();
      const times = new Map<Contestant, number[]>((["release", "c++", "c++ native"] as const).map((by) => [by, []]));
      for (let turn = 0; turn < (quick ? 1 : TURNS); turn++) {
        const calls = Array.from({ length: repetitions }, ours);
        times.get("release")?.push(...calls.map(({ ms }) => ms));
        for (const { by, program } of programs) {
          const printed = execFileSync(program, [file, String(repetitions)], { encoding: "utf8" });
          const { timesMs, components } = JSON.parse(printed) as { timesMs: number[]; components: number };
          checkSame(components === calls[0].components, `${work}, ${by}`);
          times.get(by)?.push(...timesMs);
        }
      }
      const row = { work, workload: describePair(pair) };
      for (const [by, own] of times) results.push({ ...row, by, firstMs: own[0], ...summarise(own) });
    }
    return results;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function prepare(engine: Engine, { reference, shape }: ReturnType<typeof makePair>): Prepared[] {
  const { arena, kernels } = engine;
  const [, ny, nz] = shape;
  const rows = scanToRuns(engine, reference, shape);
  const volume = bitsOf(scan(engine, reference, shape));
  const [blocks] = countBlocks(engine, [volume]);
  const { bits, rowWords, label } = volume;
  const most = Math.max(rows.runCount, blocks.runCount);
  const [parents, classes] = [arena.allocate(4 * most), arena.allocate(4 * most)];
  const blockRows = Math.ceil(ny / 2) * Math.ceil(nz / 2);
  kernels.scanBlocks(bits, rowWords, ny, nz, 0, blockRows, label, blocks.runs, blocks.rowOffsets, parents);
  const prepared = (
    work: string,
    list: typeof rows | typeof blocks,
    count: number,
    head: readonly number[],
    join: (first: number, last: number) => void,
  ): Prepared => {
    const { runs, rowOffsets, runCount } = list;
    const scanned = arena.u8(runs, 8 * runCount).slice();
    const identity = Uint32Array.from({ length: runCount }, (_, i) => i);
    const held = work === NATIVE_WORK.blocks ? arena.u8(bits, bitBytes(shape)).slice() : new Uint8Array(0);
    const words = Uint32Array.of(...head, ny, nz, count, runCount, rowWords, held.length / 8);
    return {
      work,
      input: [new Uint8Array(words.buffer), arena.u8(rowOffsets, 4 * (count + 1)).slice(), scanned, held],
      ours: () => {
        arena.u8(runs, 8 * runCount).set(scanned);
        arena.u32(parents, runCount).set(identity);
        const start = performance.now();
        for (let row = 0; row < count; row += ROWS_PER_CALL) join(row, Math.min(count, row + ROWS_PER_CALL));
        const components = kernels.numberComponents(runs, runCount, parents, classes, runCount) >>> 0;
        return { ms: performance.now() - start, components };
      },
    };
  };
  return [
    prepared(NATIVE_WORK.runs, rows, rowCount(shape), [0, 26], (first, last) =>
      kernels.joinRows(rows.runs, rows.rowOffsets, parents, ny, first, last, 0, 26),
    ),
    prepared(NATIVE_WORK.blocks, blocks, blockRows, [1, 26], (first, last) =>
      kernels.joinBlocks(bits, rowWords, ny, nz, blocks.runs, blocks.rowOffsets, parents, first, last, 0),
    ),
  ];
}
