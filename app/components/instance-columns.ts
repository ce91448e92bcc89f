import type { Side } from "../../src/index.js";
import { type MetricKey, metricOf } from "../../src/metrics/registry.js";
import { shortName } from "../../src/metrics/value-names.js";
import { withUnit } from "../../src/reports/case/text.js";
import { kindText, STATUSES } from "../engine/outcome.js";
import type { SideColumns } from "../engine/protocol.js";
import type { SortKey } from "../state/arrange.js";
import type { TableColumn } from "./instance-row.js";
import { count, ratio, shown, volume } from "./numbers-text.js";

type Column = TableColumn & { readonly key: SortKey };

/** The columns of the table of instances, narrow enough that all of the usual ones fit on a screen of 1440 pixels. */
export function instanceColumns(columns: SideColumns, side: Side, dimensions: number): readonly Column[] {
  const { labels, classes, statuses, kinds, voxels, volumes, partners, partnerOffsets } = columns;
  const [unit, size] = dimensions === 2 ? ["mm²", "area"] : ["mm³", "volume"];
  const metrics = (Object.keys(columns.metrics) as MetricKey[]).map((key): Column => {
    const { name, unit: own } = metricOf(key);
    const text = own === "mm" ? shown : ratio;
    return {
      key,
      title: withUnit(shortName(key), own),
      meaning: `${name}, against all that it is matched to; – where it is not matched`,
      isNumber: true,
      width: own === "mm" ? 70 : 52,
      text: (i) => text(columns.metrics[key]?.[i]),
    };
  });
  return [
    {
      key: "label",
      title: "No.",
      meaning: "the instance's number in the result",
      isNumber: true,
      width: 40,
      text: (i) => (labels[i] === 0 ? "–" : String(labels[i])),
    },
    {
      key: "class",
      title: "Label",
      meaning: "the label of its voxels in the file; – where labels that touch were joined",
      isNumber: true,
      width: 44,
      text: (i) => (classes[i] === 0 ? "–" : String(classes[i])),
    },
    {
      key: "status",
      title: "Status",
      meaning: "what the counts say of it; void: neither right nor wrong",
      isNumber: false,
      width: 76,
      text: (i) => STATUSES[statuses[i]],
    },
    {
      key: "kind",
      title: "Kind",
      meaning: "kind of error: why, by the shape of its overlaps",
      isNumber: false,
      width: 82,
      text: (i) => kindText(kinds[i]),
    },
    {
      key: "partner",
      title: "Matched to",
      meaning: side === "reference" ? "numbers of its predictions" : "numbers of its references",
      isNumber: false,
      width: 70,
      text: (i) => partners.subarray(partnerOffsets[i], partnerOffsets[i + 1]).join(", "),
    },
    { key: "voxels", title: "Voxels", meaning: "voxels", isNumber: true, width: 60, text: (i) => count(voxels[i]) },
    {
      key: "volume",
      title: unit,
      meaning: size,
      isNumber: true,
      width: 60,
      text: (i) => volume(volumes[i]),
    },
    ...metrics,
  ];
}
