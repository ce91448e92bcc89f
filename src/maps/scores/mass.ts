import type { MapFacts } from "./facts.js";
import type { MapReason } from "./reasons.js";
import { type MapScore, withReference } from "./score.js";

const { POSITIVE_INFINITY: MANY, NEGATIVE_INFINITY: LITTLE } = Number;

function massAccuracy({ all, inside, options }: MapFacts): number | MapReason {
  if (options.sign === "signed" && all.least < 0) return "both_signs";
  return all.sum === 0 ? "no_mass" : inside.sum / all.sum;
}

/** A value divided by the prevalence. */
function enrichment(facts: MapFacts): number | MapReason {
  const accuracy = massAccuracy(facts);
  return typeof accuracy === "string" ? accuracy : accuracy / (facts.k / facts.n);
}

function scanpath({ all, lead }: MapFacts): number | MapReason {
  if (all.deviation === 0) return all.largest === 0 ? "no_mass" : "constant_map";
  return lead / all.deviation;
}

function shareScore(part: (shares: NonNullable<MapFacts["shares"]>) => number): MapScore["value"] {
  return withReference((facts) => {
    const accuracy = massAccuracy(facts);
    if (typeof accuracy === "string") return accuracy;
    return facts.shares === null ? "no_mass" : part(facts.shares);
  });
}

/** Sums and means: how much of the map lies in the reference. */
export const MASS_SCORES: readonly MapScore[] = [
  {
    key: "mass_accuracy",
    family: "mass",
    name: "Mass accuracy",
    definition: "M_R / M: the share of the map's sum that lies in the reference",
    unit: "1",
    better: "higher",
    bounds: [0, 1],
    chance: "prevalence",
    value: withReference(massAccuracy),
  },
  {
    key: "mass_enrichment",
    family: "mass",
    name: "Mass enrichment",
    definition: "mass accuracy / π: how many times the mean of the domain the mean of the reference is",
    unit: "1",
    better: "higher",
    bounds: [0, MANY],
    chance: 1,
    value: withReference(enrichment),
  },
  {
    key: "mass_ratio_signed",
    family: "mass",
    name: "Signed mass ratio",
    definition: "M_R / M of signed values, as Quantus has it; it may leave [0, 1]",
    unit: "1",
    better: "none",
    bounds: [LITTLE, MANY],
    given: ({ sign, preset }) => sign === "signed" && preset === "quantus",
    value: withReference(({ inside, all }) => (all.sum === 0 ? "no_mass" : inside.sum / all.sum)),
  },
  {
    key: "mean_reference",
    family: "mass",
    name: "Mean in the reference",
    definition: "M_R / K",
    unit: "value",
    better: "none",
    bounds: [LITTLE, MANY],
    value: withReference(({ inside }) => inside.sum / inside.voxels),
  },
  {
    key: "mean_rest",
    family: "mass",
    name: "Mean of the rest",
    definition: "(M − M_R) / (N − K)",
    unit: "value",
    better: "none",
    bounds: [LITTLE, MANY],
    value: ({ rest, k, n }) => (k === n ? "full_reference" : rest.sum / rest.voxels),
  },
  {
    key: "nss",
    family: "mass",
    name: "Normalised scanpath saliency",
    definition: "(mean of the reference − mean) / standard deviation (divisor N)",
    unit: "1",
    better: "higher",
    bounds: [LITTLE, MANY],
    chance: 0,
    value: withReference(scanpath),
  },
  {
    key: "cc",
    family: "mass",
    name: "Correlation",
    definition: "Pearson's r of the map and the reference's indicator: nss · √(K / (N − K))",
    unit: "1",
    better: "higher",
    bounds: [-1, 1],
    chance: 0,
    value: withReference((facts) => {
      const saliency = scanpath(facts);
      return typeof saliency === "string" ? saliency : saliency * Math.sqrt(facts.k / (facts.n - facts.k));
    }, true),
  },
  {
    key: "sim",
    family: "mass",
    name: "Similarity of shares",
    definition: "Σ min(m/M, 1/K) over the reference",
    unit: "1",
    better: "higher",
    bounds: [0, 1],
    value: shareScore(({ similarity }) => similarity),
  },
  {
    key: "kl",
    family: "mass",
    name: "Divergence of shares",
    definition: "Σ (1/K) · ln(ε + (1/K) / (ε + m/M)) over the reference, ε = 2⁻⁵² (Kullback–Leibler, as MIT has it)",
    unit: "1",
    better: "lower",
    bounds: [0, MANY],
    value: shareScore(({ divergence }) => divergence),
  },
];
