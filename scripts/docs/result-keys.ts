/** A key of a result, or a pattern of keys: `<metric>` stands for a metric's key, `<quality>` for one of 0 to 1. */
interface ResultKey {
  readonly key: string;
  readonly unit: string;
  readonly meaning: string;
}

const COUNT = "";
const OF_METRIC = "that of the metric";

/** Unit and meaning of each key of a group's result. */
export const GROUP_KEYS: readonly ResultKey[] = [
  { key: "n_ref_instances", unit: COUNT, meaning: "instances of the reference" },
  { key: "n_pred_instances", unit: COUNT, meaning: "instances of the prediction" },
  { key: "tp", unit: COUNT, meaning: "references with at least one match" },
  { key: "fp", unit: COUNT, meaning: "predictions without a match" },
  { key: "fn", unit: COUNT, meaning: "references without a match" },
  { key: "n_matched_pred_instances", unit: COUNT, meaning: "predictions with at least one match" },
  { key: "prec", unit: "1", meaning: "precision: matched predictions of all" },
  { key: "rec", unit: "1", meaning: "recall: matched references of all" },
  { key: "rq", unit: "1", meaning: "recognition quality, the F1 score" },
  { key: "sq", unit: "1", meaning: "segmentation quality: mean IoU of the matched references" },
  { key: "sq_<metric>", unit: OF_METRIC, meaning: "mean of a metric over the matched references" },
  { key: "sq_std", unit: "1", meaning: "standard deviation of the IoU" },
  { key: "sq_<metric>_std", unit: OF_METRIC, meaning: "standard deviation of a metric" },
  { key: "sq_n", unit: COUNT, meaning: "matched references over which the means were taken" },
  { key: "pq", unit: "1", meaning: "panoptic quality, rq · sq" },
  { key: "pq_<quality>", unit: "1", meaning: "the same of another quality, such as rq · sq_dsc" },
  { key: "instance_voxel_count_ref", unit: "voxels", meaning: "mean size of the matched references" },
  { key: "instance_volume_ref", unit: "mm³", meaning: "mean volume of the matched references (mm² in 2D)" },
  { key: "global_bin_volume_ref", unit: "voxels", meaning: "all voxels of the reference's instances" },
  { key: "global_bin_volume_pred", unit: "voxels", meaning: "all voxels of the prediction's instances" },
  { key: "global_bin_<metric>", unit: OF_METRIC, meaning: "a metric of the two foregrounds as wholes" },
  { key: "region_avg_<metric>", unit: OF_METRIC, meaning: "mean of a metric over the regions" },
  { key: "n_regions", unit: COUNT, meaning: "regions over which the means were taken" },
  { key: "regions", unit: "", meaning: "the result of each region" },
  { key: "autc_<quality>", unit: "1", meaning: "area under a quality's curve over the threshold" },
  { key: "autc_curve", unit: "", meaning: "that curve: counts and qualities between or at thresholds" },
  { key: "reference_instances", unit: "", meaning: "a row for each instance of the reference" },
  { key: "predicted_instances", unit: "", meaning: "a row for each instance of the prediction" },
  { key: "matches", unit: "", meaning: "a row for each pair that is matched" },
  { key: "taxonomy", unit: "", meaning: "kinds of error, and what each costs" },
  { key: "explanation", unit: "", meaning: "why each pair was matched or not, if asked for" },
  { key: "by_volume", unit: "", meaning: "recall and precision by volume, if bins were asked for" },
];

/** Of a row of `reference_instances`, `predicted_instances` or `matches`. */
export const ROW_KEYS: readonly ResultKey[] = [
  { key: "label", unit: "", meaning: "label of the instance" },
  { key: "class", unit: "", meaning: "label of its voxels in the volume; 0 where several were merged" },
  { key: "is_matched", unit: "", meaning: "1 if it has a match, else 0" },
  { key: "centre", unit: "voxel indices", meaning: "centre of mass, along x, y (and z)" },
  { key: "box", unit: "voxel indices", meaning: "first and last voxel along each axis, both included" },
  { key: "first_voxel", unit: "voxel index", meaning: "linear index of the first voxel, x fastest" },
  { key: "instance_voxel_count_ref", unit: "voxels", meaning: "size of a reference" },
  { key: "instance_volume_ref", unit: "mm³", meaning: "volume of a reference (mm² in 2D)" },
  { key: "instance_voxel_count_pred", unit: "voxels", meaning: "size of a prediction" },
  { key: "instance_volume_pred", unit: "mm³", meaning: "volume of a prediction (mm² in 2D)" },
  { key: "predictions", unit: "", meaning: "labels of the predictions that a reference is matched to" },
  { key: "references", unit: "", meaning: "labels of the references that a prediction is matched to" },
  { key: "sq", unit: "1", meaning: "IoU of a matched reference with the union of its predictions" },
  { key: "sq_<metric>", unit: OF_METRIC, meaning: "another metric of the two" },
  { key: "reference", unit: "", meaning: "of a match: the reference's label" },
  { key: "prediction", unit: "", meaning: "of a match: the prediction's label" },
  { key: "score", unit: "that of the matching score", meaning: "of a match: the score of the pair" },
  { key: "overlap", unit: "voxels", meaning: "of a match: voxels that the two share" },
];

export function keyRows(keys: readonly ResultKey[]): string[][] {
  return keys.map(({ key, unit, meaning }) => [`\`${key}\``, meaning, unit]);
}
