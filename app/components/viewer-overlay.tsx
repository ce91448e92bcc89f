import { crosshair, isRadiological } from "../state/viewing.js";
import { shownSelection, tiles } from "../viewer/shown-selection.js";
import type { Plane, Tile } from "../viewer/tiles.js";

/** Lengths of scale bars in mm. */
const BARS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500];
/** A bar is at most this long, in pixels, and this share of the plane. */
const [LONGEST, SHARE] = [120, 0.4];

/** Which voxel axis a plane is a slice of, where axes run as usual. */
const AXIS: Readonly<Record<Plane, number>> = { axial: 2, coronal: 1, sagittal: 0 };

/** Above the planes: a frame around what is selected, a scale bar and the number of the slice. */
export function ViewerOverlay() {
  return (
    <svg class="overlay" aria-hidden="true">
      <Marks />
    </svg>
  );
}

/** Marks over the picture, also in saved pictures. */
function Marks() {
  return (
    <>
      {tiles.value.map((tile) => (
        <g key={`${tile.plane} ${tile.left} ${tile.top}`}>
          <Frame tile={tile} />
          <ScaleBar tile={tile} />
          <SliceNumber tile={tile} />
          <Letters tile={tile} />
        </g>
      ))}
    </>
  );
}

function Frame({ tile }: { readonly tile: Tile }) {
  const box = shownSelection.value;
  if (box === null) return null;
  const corners = box.corners.map(tile.project);
  const [xs, ys, depths] = [corners.map(({ x }) => x), corners.map(({ y }) => y), corners.map(({ depth }) => depth)];
  const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));
  const [left, right] = [Math.min(...xs) - 3, Math.max(...xs) + 3].map((x) =>
    clamp(x, tile.left + 1, tile.left + tile.width - 1),
  );
  const [top, bottom] = [Math.min(...ys) - 3, Math.max(...ys) + 3].map((y) =>
    clamp(y, tile.top + 1, tile.top + tile.height - 1),
  );
  if (!(right > left && bottom > top)) return null;
  // Where the slice does not meet it, only its outline from afar.
  const isMet = Math.min(...depths) <= 0.01 && Math.max(...depths) >= -0.01;
  return (
    <rect
      class={isMet ? "halo" : "halo afar"}
      x={left}
      y={top}
      width={right - left}
      height={bottom - top}
      rx={3}
      fill="none"
      stroke="#fff"
      stroke-width={isMet ? 1.5 : 1}
      stroke-dasharray={isMet ? "none" : "2 4"}
    />
  );
}

function ScaleBar({ tile }: { readonly tile: Tile }) {
  const { left, top, width, height, pixelsPerMillimetre } = tile;
  const room = Math.min(LONGEST, SHARE * width) / pixelsPerMillimetre;
  const length = BARS.findLast((each) => each <= room);
  if (length === undefined) return null;
  const [x, y] = [left + 8, top + height - 10];
  const pixels = length * pixelsPerMillimetre;
  return (
    <g class="scale-bar" stroke="#e4e6e8" stroke-width={1.5}>
      <path d={`M${x},${y - 4}v4h${pixels}v-4`} fill="none" />
      <text x={x + 4} y={y - 8} fill="#e4e6e8" stroke="none" font-size="11" font-family="system-ui, sans-serif">
        {length} mm
      </text>
    </g>
  );
}

/** Which way is which: left, right, anterior, posterior, superior, inferior of the patient. */
function Letters({ tile }: { readonly tile: Tile }) {
  const { plane, left, top, width, height } = tile;
  const sides = isRadiological.value ? "RL" : "LR";
  const [west, east] = plane === "sagittal" ? "PA" : sides;
  const [north, south] = plane === "axial" ? "AP" : "SI";
  const letters = [
    { letter: west, x: left + 9, y: top + height / 2 },
    { letter: east, x: left + width - 9, y: top + height / 2 },
    { letter: north, x: left + width / 2, y: top + 14 },
    { letter: south, x: left + width / 2, y: top + height - 8 },
  ];
  return (
    <>
      {letters.map(({ letter, x, y }) => (
        <text
          key={letter}
          class="direction"
          x={x}
          y={y}
          text-anchor="middle"
          fill="#9aa0a7"
          font-size="12"
          font-family="system-ui, sans-serif"
        >
          {letter}
        </text>
      ))}
    </>
  );
}

function SliceNumber({ tile }: { readonly tile: Tile }) {
  const here = crosshair.value;
  const axis = AXIS[tile.plane];
  if (here === null || here.slices.length <= axis) return null;
  return (
    <text
      x={tile.left + tile.width - 6}
      y={tile.top + tile.height - 8}
      text-anchor="end"
      fill="#e4e6e8"
      font-size="11"
      font-family="system-ui, sans-serif"
    >
      {"xyz"[axis]} {here.voxel[axis] + 1}/{here.slices[axis]}
    </text>
  );
}
