import type { VoxmatchError } from "../../base/errors.js";
import type { Volume } from "../../base/types.js";
import type { Engine } from "../../bindings/engine/engine.js";
import { withEngine } from "../../bindings/pool/engine-pool.js";
import { copyVoxelsOut } from "../../bindings/volumes/arena-volume.js";
import { readVolumeInto } from "../io/read-volume-into.js";
import type { ExploreOptions } from "../options/exploration.js";
import type { GroupsOption } from "../options/groups.js";
import type { EvaluateOptions } from "../options/registry.js";
import type { EvaluationResult } from "../results/evaluation-result.js";
import type { ExplorationRow } from "../results/exploration-row.js";
import { evaluateInTurn, segmentPairs } from "./evaluate-segments.js";
import type { InstanceVolume, OpenCase } from "./kept-case.js";
import { type EvaluateInputs, openInput, type VolumeFile } from "./open-inputs.js";
import type { InstanceName, NumberInstance, Side } from "./paint-case.js";
import type { ReadingOptions } from "./reading-options.js";
import type { WorkOptions } from "./work-options.js";

/** What a case of segments takes from a case of two volumes, which it must not import: pages that evaluate load neither. */
interface WholeCase {
  /** Opens a pair of volumes on an engine, whose arena is released afterwards. */
  readonly openOn: (engine: Engine, inputs: EvaluateInputs, reading: ReadingOptions) => Promise<OpenCase>;
  readonly caseClosed: () => VoxmatchError;
}

/** A segment of both files, read. */
interface ReadSegment {
  readonly inputs: { readonly reference: Volume; readonly prediction: Volume };
  readonly groups: GroupsOption;
}

/**
 * Opens files whose segments overlap: every segment is read once, and each question is put to one after the other.
 * @param refusal why the files cannot be read as a whole
 */
export async function openSegments(
  inputs: EvaluateInputs,
  refusal: VoxmatchError,
  reading: ReadingOptions,
  whole: WholeCase,
): Promise<OpenCase> {
  const segments: ReadSegment[] = [];
  for (const { inputs: files, groups } of await segmentPairs(inputs, refusal)) {
    const [reference, prediction] = [await read(files.reference, reading), await read(files.prediction, reading)];
    segments.push({ inputs: { reference, prediction }, groups });
  }
  return new SegmentedCase(segments, refusal, reading, whole);
}

/** Not by `readVolume`: pages that evaluate would load it. */
function read(file: VolumeFile, reading: ReadingOptions): Promise<Volume> {
  return withEngine(undefined, async (engine) => {
    const source = await openInput(engine, file, "", reading);
    try {
      const { header, loaded } = await readVolumeInto(engine, source);
      return { ...header, ...copyVoxelsOut(engine, loaded.voxels) };
    } finally {
      await source.close();
    }
  });
}

class SegmentedCase implements OpenCase {
  readonly headers: OpenCase["headers"];
  /** Null once closed. */
  #segments: readonly ReadSegment[] | null;
  readonly #refusal: VoxmatchError;
  readonly #reading: ReadingOptions;
  readonly #whole: WholeCase;

  constructor(segments: readonly ReadSegment[], refusal: VoxmatchError, reading: ReadingOptions, whole: WholeCase) {
    const [{ inputs }] = segments;
    this.headers = [inputs.reference, inputs.prediction];
    this.#segments = segments;
    this.#refusal = refusal;
    this.#reading = reading;
    this.#whole = whole;
  }

  evaluate = async (options: EvaluateOptions = {}, work: WorkOptions = {}): Promise<EvaluationResult> => {
    this.#check(options);
    return evaluateInTurn(this.#open(), work, (segment, share) =>
      this.#ask(segment, (opened) => opened.evaluate({ ...options, groups: segment.groups }, share)),
    );
  };

  explore = async (
    options: ExploreOptions = {},
    work: Pick<WorkOptions, "threads"> = {},
  ): Promise<ExplorationRow[]> => {
    this.#check(options);
    const rows: ExplorationRow[] = [];
    for (const segment of this.#open()) {
      const { groups } = segment;
      rows.push(...(await this.#ask(segment, (opened) => opened.explore({ ...options, groups }, work))));
    }
    return rows;
  };

  labels = async (side: Side, options: EvaluateOptions = {}, numberOf?: NumberInstance): Promise<InstanceVolume> => {
    this.#check(options);
    const number: NumberInstance = numberOf ?? ((_, place) => place + 1);
    let painted: InstanceVolume | null = null;
    for (const segment of this.#open()) {
      const { groups } = segment;
      const before: readonly InstanceName[] = painted?.instances ?? [];
      const own = await this.#ask(segment, (opened) =>
        opened.labels(side, { ...options, groups }, (name, place) => number(name, before.length + place)),
      );
      painted = painted === null ? own : paintedOver(painted, own);
    }
    if (painted === null) throw this.#refusal;
    return painted;
  };

  close = async (): Promise<void> => {
    this.#segments = null;
  };

  #open(): readonly ReadSegment[] {
    if (this.#segments !== null) return this.#segments;
    throw this.#whole.caseClosed();
  }

  /** @throws VoxmatchError why the files cannot be read as a whole, where the options name groups of labels */
  #check({ groups }: Pick<EvaluateOptions, "groups">): void {
    if (groups !== undefined && groups !== null) throw this.#refusal;
  }

  #ask<T>({ inputs }: ReadSegment, question: (opened: OpenCase) => Promise<T>): Promise<T> {
    return withEngine(undefined, async (engine) => question(await this.#whole.openOn(engine, inputs, this.#reading)));
  }
}

/** Both in one volume; where they share voxels, the first is seen. */
function paintedOver(first: InstanceVolume, second: InstanceVolume): InstanceVolume {
  const wider = first.data.BYTES_PER_ELEMENT < second.data.BYTES_PER_ELEMENT ? second.data : first.data;
  const data = wider.slice();
  for (let i = 0; i < data.length; i++) data[i] = first.data[i] || second.data[i];
  return { ...first, data, instances: [...first.instances, ...second.instances] };
}
