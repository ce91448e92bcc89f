/** Corners of the colours of a map, from 0 to its largest value: dark to light in print and in every common colour vision (after inferno of matplotlib). */
const CORNERS = [
  [0, 0, 4],
  [66, 10, 104],
  [147, 38, 103],
  [221, 81, 58],
  [252, 165, 10],
  [252, 255, 164],
] as const;

/** Grey of a voxel below a map where there is no anatomy. */
export const BARE = 12;

/** Share of the colour in a pixel over the anatomy: what is little there lets it through. */
const [FAINTEST, STRONGEST] = [0.2, 0.85];

/** 256 colours, three bytes each. */
const COLOURS = Uint8ClampedArray.from({ length: 3 * 256 }, (_, i) => {
  const place = (Math.floor(i / 3) / 255) * (CORNERS.length - 1);
  const from = Math.min(Math.floor(place), CORNERS.length - 2);
  return CORNERS[from][i % 3] + (place - from) * (CORNERS[from + 1][i % 3] - CORNERS[from][i % 3]);
});

/**
 * Paints one voxel of a map over its anatomy.
 * @param pixels red, green, blue and opacity of each pixel
 * @param grey of the anatomy, 0 to 255
 * @param share of the map's largest value; what is not above 0 is not painted
 * @param isOver whether there is an anatomy that is to shine through
 */
export function paintVoxel(
  pixels: Uint8ClampedArray,
  pixel: number,
  { grey, share, isOver }: { readonly grey: number; readonly share: number; readonly isOver: boolean },
): void {
  const at = 4 * pixel;
  const colour = 3 * Math.round(255 * Math.min(1, share));
  const strength = share > 0 ? (isOver ? FAINTEST + (STRONGEST - FAINTEST) * Math.min(1, share) : 1) : 0;
  for (let part = 0; part < 3; part++) {
    pixels[at + part] = strength === 0 ? grey : grey + strength * (COLOURS[colour + part] - grey);
  }
  pixels[at + 3] = 255;
}

/** The colours as stops of a CSS gradient. */
export const MAP_GRADIENT = `linear-gradient(90deg,${CORNERS.map((corner) => `rgb(${corner.join(" ")})`).join(",")})`;
