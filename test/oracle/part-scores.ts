/** A mask: the class of each of its voxels, 0 for the thing itself, 1, 2, … for its parts. */
export type ClassedMask = ReadonlyMap<number, number>;

/** The share of the voxels of either set that is in both. */
function iou(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  const shared = [...a].filter((voxel) => b.has(voxel)).length;
  return shared / new Set([...a, ...b]).size;
}

function voxelsOf(mask: ClassedMask, isMember: (partClass: number) => boolean): Set<number> {
  return new Set([...mask].flatMap(([voxel, partClass]) => (isMember(partClass) ? [voxel] : [])));
}

/** IoU of one class; NaN where neither mask has it. */
export function classIou(g: ClassedMask, p: ClassedMask, wanted: number): number {
  return iou(
    voxelsOf(g, (each) => each === wanted),
    voxelsOf(p, (each) => each === wanted),
  );
}

/** PartPQ: the mean IoU over the classes that either mask has. */
export function partpqScore(g: ClassedMask, p: ClassedMask): number {
  const present = [...new Set([...g.values(), ...p.values()])];
  return present.reduce((sum, each) => sum + classIou(g, p, each), 0) / present.length;
}

/** panoptica: (s_thing + Σ s_part) / (1 + part types present); s_thing / 2 where one side has no parts. */
export function panopticaScore(g: ClassedMask, p: ClassedMask): number {
  const whole = iou(
    voxelsOf(g, () => true),
    voxelsOf(p, () => true),
  );
  const [ofG, ofP] = [g, p].map((mask) => new Set([...mask.values()].filter((each) => each > 0)));
  const present = new Set([...ofG, ...ofP]);
  if (present.size === 0) return whole;
  if (ofG.size === 0 || ofP.size === 0) return whole / 2;
  return [...present].reduce((sum, each) => sum + classIou(g, p, each), whole) / (1 + present.size);
}
