import { splitmix64 } from "../../test/support/random.js";

/** A seeded volume of `count` balls labelled 1 … count, later ones over earlier ones; about `share` is foreground. */
export function makeBalls(
  shape: readonly [number, number, number],
  count: number,
  share: number,
  seed: number,
): Uint32Array<ArrayBuffer> {
  const [nx, ny, nz] = shape;
  const labels = new Uint32Array(nx * ny * nz);
  const random = splitmix64(seed);
  const mean = ((labels.length * share * 3) / (4 * Math.PI * count)) ** (1 / 3);
  for (let label = 1; label <= count; label++) {
    const radius = mean * (0.7 + 0.6 * random());
    const [cx, cy, cz] = [random() * nx, random() * ny, random() * nz];
    const last = (n: number, centre: number) => Math.min(n - 1, Math.floor(centre + radius));
    for (let z = Math.max(0, Math.ceil(cz - radius)); z <= last(nz, cz); z++) {
      for (let y = Math.max(0, Math.ceil(cy - radius)); y <= last(ny, cy); y++) {
        const rest = radius ** 2 - (z - cz) ** 2 - (y - cy) ** 2;
        if (rest < 0) continue;
        const half = Math.sqrt(rest);
        const row = nx * (y + ny * z);
        const first = Math.max(0, Math.ceil(cx - half));
        labels.fill(label, row + first, row + Math.min(nx, Math.floor(cx + half) + 1));
      }
    }
  }
  return labels;
}
