import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { VoxmatchError } from "../../../base/errors.js";
import type { OverlapList } from "../../../bindings/components/count-overlap.js";
import type { BlockPass, BlockResult, BlockSide } from "../../blocks/block-result.js";
import type { BoxFindings } from "../../blocks/box-findings.js";
import { recordLength } from "../../blocks/records.js";
import type { Shell } from "../../blocks/shell.js";
import { writeWhole } from "../write-file-atomic.js";

/**
 * A file of a block, or of several that were merged.
 *
 * ```
 *  "voxmatch block 2\n" | bytes of the head, u32 | head, JSON | numbers of all passes, in order | SHA-256 of all before
 * ```
 */
const MAGIC = new TextEncoder().encode("voxmatch block 2\n");
const DIGEST_BYTES = 32;

/** What a head says of a side: how many numbers follow. */
interface SideHead {
  readonly count: number;
  readonly classes: number;
  readonly isCut: boolean;
  readonly shells: readonly { readonly block: number; readonly rows: number; readonly runs: number }[];
}

interface PassHead {
  readonly rule: BlockPass["rule"];
  readonly sides: readonly [SideHead, SideHead];
  readonly overlap: number;
  readonly partOverlap: number | null;
}

/** A block, and what reading it found of each side. */
export interface WrittenBlock {
  readonly result: BlockResult;
  readonly findings: readonly BoxFindings[];
}

interface Head extends Omit<BlockResult, "passes">, Pick<WrittenBlock, "findings"> {
  /** Hash of the plan. */
  readonly plan: string;
  readonly passes: readonly PassHead[];
}

/** Writes a block, whole or not at all. */
export async function writeBlock(path: string, { result, findings }: WrittenBlock, plan: string): Promise<void> {
  const { passes, ...rest } = result;
  const head: Head = { ...rest, findings, plan, passes: passes.map(passHead) };
  const text = new TextEncoder().encode(JSON.stringify(head));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  const pieces = [MAGIC, length, text, ...passes.flatMap(numbersOf).map(bytesOf)];
  const digest = createHash("sha256");
  for (const piece of pieces) digest.update(piece);
  await writeWhole(path, async (file) => {
    for (const piece of [...pieces, digest.digest()]) await file.writeFile(piece);
  });
}

/** Reads a block. @throws VoxmatchError `INVALID_FILE` if it is damaged or of another plan, `FILE_ACCESS` */
export async function readBlock(path: string, plan: string): Promise<WrittenBlock> {
  const bytes = await readFile(path).catch((cause) => {
    throw new VoxmatchError("FILE_ACCESS", `${path} cannot be read. Check the path.`, { path }, { cause });
  });
  const content = bytes.subarray(0, -DIGEST_BYTES);
  const isWhole =
    MAGIC.every((byte, i) => bytes[i] === byte) &&
    createHash("sha256").update(content).digest().equals(bytes.subarray(-DIGEST_BYTES));
  if (!isWhole) {
    throw new VoxmatchError("INVALID_FILE", `${path} is no block, or damaged. Remove it and map its shard again.`, {
      path,
    });
  }
  const headBytes = bytes.readUInt32LE(MAGIC.length);
  const begin = MAGIC.length + 4 + headBytes;
  // Safe: the digest holds, so that this is what `writeBlock` wrote.
  const head = JSON.parse(bytes.toString("utf8", MAGIC.length + 4, begin)) as Head;
  if (head.plan !== plan) {
    throw new VoxmatchError(
      "INVALID_FILE",
      `${path} is of another plan (${head.plan.slice(0, 12)}, not ${plan.slice(0, 12)}). Keep each plan's blocks in a folder.`,
      { path },
    );
  }
  const { passes, findings, plan: _, ...rest } = head;
  const numbers = new NumberReader(content.subarray(begin));
  return { result: { ...rest, passes: passes.map((pass) => readPass(pass, numbers)) }, findings };
}

function passHead({ rule, reference, prediction, overlap, partOverlap }: BlockPass): PassHead {
  return {
    rule,
    sides: [sideHead(reference), sideHead(prediction)],
    overlap: overlap.voxels.length,
    partOverlap: partOverlap?.voxels.length ?? null,
  };
}

function sideHead({ records: { count, classes }, isCut, shells }: BlockSide): SideHead {
  return {
    count,
    classes,
    isCut,
    shells: shells.map(({ block, rows, runs }) => ({ block, rows: rows.length, runs: runs.length })),
  };
}

type Numbers = Float64Array | Uint32Array;

function numbersOf({ reference, prediction, overlap, partOverlap }: BlockPass): readonly Numbers[] {
  const ofSide = ({ records, shells }: BlockSide) => [
    records.data,
    ...shells.flatMap(({ rows, offsets, runs }) => [rows, offsets, runs]),
  ];
  const ofList = (list: OverlapList) => [list.reference, list.prediction, list.voxels];
  return [...ofSide(reference), ...ofSide(prediction), ...ofList(overlap), ...(partOverlap ? ofList(partOverlap) : [])];
}

function bytesOf({ buffer, byteOffset, byteLength }: Numbers): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Takes numbers one list after the other. */
class NumberReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  f64(count: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.#take(8 * count));
  }

  u32(count: number): Uint32Array<ArrayBuffer> {
    return new Uint32Array(this.#take(4 * count));
  }

  #take(bytes: number): ArrayBuffer {
    const from = this.#at;
    this.#at += bytes;
    return Uint8Array.from(this.#bytes.subarray(from, this.#at)).buffer;
  }
}

function readPass({ rule, sides, overlap, partOverlap }: PassHead, numbers: NumberReader): BlockPass {
  const [reference, prediction] = sides.map((side) => readSide(side, numbers));
  const listOf = (pairs: number): OverlapList => ({
    reference: numbers.u32(pairs),
    prediction: numbers.u32(pairs),
    voxels: numbers.f64(pairs),
  });
  const whole = listOf(overlap);
  return {
    rule,
    reference,
    prediction,
    overlap: whole,
    partOverlap: partOverlap === null ? null : listOf(partOverlap),
  };
}

function readSide({ count, classes, isCut, shells }: SideHead, numbers: NumberReader): BlockSide {
  const records = { count, classes, data: numbers.f64(count * recordLength(classes)) };
  return {
    records,
    isCut,
    shells: shells.map(({ block, rows, runs }): Shell => {
      return { block, rows: numbers.f64(rows), offsets: numbers.u32(rows + 1), runs: numbers.u32(runs) };
    }),
  };
}
