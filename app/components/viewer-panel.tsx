import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { KIND_MEANINGS, STATUSES } from "../engine/outcome.js";
import { current, engine, full, numbers } from "../state/session.js";
import { colouring, crosshair, pointedAt, remarks, viewerState } from "../state/viewing.js";
import { AGREEMENT_OUTCOMES } from "../viewer/agreement-colours.js";
import { contextOf } from "../viewer/context-of.js";
import type { MountedViewer } from "../viewer/mount.js";
import { savePicture } from "./save-picture.js";
import { ViewerOverlay } from "./viewer-overlay.js";
import { ViewerTools } from "./viewer-tools.js";

const NO_WEBGL =
  "The volumes cannot be shown: this browser has no WebGL 2, or it is switched off. Everything else works without it.";

/** Both volumes, in slices and in 3D. */
export function ViewerPanel() {
  const [attempt, setAttempt] = useState(0);
  const mounted = useRef<MountedViewer | null>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  // Another case may succeed where the last one failed.
  useLayoutEffect(() => {
    viewerState.value = { kind: "loading" };
  }, [current.value, attempt]);
  // A pair that was refused has nothing to show.
  if (current.value === null || numbers.value === null) return <section class="viewer" aria-label="Viewer" />;
  const state = viewerState.value;
  if (state.kind === "failed") {
    return (
      <section class="viewer failed" aria-label="Viewer">
        <p class="failure" role="alert">
          {state.problem}{" "}
          {state.canRetry && (
            <button type="button" onClick={() => setAttempt(attempt + 1)}>
              Show them again
            </button>
          )}
        </p>
      </section>
    );
  }
  return (
    <section class="viewer" aria-label="Viewer" aria-busy={state.kind === "loading"}>
      <ViewerTools
        onZoom={(isOnSelection) => mounted.current?.zoom(isOnSelection)}
        onReset={() => mounted.current?.reset()}
        onSave={(ending) => {
          if (canvas.current !== null && mounted.current !== null) {
            mounted.current.redraw();
            void savePicture(canvas.current, ending);
          }
        }}
      />
      {/* Made after the first evaluation, which it would hold up. */}
      {full.value === null ? <Waiting /> : <Volumes key={attempt} canvas={canvas} mounted={mounted} />}
      <Caption />
    </section>
  );
}

/** Which way a key moves the crosshair: across, up, from slice to slice. */
const STEPS: Readonly<Record<string, readonly [number, number, number]>> = {
  ArrowLeft: [-1, 0, 0],
  ArrowRight: [1, 0, 0],
  ArrowUp: [0, 1, 0],
  ArrowDown: [0, -1, 0],
  PageUp: [0, 0, 1],
  PageDown: [0, 0, -1],
};

interface VolumesProps {
  readonly canvas: { current: HTMLCanvasElement | null };
  readonly mounted: { current: MountedViewer | null };
}

/** The canvas; what is drawn on it is loaded late. */
function Volumes({ canvas, mounted }: VolumesProps) {
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    let isGone = false;
    const fail = (problem: string, canRetry: boolean) => {
      if (!isGone) viewerState.value = { kind: "failed", problem, canRetry };
    };
    const onLost = (event: Event) => {
      event.preventDefault();
      fail("The graphics card gave the volumes up, as it does when its memory is short.", true);
    };
    element.addEventListener("webglcontextlost", onLost);
    const mounting = (async () => {
      const [{ mountViewer }] = await Promise.all([import("../viewer/mount.js"), engine.awaitGraphics()]);
      if (isGone) return null;
      if (contextOf(element) !== null) return mountViewer(element);
      fail(NO_WEBGL, false);
      return null;
    })();
    mounting.then(
      (viewer) => {
        if (!isGone) mounted.current = viewer;
      },
      (error: unknown) => fail(`The viewer could not start: ${error instanceof Error ? error.message : error}`, true),
    );
    return () => {
      isGone = true;
      mounted.current = null;
      element.removeEventListener("webglcontextlost", onLost);
      void mounting.then((viewer) => viewer?.unmount()).catch(() => {});
    };
  }, []);

  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Tab") return;
    // The steps from error to error work here, too.
    if (event.key === "n" || event.key === "p") return;
    // Keep keys from the viewer, which gives some a hidden meaning.
    event.stopPropagation();
    const step = STEPS[event.key];
    if (step === undefined && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    if (step === undefined) mounted.current?.pick();
    else mounted.current?.step(...step);
  };
  return (
    <div class="canvas" onKeyDownCapture={onKey} onKeyUpCapture={(event) => event.stopPropagation()}>
      {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a picture that listens to keys */}
      <canvas
        ref={canvas}
        tabIndex={0}
        role="application"
        aria-roledescription="viewer"
        aria-label="Slices of both volumes: arrow and page keys move the crosshair, Enter selects the instance there"
      />
      <ViewerOverlay />
      {viewerState.value.kind === "loading" && <p class="loading">Loading the viewer…</p>}
    </div>
  );
}

function Waiting() {
  return (
    <div class="canvas">
      <p class="loading">The volumes are shown once they are evaluated.</p>
    </div>
  );
}

const LEGENDS = {
  status: STATUSES.filter((status) => status !== "void").map((status) => ({
    outcome: status,
    text: status,
    meaning: "",
  })),
  agreement: Object.entries(AGREEMENT_OUTCOMES).map(([text, outcome]) => ({ outcome, text, meaning: "voxels" })),
  kind: [
    { outcome: "matched", text: "none", meaning: KIND_MEANINGS.none },
    { outcome: "inaccurate", text: "inaccurate", meaning: KIND_MEANINGS.inaccurate },
    { outcome: "split", text: "split, fragment, duplicate", meaning: KIND_MEANINGS.split },
    { outcome: "merged", text: "merged, mixed", meaning: KIND_MEANINGS.merged },
    { outcome: "missed", text: "absent, a reference", meaning: KIND_MEANINGS.absent },
    { outcome: "spurious", text: "absent, a prediction", meaning: KIND_MEANINGS.absent },
  ],
} as const;

/** The voxel at the crosshair, and the legend of colours. */
function Caption() {
  const here = pointedAt.value.map(({ side, label }) => `${side} ${label}`).join(", ");
  return (
    <div class="caption small">
      <output aria-live="polite">{here === "" ? "Nothing at the crosshair" : `At the crosshair: ${here}`}</output>
      <Place />
      {colouring.value === "instance" ? (
        <p class="legend">A matched pair shares a colour; pale: a prediction without a match</p>
      ) : (
        <ul class="legend onblack" aria-label="Colours">
          {LEGENDS[colouring.value].map(({ outcome, text, meaning }) => (
            <li key={text} title={meaning}>
              <span class={`dot ${outcome}`} aria-hidden="true" />
              {text}
            </li>
          ))}
        </ul>
      )}
      {remarks.value.map((remark) => (
        <p key={remark} class="faint">
          {remark}
        </p>
      ))}
    </div>
  );
}

/** Voxel, millimetres and labels of the crosshair. */
function Place() {
  const here = crosshair.value;
  const answer = full.value;
  if (here === null || answer === null) return null;
  const labels = pointedAt.value.flatMap(({ side, label, group }) => {
    if (group !== answer.group) return [];
    const own = answer[side].classes[answer[side].labels.indexOf(label)];
    return own === undefined || own === 0 ? [] : [`${side} has label ${own}`];
  });
  const parts = [
    `voxel ${here.voxel.join(", ")}`,
    `${here.millimetres.map((each) => each.toFixed(1).replace("-", "−")).join(", ")} mm`,
    ...labels,
  ];
  return (
    <p
      class="faint place"
      title="Voxels are counted from 0. Drag or arrow keys: move · wheel: slices · right button: greys · 3D: drag turns"
    >
      {parts.join(" · ")}
    </p>
  );
}
