import { bootstrapIntervals } from "../statistics/bootstrap.js";
import { describeValues } from "../statistics/describe.js";
import { meanOf } from "../statistics/statistic.js";
import { byCluster, type Member, type Sample } from "./strata.js";
import type { ResolvedSummarizeOptions } from "./summary-options.js";
import type { AgreementRow } from "./summary-types.js";

/** Limits of agreement hold 95 % of differences, if those are normal. */
const LIMIT = 1.96;

export type AgreementQuantity = AgreementRow["quantity"];

/** Reference and prediction of each case that has a usable prediction. */
export function agreementPoints({ members }: Sample, quantity: AgreementQuantity) {
  return members.flatMap(({ case: id, origin, cluster, result }: Member) => {
    const [reference, prediction] =
      quantity === "instances"
        ? [result.counts.n_ref_instances, result.counts.n_pred_instances]
        : [result.voxels.reference * result.voxelVolume, result.voxels.prediction * result.voxelVolume];
    const isKnown = origin === "predicted" && Number.isFinite(reference) && Number.isFinite(prediction);
    return isKnown ? [{ case: id, cluster, reference, prediction }] : [];
  });
}

/**
 * Agreement of counts and volumes (Bland, Altman 1986, DOI 10.1016/S0140-6736(86)90837-8). A missing prediction has no count to
 * disagree with: it is left out here, and counted by the policy.
 */
export function agreementRows(sample: Sample, options: ResolvedSummarizeOptions): AgreementRow[] {
  const { by, model, group, clusters } = sample;
  const kinds = (["instances", "volume"] as const).flatMap((quantity) => {
    const points = agreementPoints(sample, quantity);
    const items = points.map(({ cluster, reference, prediction }) => ({ cluster, item: prediction - reference }));
    return items.length === 0 ? [] : [{ quantity, items, statistic: meanOf(byCluster(items, clusters)) }];
  });
  const intervals = bootstrapIntervals(
    kinds.map(({ statistic }) => statistic),
    { ...options, method: options.interval },
  );
  return kinds.map(({ quantity, items }, i) => {
    const { n, mean, sd } = describeValues(items.map(({ item }) => item));
    return {
      by,
      model,
      group,
      quantity,
      n,
      bias: mean,
      bias_low: intervals[i].low,
      bias_high: intervals[i].high,
      limit_low: mean - LIMIT * sd,
      limit_high: mean + LIMIT * sd,
      sd,
    };
  });
}
