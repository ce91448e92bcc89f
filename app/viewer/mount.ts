import { batch, effect } from "@preact/signals";
import type { InstanceName, Side } from "../../src/index.js";
import type { Answer, InstanceId, Reply, ShownSide } from "../engine/protocol.js";
import { say } from "../state/notices.js";
import { options } from "../state/options.js";
import { colouring, selected } from "../state/selection.js";
import { type CurrentCase, current, engine, full, group, isMeasuring } from "../state/session.js";
import { layout, pointedAt, remarks, styles, viewerState } from "../state/viewing.js";
import { CaseViewer, type CodesAt, worldOf } from "./case-viewer.js";
import { labelColours } from "./label-colours.js";

const SIDES: readonly Side[] = ["reference", "prediction"];
type Shown = Readonly<Record<Side, ShownSide>>;

export interface MountedViewer {
  /** Moves the crosshair by voxels, or turns the volume. */
  readonly step: (across: number, up: number, away: number) => void;
  /** Selects what lies at the crosshair. */
  readonly pick: () => void;
  readonly unmount: () => void;
}

/** Keeps a canvas in step with the case that is open, the newest answer and what is selected. */
export async function mountViewer(canvas: HTMLCanvasElement): Promise<MountedViewer> {
  let shown: Shown | null = null;
  /** What the volumes on show were painted from. */
  let painted: { readonly files: CurrentCase; readonly key: string } | null = null;
  let gone: InstanceId | null = null;
  let isMounted = true;

  const idsAt = (codes: CodesAt): InstanceId[] =>
    SIDES.flatMap((side) => {
      const name: InstanceName | undefined = shown?.[side].instances[codes[side] - 1];
      return name === undefined ? [] : [{ ...name, side }];
    });

  const pick = (codes: CodesAt) => {
    const found = idsAt(codes);
    if (found.length === 0) return;
    // A click in 3D reaches a little further than the crosshair, whose place it is named by.
    pointedAt.value = found;
    const now = selected.peek();
    // Where both sides lie, a second click means the other.
    const at = found.findIndex((id) => id.side === now?.side && id.label === now.label && id.group === now.group);
    gone = found[(at + 1) % found.length];
    batch(() => {
      group.value = gone?.group ?? null;
      selected.value = gone;
    });
  };

  const viewer = await CaseViewer.attach(canvas, {
    onPick: pick,
    onMove: () => {
      pointedAt.value = idsAt(viewer.codesHere());
    },
  });

  const paint = async (files: CurrentCase, answer: Answer): Promise<void> => {
    const asked = painted;
    const isOvertaken = () => !isMounted || painted !== asked;
    const asking = options.peek();
    const replies: [Reply<ShownSide>, Reply<ShownSide>] = [
      await engine.labels("reference", asking, viewer.maximumCode),
      await engine.labels("prediction", asking, viewer.maximumCode),
    ];
    let backdrop = await engine.backdrop(files.anatomy);
    if (backdrop.kind === "failed" && files.anatomy !== null) {
      say(`The anatomy is not shown. ${backdrop.failure.message}`);
      backdrop = await engine.backdrop(null);
    }
    if (isOvertaken()) return;
    const failed = [...replies, backdrop].find((reply) => reply.kind === "failed");
    const [reference, prediction] = replies;
    if (
      failed?.kind === "failed" ||
      backdrop.kind !== "done" ||
      reference.kind !== "done" ||
      prediction.kind !== "done"
    ) {
      const problem = failed?.kind === "failed" ? failed.failure.message : "The volumes could not be painted.";
      viewerState.value = { kind: "failed", problem, canRetry: true };
      return;
    }
    shown = { reference: reference.value, prediction: prediction.value };
    const volumes = {
      backdrop: backdrop.value.file,
      reference: shown.reference.file,
      prediction: shown.prediction.file,
    };
    const codes = { reference: shown.reference.codes, prediction: shown.prediction.codes };
    await viewer.show(volumes, codes, coloursOf(shown, answer), styles.peek());
    if (isOvertaken()) return;
    gone = null;
    batch(() => {
      remarks.value = remarksOn(shown as Shown);
      viewerState.value = { kind: "shown" };
    });
  };

  const stops = [
    effect(() => {
      const [files, answer] = [current.value, full.value];
      if (files === null || answer === null || isMeasuring.value) return;
      const key = instanceKey(answer);
      if (painted?.files === files && painted.key === key) return;
      painted = { files, key };
      viewerState.value = { kind: "loading" };
      void paint(files, answer).catch((error: unknown) => {
        viewerState.value = { kind: "failed", problem: problemOf(error), canRetry: true };
      });
    }),
    effect(() => {
      const [answer, by] = [full.value, colouring.value];
      if (answer === null || shown === null || viewerState.peek().kind !== "shown") return;
      viewer.recolour(coloursOf(shown, answer, by));
    }),
    effect(() => {
      viewer.styles = styles.value;
    }),
    effect(() => {
      viewer.layout = layout.value;
    }),
    effect(() => {
      const [id, answer, files] = [selected.value, full.value, current.value];
      if (viewerState.value.kind !== "shown" || id === null || answer === null || files === null) return;
      if (isSame(id, gone) || answer.group !== id.group) return;
      const row = answer[id.side].labels.indexOf(id.label);
      if (row < 0) return;
      gone = id;
      const centre = answer[id.side].centres.subarray(3 * row, 3 * row + 3);
      viewer.goTo(worldOf(files.affine ?? scaling(files.spacing), [...centre]));
      pointedAt.value = idsAt(viewer.codesHere());
    }),
  ];

  return {
    step: (across, up, away) => viewer.step(across, up, away),
    pick: () => pick(viewer.codesHere()),
    unmount: () => {
      isMounted = false;
      for (const stop of stops) stop();
      viewer.detach();
      pointedAt.value = [];
    },
  };
}

/** Whatever of the options decides what an instance is. */
function instanceKey({ options }: Answer): string {
  const { input, groups, ignoreLabel, ignoreRule, connectivity, touchingLabels } = options;
  return JSON.stringify([input, groups, ignoreLabel, ignoreRule, connectivity, touchingLabels]);
}

function coloursOf(shown: Shown, answer: Answer, by = colouring.peek()): Readonly<Record<Side, Uint8ClampedArray>> {
  const of = (side: Side) =>
    labelColours(shown[side].instances, answer, { side, colouring: by, isFolded: isFolded(shown) });
  return { reference: of("reference"), prediction: of("prediction") };
}

function isFolded(shown: Shown): boolean {
  return SIDES.some((side) => shown[side].codes !== null);
}

function remarksOn(shown: Shown): readonly string[] {
  const [x, y, z] = shown.reference.factors;
  const folded = SIDES.filter((side) => shown[side].codes !== null);
  return [
    ...(x * y * z > 1
      ? [`Shown coarser than it is: one voxel for ${x} × ${y} × ${z}. The numbers are of all voxels.`]
      : []),
    ...folded.map(
      (side) =>
        `The ${side} has ${shown[side].instances.length} instances, more than can be coloured apart here: by instance, some share a colour.`,
    ),
  ];
}

function scaling([x, y, z = 1]: readonly number[]): readonly number[] {
  return [x, 0, 0, 0, 0, y, 0, 0, 0, 0, z, 0, 0, 0, 0, 1];
}

function isSame(one: InstanceId, other: InstanceId | null): boolean {
  return other !== null && one.group === other.group && one.side === other.side && one.label === other.label;
}

function problemOf(error: unknown): string {
  return `The viewer failed: ${error instanceof Error ? error.message : String(error)}`;
}
