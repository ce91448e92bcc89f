import { batch, effect } from "@preact/signals";
import type { InstanceName, Side } from "../../src/index.js";
import type { Answer, InstanceId, ShownLabels } from "../engine/protocol.js";
import { say } from "../state/notices.js";
import { options } from "../state/options.js";
import { selected } from "../state/selection.js";
import { type CurrentCase, current, engine, full, group, isMeasuring } from "../state/session.js";
import {
  colouring,
  crosshair,
  emphasis,
  greyWindow,
  isRadiological,
  layout,
  pointedAt,
  remarks,
  styles,
  viewerState,
  wantedPlace,
} from "../state/viewing.js";
import { agreementColours } from "./agreement-colours.js";
import type { Look } from "./case-textures.js";
import { CaseViewer } from "./case-viewer.js";
import { codesAt } from "./codes-at.js";
import { labelColours } from "./label-colours.js";
import { boxOf, voxelAt, worldOf } from "./places.js";
import { shownSelection, tiles } from "./shown-selection.js";

const SIDES: readonly Side[] = ["reference", "prediction"];
const NO_COLOURS = new Uint8ClampedArray(4);

export interface MountedViewer {
  /** Moves the crosshair by voxels, or turns the volume. */
  readonly step: (across: number, up: number, away: number) => void;
  /** Selects what lies at the crosshair. */
  readonly pick: () => void;
  /** Enlarges what is selected, or shows everything. */
  readonly zoom: (isOnSelection: boolean) => void;
  readonly reset: () => void;
  /** Draws now, so that the picture can be read until the end of the task. */
  readonly redraw: () => void;
  readonly unmount: () => void;
}

/** Keeps a canvas in step with the case that is open, the newest answer and what is selected. */
export async function mountViewer(canvas: HTMLCanvasElement): Promise<MountedViewer> {
  let shown: ShownLabels | null = null;
  /** Source of the volumes on show. */
  let painted: { readonly files: CurrentCase; readonly key: string } | null = null;
  let gone: InstanceId | null = null;
  let isMounted = true;
  let recolouring = 0;
  /** The numbers of the anatomy that its darkest and brightest shades stand for. */
  let greys: readonly [number, number] | null = null;

  /** The instances of the sides that are seen, at the crosshair or around it. */
  const idsHere = (reach = 0): InstanceId[] => {
    const files = current.peek();
    if (shown === null || files === null) return [];
    const { instances } = shown;
    const codes = codesAt(shown, voxelAt(files, viewer.place), reach);
    return SIDES.flatMap((side) => {
      const isSeen = styles.peek()[side].isShown || colouring.peek() === "agreement";
      const name: InstanceName | undefined = instances[side][codes[side] - 1];
      return name === undefined || !isSeen ? [] : [{ ...name, side }];
    });
  };

  const pick = (reach: number) => {
    const found = idsHere(reach);
    if (found.length === 0) return;
    // A click in 3D reaches a little further than the crosshair, whose place it is named by.
    pointedAt.value = found;
    const now = selected.peek();
    // Where both sides lie, a second click means the other.
    const at = found.findIndex((id) => isSame(id, now));
    gone = found[(at + 1) % found.length];
    batch(() => {
      group.value = gone?.group ?? null;
      selected.value = gone;
    });
  };

  const follow = () => {
    const files = current.peek();
    if (files === null || shown === null) return;
    const millimetres = viewer.place;
    crosshair.value = { millimetres, voxel: voxelAt(files, millimetres), slices: files.shape };
    pointedAt.value = idsHere();
  };

  const viewer = await CaseViewer.attach(canvas, {
    onPick: pick,
    onMove: follow,
    onDraw: (drawn) => {
      tiles.value = drawn;
    },
  });

  const paint = async (files: CurrentCase, answer: Answer): Promise<void> => {
    const asked = painted;
    const isOvertaken = () => !isMounted || painted !== asked;
    const asking = options.peek();
    const labels = await engine.labels(asking);
    let backdrop = await engine.backdrop(files.anatomy);
    if (backdrop.kind === "failed" && files.anatomy !== null) {
      say(`The anatomy is not shown. ${backdrop.failure.message}`);
      backdrop = await engine.backdrop(null);
    }
    if (isOvertaken()) return;
    if (labels.kind !== "done" || backdrop.kind !== "done") {
      const failed = [labels, backdrop].find((reply) => reply.kind === "failed");
      const problem = failed?.kind === "failed" ? failed.failure.message : "The volumes could not be painted.";
      viewerState.value = { kind: "failed", problem, canRetry: true };
      return;
    }
    shown = labels.value;
    await viewer.show(backdrop.value, shown, lookOf(shown, answer));
    if (isOvertaken()) return;
    if (isOvertaken()) return;
    gone = null;
    greys = backdrop.value.window;
    batch(() => {
      const [low, high] = greys ?? [0, 1];
      greyWindow.value = greys === null ? null : { low, high };
      remarks.value = remarksOn(labels.value);
      viewerState.value = { kind: "shown" };
    });
    follow();
  };

  /** Several changes between two pictures are one. */
  const recolour = () => {
    cancelAnimationFrame(recolouring);
    recolouring = requestAnimationFrame(() => {
      const answer = full.peek();
      if (answer === null || shown === null || viewerState.peek().kind !== "shown") return;
      viewer.look = lookOf(shown, answer);
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
      // Inputs of the colours; the selection counts only where others are dimmed.
      const [answer, by, others] = [full.value, colouring.value, emphasis.value];
      if (others !== "none" && by !== "agreement") void selected.value;
      void styles.value;
      if (answer !== null) recolour();
    }),
    effect(() => {
      viewer.layout = layout.value;
    }),
    effect(() => {
      viewer.isRadiological = isRadiological.value;
    }),
    effect(() => {
      const wanted = greyWindow.value;
      if (wanted === null || greys === null) return;
      const [low, high] = greys;
      const shade = (value: number) => 1 + (254 * (value - low)) / (high - low || 1);
      viewer.greys = [shade(wanted.low), shade(wanted.high)];
    }),
    effect(() => {
      const [id, answer, files] = [selected.value, full.value, current.value];
      if (viewerState.value.kind !== "shown" || answer === null || files === null) return;
      shownSelection.value = id === null ? null : boxOf(files, answer, id);
      if (id === null || isSame(id, gone) || answer.group !== id.group) return;
      const row = answer[id.side].labels.indexOf(id.label);
      const centre = answer[id.side].centres.subarray(3 * row, 3 * row + 3);
      if (row < 0 || Number.isNaN(centre[0])) return;
      gone = id;
      viewer.goTo(worldOf(files, [...centre]));
      follow();
    }),
    effect(() => {
      const place = wantedPlace.value;
      if (viewerState.value.kind !== "shown" || place === null) return;
      wantedPlace.value = null;
      viewer.goTo([place[0], place[1], place[2]]);
      follow();
    }),
  ];

  return {
    step: (across, up, away) => viewer.step(across, up, away),
    pick: () => pick(0),
    zoom: (isOnSelection) => viewer.zoom(isOnSelection ? (shownSelection.peek()?.size ?? null) : null),
    reset: () => {
      viewer.reset();
      const [low, high] = greys ?? [0, 1];
      if (greys !== null) greyWindow.value = { low, high };
      follow();
    },
    redraw: () => viewer.redraw(),
    unmount: () => {
      isMounted = false;
      cancelAnimationFrame(recolouring);
      for (const stop of stops) stop();
      viewer.detach();
      batch(() => {
        pointedAt.value = [];
        crosshair.value = null;
        greyWindow.value = null;
        shownSelection.value = null;
        tiles.value = [];
      });
    },
  };
}

/** Key of the options that decide what an instance is. */
function instanceKey({ options }: Answer): string {
  const { input, groups, ignoreLabel, ignoreRule, connectivity, touchingLabels } = options;
  return JSON.stringify([input, groups, ignoreLabel, ignoreRule, connectivity, touchingLabels]);
}

function lookOf({ instances }: ShownLabels, answer: Answer): Look {
  const by = colouring.peek();
  const own = { styles: styles.peek(), isAgreement: by === "agreement" };
  if (by === "agreement") return { ...own, colours: { reference: agreementColours(), prediction: NO_COLOURS } };
  const [id, others] = [selected.peek(), emphasis.peek()];
  const chosen = id === null || others === "none" ? null : { id, others };
  const of = (side: Side) => labelColours(instances[side], answer, { side, colouring: by, chosen });
  return { ...own, colours: { reference: of("reference"), prediction: of("prediction") } };
}

function remarksOn({ factors: [x, y, z] }: ShownLabels): readonly string[] {
  if (x * y * z === 1) return [];
  return [`Shown coarser than it is: one voxel for ${x} × ${y} × ${z}. The numbers are of all voxels.`];
}

function isSame(one: InstanceId, other: InstanceId | null): boolean {
  return other !== null && one.group === other.group && one.side === other.side && one.label === other.label;
}

function problemOf(error: unknown): string {
  return `The viewer failed: ${error instanceof Error ? error.message : String(error)}`;
}
