import type { Side } from "../../src/index.js";
import { outcomeOfKindCode, STATUSES } from "../engine/outcome.js";
import type { SideColumns } from "../engine/protocol.js";

export interface TableColumn {
  readonly key: string;
  readonly title: string;
  readonly meaning: string;
  readonly isNumber: boolean;
  /** Pixels. */
  readonly width: number;
  readonly text: (i: number) => string;
}

interface InstanceRowProps {
  /** Its place in the table, and that among the instances. */
  readonly index: number;
  readonly at: number;
  readonly columns: readonly TableColumn[];
  readonly side: Side;
  readonly instances: SideColumns;
  readonly isSelected: boolean;
  readonly onPick: () => void;
}

/** The id by which the table names its selected row. */
export function rowId(at: number): string {
  return `instance-${at}`;
}

/** One instance. */
export function InstanceRow({ index, at, columns, side, instances, isSelected, onPick }: InstanceRowProps) {
  return (
    <tr
      id={rowId(at)}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      class={isSelected ? "selected" : ""}
      onClick={onPick}
    >
      {columns.map(({ key, isNumber, text }) => (
        <td key={key} class={isNumber ? "number" : ""}>
          {key === "status" && <span class={`dot ${STATUSES[instances.statuses[at]]}`} aria-hidden="true" />}
          {key === "kind" && (
            <span class={`dot ${outcomeOfKindCode(instances.kinds[at], side) ?? ""}`} aria-hidden="true" />
          )}
          {text(at)}
        </td>
      ))}
    </tr>
  );
}
