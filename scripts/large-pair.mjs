/**
 * Writes a dense pair of label volumes, layer by layer, for trying limits of memory: node scripts/large-pair.mjs FOLDER [NX NY NZ].
 *
 * Cells of 64³ voxels are instances of labels 1 to 4 with a gap of one voxel around. Each is a comb whose teeth are 7 voxels wide and
 * join in every fourth row: runs are short, and components reach through every layer of their cell. The prediction is shifted by three
 * voxels, and one cell in nine is missing.
 */
import { once } from "node:events";
import { createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";
import { createGzip } from "node:zlib";

const CELL = 64;

function header(shape) {
  const bytes = Buffer.alloc(352);
  bytes.writeInt32LE(348, 0);
  for (const [axis, length] of [3, ...shape, 1, 1, 1, 1].entries()) bytes.writeInt16LE(length, 40 + 2 * axis);
  bytes.writeInt16LE(2, 70);
  bytes.writeInt16LE(8, 72);
  for (let axis = 0; axis < 8; axis++) bytes.writeFloatLE(1, 76 + 4 * axis);
  bytes.writeFloatLE(352, 108);
  bytes.writeFloatLE(1, 112);
  bytes.write("n+1\0", 344);
  return bytes;
}

function labelAt(x, y, z, isPrediction) {
  const [u, v] = [x % CELL, y % CELL];
  if (u === CELL - 1 || v === CELL - 1 || (u % 8 === 7 && v % 4 !== 0)) return 0;
  const [i, j, k] = [Math.floor(x / CELL), Math.floor(y / CELL), Math.floor(z / CELL)];
  if (isPrediction && (i + 2 * j + 4 * k) % 9 === 0) return 0;
  return 1 + ((i + j + k) % 4);
}

/** All layers of a row of cells are alike but for the gap. */
function layerOf([nx, ny], z, isPrediction) {
  const layer = Buffer.alloc(nx * ny);
  const shift = isPrediction ? 3 : 0;
  if ((z + shift) % CELL === CELL - 1) return layer;
  for (let y = 0; y < ny; y++) {
    for (let x = 0; x < nx; x++) layer[x + nx * y] = labelAt(x + shift, y + shift, z + shift, isPrediction);
  }
  return layer;
}

async function write(path, shape, isPrediction) {
  const gzip = createGzip({ level: 1 });
  const file = gzip.pipe(createWriteStream(path));
  gzip.write(header(shape));
  let last = null;
  let cell = -1;
  for (let z = 0; z < shape[2]; z++) {
    const at = z + (isPrediction ? 3 : 0);
    const isGap = at % CELL === CELL - 1;
    if (!isGap && Math.floor(at / CELL) !== cell) {
      cell = Math.floor(at / CELL);
      last = layerOf(shape, z, isPrediction);
    }
    const layer = isGap ? Buffer.alloc(shape[0] * shape[1]) : last;
    if (!gzip.write(layer)) await once(gzip, "drain");
  }
  gzip.end();
  await once(file, "finish");
}

const [folder, ...lengths] = process.argv.slice(2);
const shape = lengths.length === 3 ? lengths.map(Number) : [1024, 1024, 2048];
if (folder === undefined || shape.some((length) => !(Number.isInteger(length) && length > 0))) {
  process.stderr.write("usage: node scripts/large-pair.mjs FOLDER [NX NY NZ]\n");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
await write(join(folder, "reference.nii.gz"), shape, false);
await write(join(folder, "prediction.nii.gz"), shape, true);
