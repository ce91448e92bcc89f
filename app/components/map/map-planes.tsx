import { useEffect, useRef } from "preact/hooks";
import { formatNumber } from "../../../src/reports/case/text.js";
import { MAP_GRADIENT } from "../../../src/reports/figures/map-colours.js";
import { signedValue } from "../../../src/reports/figures/map-values.js";
import { directions } from "../../../src/reports/figures/slices.js";
import type { OpenedMap } from "../../engine/map-protocol.js";
import { isWhole, place, sign, threshold } from "../../state/map.js";
import { drawPlane, type PlaneAxes } from "./draw-plane.js";

const PLANES: readonly (PlaneAxes & { readonly name: string })[] = [
  { name: "axial", across: 0, up: 1, away: 2 },
  { name: "coronal", across: 0, up: 2, away: 1 },
  { name: "sagittal", across: 1, up: 2, away: 0 },
];

/** Slices through the place that is looked at: the map in colours from the threshold on, and the reference's outline. */
export function MapPlanes({ map }: { readonly map: OpenedMap }) {
  const shown = (map.shape[2] ?? 1) === 1 ? PLANES.slice(0, 1) : PLANES;
  const [x, y, z = 0] = place.value;
  const { grid, values } = map;
  const [gx, gy, gz] = [x, y, z].map((each, axis) => Math.floor(each / grid.factors[axis]));
  const raw = values[gx + grid.shape[0] * (gy + grid.shape[1] * gz)];
  return (
    <section class="map-viewer" aria-label="Slices">
      <div class="map-planes onblack">
        {shown.map((plane) => (
          <Plane key={plane.name} map={map} plane={plane} />
        ))}
      </div>
      <p class="small">
        <span class="map-heat" style={{ background: MAP_GRADIENT }} aria-hidden="true" /> 0 to{" "}
        {formatNumber(map.largest)}
        {map.reference !== null && " · white line: the reference"} ·{" "}
        <output>
          voxel {place.value.slice(0, map.shape.length).join(", ")}: {formatNumber(raw)}
        </output>
      </p>
    </section>
  );
}

interface PlaneProps {
  readonly map: OpenedMap;
  readonly plane: (typeof PLANES)[number];
}

function Plane({ map, plane }: PlaneProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { grid, shape, affine } = map;
  const { name, across, up, away } = plane;
  const at = place.value;
  const [least, isAll, chosen] = [threshold.value, isWhole.value, sign.value];
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const seen = signedValue({ data: map.values, slope: 1, intercept: 0, scale: 1, sign: chosen });
    drawPlane(element, plane, {
      map,
      seen,
      place: [0, 1, 2].map((axis) => Math.floor((at[axis] ?? 0) / grid.factors[axis])),
      threshold: isAll || map.groups.length === 0 ? 0 : least,
    });
  }, [map, at, least, isAll, chosen]);

  const move = (axis: number, by: number) => {
    place.value = place.peek().map((each, i) => (i === axis ? limited(each + by, shape[axis] ?? 1) : each));
  };
  const onKey = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, readonly [axis: number, by: number]>> = {
      ArrowLeft: [across, -1],
      ArrowRight: [across, 1],
      ArrowUp: [up, 1],
      ArrowDown: [up, -1],
      PageUp: [away, 1],
      PageDown: [away, -1],
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    move(...step);
  };
  const point = (event: PointerEvent) => {
    if (event.buttons === 0) return;
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const [right, top] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
    place.value = [0, 1, 2].map((axis) => {
      const length = shape[axis] ?? 1;
      if (axis === across) return limited(Math.floor(right * length), length);
      if (axis === up) return limited(Math.floor((1 - top) * length), length);
      return place.peek()[axis] ?? 0;
    });
  };
  const [width, height] = [grid.shape[across] * grid.spacing[across], grid.shape[up] * grid.spacing[up]];
  const [east, west] = affine === null ? ["", ""] : directions(affine, across);
  const [north, south] = affine === null ? ["", ""] : directions(affine, up);
  return (
    <figure style={{ "--ratio": width / height }}>
      <div class="map-plane">
        {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a picture that listens to keys */}
        <canvas
          ref={canvas}
          tabIndex={0}
          role="application"
          aria-roledescription="slice"
          aria-label={`${name} slice: arrow keys move the place, page keys the slice`}
          data-plane={name}
          onKeyDown={onKey}
          onPointerDown={point}
          onPointerMove={point}
          onWheel={(event) => {
            event.preventDefault();
            move(away, Math.sign(event.deltaY));
          }}
        />
        {[north, east, south, west].map((letter, side) => (
          <span key={["n", "e", "s", "w"][side]} class={`side ${["n", "e", "s", "w"][side]}`} aria-hidden="true">
            {letter}
          </span>
        ))}
      </div>
      <figcaption class="small">
        {name} {"xyz"[away]} {(at[away] ?? 0) + 1}/{shape[away] ?? 1}
      </figcaption>
    </figure>
  );
}

function limited(value: number, length: number): number {
  return Math.min(length - 1, Math.max(0, value));
}
