/** The scores of neighbouring fields from two dense arrays of instance labels, voxel by voxel and pair by pair. */
export function tableScoresSlowly(
  reference: ArrayLike<number>,
  prediction: ArrayLike<number>,
  voxel: number,
  counts: { readonly tp: number; readonly fp: number; readonly fn: number },
  voiBackground: "count" | "omit" = "count",
): Record<string, number> {
  const at = Array.from(reference, (_, i) => i);
  const count = (test: (i: number) => boolean) => at.filter(test).length;
  const labels = (data: ArrayLike<number>) => [...new Set(Array.from(data))].filter((v) => v > 0).sort((a, b) => a - b);
  const [rs, ps] = [labels(reference), labels(prediction)];
  const shared = (r: number, p: number) => count((i) => reference[i] === r && prediction[i] === p);
  const joined = (r: number, p: number) => count((i) => reference[i] === r || prediction[i] === p);
  const iou = (r: number, p: number) => shared(r, p) / joined(r, p);
  const size = (data: ArrayLike<number>, own: number) => count((i) => data[i] === own);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const tp = count((i) => reference[i] > 0 && prediction[i] > 0);
  const fp = count((i) => reference[i] === 0 && prediction[i] > 0);
  const fn = count((i) => reference[i] > 0 && prediction[i] === 0);
  // The weighted harmonic mean of precision and recall.
  const f = (beta: number, right: number, wrong: number, left: number) => {
    const [precision, recall] = [right / (right + wrong), right / (right + left)];
    return ((1 + beta ** 2) * precision * recall) / (beta ** 2 * precision + recall);
  };
  const scores: Record<string, number> = {
    volume_similarity: (2 * Math.min(tp + fp, tp + fn)) / (2 * tp + fp + fn),
    volume_difference: Math.abs(fp - fn) * voxel,
    voxel_tp: tp,
    voxel_fp: fp,
    voxel_fn: fn,
    voxel_precision: tp / (tp + fp),
    voxel_recall: tp / (tp + fn),
    fp_volume: sum(ps.filter((p) => rs.every((r) => shared(r, p) === 0)).map((p) => size(prediction, p))) * voxel,
    fn_volume: sum(rs.filter((r) => ps.every((p) => shared(r, p) === 0)).map((r) => size(reference, r))) * voxel,
    count_difference: Math.abs(rs.length - ps.length),
    seg:
      sum(rs.map((r) => sum(ps.filter((p) => shared(r, p) > size(reference, r) / 2).map((p) => iou(r, p))))) /
      rs.length,
  };
  for (const beta of [0.5, 1, 2]) {
    scores[`voxel_f_${beta}`] = f(beta, tp, fp, fn);
    scores[`f_${beta}`] = f(beta, counts.tp, counts.fp, counts.fn);
  }
  const best = rs.map((r) => Math.max(0, ...ps.map((p) => iou(r, p))));
  const chosen = rs.map((r, i) => (best[i] > 0 ? ps.find((p) => iou(r, p) === best[i]) : undefined));
  const unused = ps.filter((p) => !chosen.includes(p)).map((p) => size(prediction, p));
  scores.aji =
    sum(rs.map((r, i) => shared(r, chosen[i] ?? -1))) /
    (sum(rs.map((r, i) => joined(r, chosen[i] ?? -1))) + sum(unused));
  const assigned = bestAssignment(rs, ps, iou);
  const rest = [
    ...rs.filter((r) => !assigned.some(([own]) => own === r)).map((r) => size(reference, r)),
    ...ps.filter((p) => !assigned.some(([, own]) => own === p)).map((p) => size(prediction, p)),
  ];
  scores.aji_plus =
    sum(assigned.map(([r, p]) => shared(r, p))) / sum([...assigned.map(([r, p]) => joined(r, p)), ...rest]);
  scores.mcc = correlation(at.map((i) => [Number(reference[i] > 0), Number(prediction[i] > 0)]));
  const precisions = [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95].map((threshold) => {
    const most = mostPairs(rs, ps, (r, p) => iou(r, p) >= threshold);
    scores[`ap_${threshold}`] = most / (rs.length + ps.length - most);
    return scores[`ap_${threshold}`];
  });
  scores.mean_ap = sum(precisions) / 10;
  return {
    ...scores,
    ...entropies(
      at.filter((i) => voiBackground === "count" || reference[i] > 0).map((i) => [reference[i], prediction[i]]),
    ),
    ...pairScores(at.filter((i) => reference[i] > 0).map((i) => [reference[i], prediction[i]])),
  };
}

/** Pearson's correlation of two lists of 0 and 1, which is Matthews' where both vary. */
function correlation(values: readonly (readonly number[])[]): number {
  const mean = (of: (value: readonly number[]) => number) =>
    values.reduce((total, value) => total + of(value), 0) / values.length;
  const [a, b] = [mean(([x]) => x), mean(([, y]) => y)];
  if (a + b === 0) return Number.NaN;
  // Where every voxel is foreground on both sides, they agree wholly; on one side only, not at all.
  if (a === b && (a === 0 || a === 1)) return 1;
  if (Math.abs(a - b) === 1) return -1;
  const spread = Math.sqrt(mean(([x]) => (x - a) ** 2) * mean(([, y]) => (y - b) ** 2));
  return spread === 0 ? 0 : mean(([x, y]) => (x - a) * (y - b)) / spread;
}

/** The overlapping pairs, each instance in at most one, whose scores have the largest sum: every choice is tried. */
function bestAssignment(
  rs: readonly number[],
  ps: readonly number[],
  score: (r: number, p: number) => number,
): (readonly [number, number])[] {
  if (rs.length === 0) return [];
  const [r, ...others] = rs;
  const total = (pairs: readonly (readonly [number, number])[]) => pairs.reduce((sum, [a, b]) => sum + score(a, b), 0);
  let best = bestAssignment(others, ps, score);
  for (const p of ps) {
    if (score(r, p) === 0) continue;
    const withPair: (readonly [number, number])[] = [
      [r, p],
      ...bestAssignment(
        others,
        ps.filter((other) => other !== p),
        score,
      ),
    ];
    // The tolerance makes sums equal that differ only in the order of addition.
    if (total(withPair) > total(best) + 1e-12) best = withPair;
  }
  return best;
}

/** The greatest number of pairs that pass, each instance in one of them: every choice is tried. */
function mostPairs(rs: readonly number[], ps: readonly number[], passes: (r: number, p: number) => boolean): number {
  if (rs.length === 0) return 0;
  const [r, ...others] = rs;
  const options = ps.filter((p) => passes(r, p));
  const without = ps.length === 0 ? 0 : mostPairs(others, ps, passes);
  return Math.max(
    without,
    ...options.map(
      (p) =>
        1 +
        mostPairs(
          others,
          ps.filter((other) => other !== p),
          passes,
        ),
    ),
  );
}

/** Entropies voxel by voxel, from the labels of both sides. */
function entropies(voxels: readonly (readonly number[])[]): Record<string, number> {
  const among = (test: (other: readonly number[]) => boolean) => voxels.filter(test).length;
  let [split, merge] = [0, 0];
  for (const [r, p] of voxels) {
    const cell = among((other) => other[0] === r && other[1] === p);
    split -= Math.log2(cell / among((other) => other[0] === r)) / voxels.length;
    merge -= Math.log2(cell / among((other) => other[1] === p)) / voxels.length;
  }
  return { voi_split: voxels.length > 0 ? split : Number.NaN, voi_merge: voxels.length > 0 ? merge : Number.NaN };
}

/** Pairs of voxels one by one, from the labels of the reference's voxels. */
function pairScores(voxels: readonly (readonly number[])[]): Record<string, number> {
  let [both, inReference, inPrediction] = [0, 0, 0];
  voxels.forEach(([r, p], i) => {
    voxels.forEach(([r2, p2], j) => {
      const together = i === j || (p === p2 && p > 0);
      both += r === r2 && together ? 1 : 0;
      inReference += r === r2 ? 1 : 0;
      inPrediction += together ? 1 : 0;
    });
  });
  const [precision, recall] = [both / inPrediction, both / inReference];
  return {
    adapted_rand: 1 - (2 * precision * recall) / (precision + recall),
    adapted_rand_precision: precision,
    adapted_rand_recall: recall,
  };
}
