import { KINDS, type Kind, STATUSES, type Status } from "../engine/outcome.js";
import type { SideColumns } from "../engine/protocol.js";

/** Sort keys of a table of instances: its fixed columns and the metrics. */
export type SortKey =
  | "label"
  | "class"
  | "status"
  | "kind"
  | "partner"
  | "voxels"
  | "volume"
  | keyof SideColumns["metrics"];

export interface Arrangement {
  readonly sort: SortKey;
  readonly falling: boolean;
  /** Only instances whose label, or a partner's label, begins so. */
  readonly text: string;
  /** Only instances of this status or kind of error; null: all. */
  readonly only: Status | Kind | null;
}

/** The instances to show, by index, in order. Equal ones stay in the order of labels; what has no value comes last. */
export function arrange(columns: SideColumns, { sort, falling, text, only }: Arrangement): Uint32Array {
  const { labels, statuses, kinds, partners, partnerOffsets } = columns;
  const [status, kind] = [STATUSES, KINDS].map((words: readonly string[]) =>
    only === null ? -1 : words.indexOf(only),
  );
  const start = text.trim();
  const begins = (label: number) => String(label).startsWith(start);
  const kept: number[] = [];
  for (let i = 0; i < labels.length; i++) {
    if ((status >= 0 && statuses[i] !== status) || (kind >= 0 && kinds[i] !== kind)) continue;
    const isFound =
      start === "" || begins(labels[i]) || partners.subarray(partnerOffsets[i], partnerOffsets[i + 1]).some(begins);
    if (isFound) kept.push(i);
  }
  const values = valuesOf(columns, sort);
  const sign = falling ? -1 : 1;
  return Uint32Array.from(
    kept.sort((a, b) => {
      const [one, other] = [values(a), values(b)];
      const [isOne, isOther] = [!Number.isNaN(one), !Number.isNaN(other)];
      if (!isOne || !isOther) return Number(isOther) - Number(isOne) || a - b;
      return (one === other ? 0 : sign * (one - other)) || a - b;
    }),
  );
}

function valuesOf(columns: SideColumns, sort: SortKey): (i: number) => number {
  const { labels, classes, statuses, kinds, voxels, volumes, partners, partnerOffsets, metrics } = columns;
  switch (sort) {
    case "label":
      return (i) => labels[i];
    case "class":
      return (i) => classes[i];
    case "status":
      return (i) => statuses[i];
    case "kind":
      return (i) => kinds[i];
    case "partner":
      return (i) => (partnerOffsets[i] < partnerOffsets[i + 1] ? partners[partnerOffsets[i]] : Number.NaN);
    case "voxels":
      return (i) => voxels[i];
    case "volume":
      return (i) => volumes[i];
    default: {
      const column = metrics[sort];
      return (i) => column?.[i] ?? Number.NaN;
    }
  }
}
