import { EDGE_CASES, type EdgeCase } from "../../metrics/registry.js";
import type { EdgeCasesOption } from "../edge-cases.js";
import { metricKey } from "./panoptica-metrics.js";
import { enumName, type PanopticaNode, refuseOtherKeys, valueAt } from "./panoptica-node.js";

/** panoptica's names of the cases. `normal` is the one in which both sides have instances and none match. */
const CASES: Readonly<Record<EdgeCase, string>> = {
  bothEmpty: "no_instances_result",
  referenceEmpty: "empty_reference_result",
  predictionEmpty: "empty_prediction_result",
  noMatch: "normal",
};

const RESULTS = { INF: "Infinity", NAN: "NaN", ZERO: 0, ONE: 1, NONE: "NaN" } as const;
type ResultName = keyof typeof RESULTS;

/** The table of empty cases of an `!EdgeCaseHandler`. */
export function readEdgeCases(handler: PanopticaNode, notes: string[]): EdgeCasesOption {
  refuseOtherKeys(handler, ["listmetric_zeroTP_handling", "empty_list_std"]);
  const deviation = valueAt(handler, "empty_list_std");
  if (deviation !== null && resultName(deviation) !== "NAN") {
    notes.push("empty_list_std is always NAN here: the standard deviation of no values is undefined.");
  }
  const table = valueAt(handler, "listmetric_zeroTP_handling");
  const rows = [...(table?.entries ?? [])].flatMap(([name, handling]) => {
    const key = metricKey(name);
    return key === null ? [] : [[key, readCases(name, handling, notes)] as const];
  });
  return Object.fromEntries(rows);
}

function readCases(metric: string, handling: PanopticaNode, notes: string[]) {
  refuseOtherKeys(handling, [...Object.values(CASES), "default_result"]);
  const cases = EDGE_CASES.map((edgeCase) => {
    const given = valueAt(handling, CASES[edgeCase]) ?? valueAt(handling, "default_result");
    if (given === null) throw handling.refusal(`${metric} needs ${CASES[edgeCase]} or default_result.`);
    const name = resultName(given);
    if (name === "NONE") notes.push(`${metric}, ${CASES[edgeCase]}: NONE is given as NaN.`);
    return [edgeCase, RESULTS[name]] as const;
  });
  return Object.fromEntries(cases);
}

function resultName(node: PanopticaNode): ResultName {
  return enumName(node, "EdgeCaseResult", Object.keys(RESULTS)) as ResultName;
}
