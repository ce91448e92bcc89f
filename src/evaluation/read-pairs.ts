import type { Engine } from "../../bindings/engine/engine.js";
import type { ScannedVoxels } from "../../bindings/read/volume-encoder.js";
import type { Box } from "../../bindings/volumes/paint-labels.js";
import { MAXIMUM_ROW_LENGTH, type Triple } from "../../bindings/volumes/run-volume.js";
import type { BlockPass, BlockSide } from "../blocks/block-result.js";
import { FIELD, recordLength } from "../blocks/records.js";
import { instanceSource } from "../instances/instance-source.js";
import type { Instances } from "../instances/instances.js";
import { type LabelPass, planLabelPasses } from "../instances/label-passes.js";
import type { MaskSource } from "../metrics/mask-source.js";
import { loadMeasuring } from "../metrics/measure-late.js";
import { boxVoxels, type MetricRequest } from "../metrics/metric-request.js";
import type { MetricKey } from "../metrics/registry.js";
import type { VolumeOptions } from "../options/bind-to-volume.js";

/** A pass of a volume whose voxels are not kept. */
export interface UnkeptPass {
  readonly engine: Engine;
  readonly shape: Triple;
  readonly options: VolumeOptions;
  /** Its number, and the pass itself. */
  readonly index: number;
  readonly pass: LabelPass;
  readonly found: BlockPass;
  /** Bytes for the boxes of a reading and for measuring the largest of them. */
  readonly room: number;
  readonly readBoxes: BoxesOfPair;
  /** Takes a note on what could not be measured. */
  readonly onUnmeasured: (note: string) => void;
}

/** Reads boxes of both volumes again, and gives what is in them: one box after the other, on top of the arena. */
export type BoxesOfPair = (
  boxes: readonly Box[],
  take: (index: number, volumes: readonly ScannedVoxels[]) => void,
) => Promise<void>;

/** For each voxel of a box: runs of both sides while it waits, and masks, distances and scratch once it is measured. */
const [WAITING_BYTES, MEASURED_BYTES] = [4, 24];

/**
 * Measures masks of instances by reading their boxes again, with a voxel of margin: the largest first, as many in one reading of the
 * files as there is room for. What does not fit by itself becomes NaN.
 */
export async function measureUnkept(
  unkept: UnkeptPass,
  known: MaskSource["known"],
  requests: readonly MetricRequest[],
): Promise<void> {
  const missing = requests.filter(({ name, keys }) => keys.some((key) => !(key in (known.get(name) ?? {}))));
  missing.sort((a, b) => boxVoxels(b.pair) - boxVoxels(a.pair));
  const isWide = ({ pair }: MetricRequest) => withMargin(pair.box, unkept.shape).shape[0] > MAXIMUM_ROW_LENGTH;
  const wide = missing.filter(isWide);
  const narrow = missing.filter((request) => !isWide(request));
  const large = narrow.filter(({ pair }) => bytesOf(pair.box) > unkept.room);
  for (const request of [...wide, ...large]) known.set(request.name, unmeasured(request.keys));
  if (large.length > 0) unkept.onUnmeasured(tooLargeNote(large.length, bytesOf(large[0].pair.box), unkept.room));
  if (wide.length > 0) unkept.onUnmeasured(tooWideNote(wide.length));
  let batch: MetricRequest[] = [];
  let waiting = 0;
  for (const request of narrow.slice(large.length)) {
    const bytes = WAITING_BYTES * boxVoxels(request.pair);
    if (batch.length > 0 && waiting + bytes > unkept.room) {
      await measureBatch(unkept, known, batch);
      [batch, waiting] = [[], 0];
    }
    batch.push(request);
    waiting += bytes;
  }
  if (batch.length > 0) await measureBatch(unkept, known, batch);
}

function unmeasuredNote(requests: number, reason: string): string {
  const subject = requests === 1 ? "1 match" : `${requests} matches`;
  return `Surfaces and skeletons of ${subject} are not measured and count as undefined: ${reason}`;
}

function tooLargeNote(requests: number, bytes: number, room: number): string {
  const reason = `measuring the largest takes ${bytes} bytes, and ${room} are there. Raise the limit of memory.`;
  return unmeasuredNote(requests, reason);
}

function tooWideNote(requests: number): string {
  return unmeasuredNote(requests, `they reach over more than ${MAXIMUM_ROW_LENGTH} voxels along x.`);
}

function bytesOf({ shape: [x, y, z] }: Box): number {
  return (WAITING_BYTES + MEASURED_BYTES) * x * y * z;
}

function unmeasured(keys: readonly MetricKey[]): Partial<Record<MetricKey, number>> {
  return Object.fromEntries(keys.map((key) => [key, Number.NaN]));
}

async function measureBatch(
  unkept: UnkeptPass,
  known: MaskSource["known"],
  requests: readonly MetricRequest[],
): Promise<void> {
  const { engine, shape, options, index } = unkept;
  const measure = await loadMeasuring();
  const boxes = requests.map(({ pair }) => withMargin(pair.box, shape));
  await unkept.readBoxes(boxes, (i, volumes) => {
    const [request, box] = [requests[i], boxes[i]];
    const source = instanceSource(engine, volumes, options);
    const isSemantic = options.input === "semantic";
    const plan = planLabelPasses(options.groups, isSemantic, source.labels, options.touchingLabels === "merge");
    const pass = plan.passes[index];
    const [g, p] = source.label(pass, true);
    const masks: MaskSource = { engine, reference: g.runs(), prediction: p.runs(), known: new Map() };
    const pair = {
      ...request.pair,
      reference: localNumbers(request.pair.reference, g, unkept.found.reference, { ...unkept, box, local: pass }),
      prediction: localNumbers(request.pair.prediction, p, unkept.found.prediction, { ...unkept, box, local: pass }),
      box: moved(request.pair.box, box),
      referenceBox: moved(request.pair.referenceBox, box),
      predictionBox: moved(request.pair.predictionBox, box),
    };
    measure(masks, [{ ...request, pair }]);
    known.set(request.name, { ...known.get(request.name), ...masks.known.get(request.name) });
  });
}

/** Numbers of instances in a box, by their numbers in the volume: by label, or by the first voxel of a component. */
function localNumbers(
  numbers: readonly number[],
  side: Instances,
  { records: { data, classes } }: BlockSide,
  { pass, local, shape, box, options }: UnkeptPass & { readonly local: LabelPass; readonly box: Box },
): readonly number[] {
  const isNamed = options.groups !== null && options.groups !== "each";
  const places = new Map<number, number>();
  for (const [i, code] of side.codes.entries()) {
    if (code === 0) continue;
    const first = side.measures.firstVoxels[i];
    if (pass.instances !== "labels") places.set(scanIndex(first, box, shape), i + 1);
    else places.set(isNamed ? code : (pass.codeOfLabel.get(local.codes[code - 1].label) ?? 0), i + 1);
  }
  return numbers.map((number) => {
    const place = pass.instances === "labels" ? number : data[(number - 1) * recordLength(classes) + FIELD.rank];
    return places.get(place) ?? 0;
  });
}

function scanIndex(local: number, { origin, shape: [nx, ny] }: Box, whole: Triple): number {
  const row = Math.floor(local / nx);
  return (local % nx) + origin[0] + whole[0] * ((row % ny) + origin[1] + whole[1] * (Math.floor(row / ny) + origin[2]));
}

/** Where a box lies in another. */
function moved({ origin: [x, y, z], shape }: Box, { origin }: Box): Box {
  return { origin: [x - origin[0], y - origin[1], z - origin[2]], shape };
}

function withMargin({ origin, shape }: Box, whole: Triple): Box {
  const from = [0, 1, 2].map((axis) => Math.max(0, origin[axis] - 1));
  const to = [0, 1, 2].map((axis) => Math.min(whole[axis], origin[axis] + shape[axis] + 1));
  return {
    origin: [from[0], from[1], from[2]],
    shape: [to[0] - from[0], to[1] - from[1], to[2] - from[2]],
  };
}
