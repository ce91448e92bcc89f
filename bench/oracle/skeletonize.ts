/**
 * Lee's thinning in plain TypeScript, as one would write it without WebAssembly: one byte for each voxel, a table for
 * the Euler characteristic, a flood over the bits of an integer for the components. Same order, same skeleton.
 */
export function skeletonizeTwin(mask: Uint8Array, [nx, ny, nz]: readonly [number, number, number]): Uint8Array {
  // Padded by one voxel, z fastest: the order of the reference implementation.
  const row = nz + 2;
  const slab = (ny + 2) * row;
  const voxels = new Uint8Array((nx + 2) * slab);
  for (let z = 0; z < nz; z++)
    for (let y = 0; y < ny; y++)
      for (let x = 0; x < nx; x++)
        if (mask[x + nx * (y + ny * z)] !== 0) voxels[(x + 1) * slab + (y + 1) * row + z + 1] = 1;

  const offsets: number[] = [];
  for (const p of [-slab, 0, slab]) for (const r of [-row, 0, row]) for (const c of [-1, 0, 1]) offsets.push(p + r + c);
  const neighboursOf = (at: number): number => {
    let neighbours = 0;
    for (let i = 0; i < 27; i++) neighbours |= voxels[at + offsets[i]] << i;
    return neighbours & ~(1 << 13);
  };

  const octants = makeOctants();
  const table = makeEulerTable();
  const keepsEulerCharacteristic = (neighbours: number): boolean => {
    let change = 0;
    for (let octant = 0; octant < 8; octant++) {
      let code = 0;
      for (let i = 0; i < 7; i++) code |= ((neighbours >> octants[octant * 7 + i]) & 1) << i;
      change += table[code];
    }
    return change === 0;
  };

  const borders = nx === 1 ? [-row, row, 1, -1] : [-row, row, 1, -1, slab, -slab];
  const candidates: number[] = [];
  let changed = true;
  while (changed) {
    changed = false;
    for (const border of borders) {
      candidates.length = 0;
      for (let x = 1; x <= nx; x++) {
        for (let y = 1; y <= ny; y++) {
          const first = x * slab + y * row + 1;
          for (let at = first; at < first + nz; at++) {
            if (voxels[at] === 0 || voxels[at + border] !== 0) continue;
            const neighbours = neighboursOf(at);
            if (neighbours !== 0 && (neighbours & (neighbours - 1)) === 0) continue;
            if (keepsEulerCharacteristic(neighbours) && areConnected(neighbours)) candidates.push(at);
          }
        }
      }
      for (const at of candidates) {
        if (!areConnected(neighboursOf(at))) continue;
        voxels[at] = 0;
        changed = true;
      }
    }
  }
  const skeleton = new Uint8Array(mask.length);
  for (let z = 0; z < nz; z++)
    for (let y = 0; y < ny; y++)
      for (let x = 0; x < nx; x++) skeleton[x + nx * (y + ny * z)] = voxels[(x + 1) * slab + (y + 1) * row + z + 1];
  return skeleton;
}

/** For each octant its seven voxels: faces along p, r, c; edges without p, r, c; corner. */
function makeOctants(): Uint8Array {
  const octants: number[] = [];
  for (const p of [-9, 9])
    for (const r of [-3, 3])
      for (const c of [-1, 1]) octants.push(13 + p, 13 + r, 13 + c, 13 + r + c, 13 + p + c, 13 + p + r, 13 + p + r + c);
  return Uint8Array.from(octants);
}

/** Eight times what an octant's cells lose in Euler characteristic with the middle voxel. */
function makeEulerTable(): Int8Array {
  return Int8Array.from({ length: 128 }, (_, code) => {
    const has = (i: number): boolean => ((code >> i) & 1) === 1;
    const corner = code === 0 ? 8 : 0;
    let edges = 0;
    if (!has(1) && !has(2) && !has(3)) edges++;
    if (!has(0) && !has(2) && !has(4)) edges++;
    if (!has(0) && !has(1) && !has(5)) edges++;
    const faces = Number(!has(0)) + Number(!has(1)) + Number(!has(2));
    return corner - 4 * edges + 2 * faces - 1;
  });
}

function areConnected(neighbours: number): boolean {
  let reached = neighbours & -neighbours;
  while (reached !== neighbours) {
    let grown = reached | ((reached & 0o333333333) << 1) | ((reached & 0o666666666) >>> 1);
    grown |= ((grown & 0o077077077) << 3) | ((grown & 0o770770770) >>> 3);
    grown = (grown | (grown << 9) | (grown >>> 9)) & neighbours;
    if (grown === reached) return false;
    reached = grown;
  }
  return true;
}
