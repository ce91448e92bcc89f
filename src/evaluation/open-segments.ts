import type { VoxmatchError } from "../../base/errors.js";
import type { Volume } from "../../base/types.js";
import type { Engine } from "../../bindings/engine/engine.js";
import { withEngine } from "../../bindings/pool/engine-pool.js";
import { readVolume } from "../io/read-volume.js";
import type { ExploreOptions } from "../options/exploration.js";
import type { GroupsOption } from "../options/groups.js";
import type { EvaluateOptions } from "../options/registry.js";
import type { EvaluationResult } from "../results/evaluation-result.js";
import type { ExplorationRow } from "../results/exploration-row.js";
import { evaluateInTurn, segmentPairs } from "./evaluate-segments.js";
import { caseClosed, type InstanceVolume, type OpenCase } from "./kept-case.js";
import type { EvaluateInputs, VolumeFile } from "./open-inputs.js";
import type { InstanceName, NumberInstance, Side } from "./paint-case.js";
import { asRead, type ReadingOptions } from "./reading-options.js";
import type { WorkOptions } from "./work-options.js";

/** Opens a pair of volumes on an engine, whose arena is released afterwards. */
type OpenOn = (engine: Engine, inputs: EvaluateInputs) => Promise<OpenCase>;

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
  openOn: OpenOn,
): Promise<OpenCase> {
  const segments: ReadSegment[] = [];
  for (const { inputs: files, groups } of await segmentPairs(inputs, refusal)) {
    const [reference, prediction] = [await read(files.reference, reading), await read(files.prediction, reading)];
    segments.push({ inputs: { reference, prediction }, groups });
  }
  return new SegmentedCase(segments, refusal, reading, openOn);
}

function read({ file, ...options }: VolumeFile, { roundLabels, maximumVoxels, ignoreLabel }: ReadingOptions) {
  const negativeLabel = typeof ignoreLabel === "number" && ignoreLabel < 0 ? ignoreLabel : null;
  return readVolume(file, { roundLabels, maximumVoxels, negativeLabel, ...options });
}

class SegmentedCase implements OpenCase {
  readonly headers: OpenCase["headers"];
  /** Null once closed. */
  #segments: readonly ReadSegment[] | null;
  readonly #refusal: VoxmatchError;
  readonly #reading: ReadingOptions;
  readonly #openOn: OpenOn;

  constructor(segments: readonly ReadSegment[], refusal: VoxmatchError, reading: ReadingOptions, openOn: OpenOn) {
    const [{ inputs }] = segments;
    this.headers = [inputs.reference, inputs.prediction];
    this.#segments = segments;
    this.#refusal = refusal;
    this.#reading = reading;
    this.#openOn = openOn;
  }

  evaluate = async (options: EvaluateOptions = {}, work: WorkOptions = {}): Promise<EvaluationResult> => {
    const asked = this.#asked(options);
    return evaluateInTurn(this.#open(), work, (segment, share) =>
      this.#ask(segment, (opened) => opened.evaluate({ ...asked, groups: segment.groups }, share)),
    );
  };

  explore = async (
    options: ExploreOptions = {},
    work: Pick<WorkOptions, "threads"> = {},
  ): Promise<ExplorationRow[]> => {
    const asked = this.#asked(options);
    const rows: ExplorationRow[] = [];
    for (const segment of this.#open()) {
      const { groups } = segment;
      rows.push(...(await this.#ask(segment, (opened) => opened.explore({ ...asked, groups }, work))));
    }
    return rows;
  };

  labels = async (side: Side, options: EvaluateOptions = {}, numberOf?: NumberInstance): Promise<InstanceVolume> => {
    const asked = this.#asked(options);
    const number: NumberInstance = numberOf ?? ((_, place) => place + 1);
    let painted: InstanceVolume | null = null;
    for (const segment of this.#open()) {
      const { groups } = segment;
      const before: readonly InstanceName[] = painted?.instances ?? [];
      const own = await this.#ask(segment, (opened) =>
        opened.labels(side, { ...asked, groups }, (name, place) => number(name, before.length + place)),
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
    throw caseClosed();
  }

  /** @throws VoxmatchError why the files cannot be read as a whole, where the options name groups of labels */
  #asked<T extends EvaluateOptions | ExploreOptions>(options: T): T {
    if ((options.groups ?? null) !== null) throw this.#refusal;
    return asRead(options, this.#reading);
  }

  #ask<T>({ inputs }: ReadSegment, question: (opened: OpenCase) => Promise<T>): Promise<T> {
    return withEngine(undefined, async (engine) => question(await this.#openOn(engine, inputs)));
  }
}

/** Both in one volume; where they share voxels, the first is seen. */
function paintedOver(first: InstanceVolume, second: InstanceVolume): InstanceVolume {
  const wider = first.data.BYTES_PER_ELEMENT < second.data.BYTES_PER_ELEMENT ? second.data : first.data;
  const data = wider.slice();
  for (let i = 0; i < data.length; i++) data[i] = first.data[i] || second.data[i];
  return { ...first, data, instances: [...first.instances, ...second.instances] };
}
