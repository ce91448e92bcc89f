import { signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Side } from "../../src/index.js";
import { type MetricKey, metricOf } from "../../src/metrics/registry.js";
import { KINDS_OF_SIDE, type Kind, kindText, STATUSES, type Status } from "../engine/outcome.js";
import type { Answer, SideColumns } from "../engine/protocol.js";
import { type Arrangement, arrange, type SortKey } from "../state/arrange.js";
import { selected } from "../state/selection.js";
import { InstanceRow, type TableColumn } from "./instance-row.js";
import { count, ratio, shown, volume } from "./numbers-text.js";
import { SideSwitch } from "./side-switch.js";
import { useVirtual } from "./use-virtual.js";

const ROW_HEIGHT = 25;
const ROWS_A_PAGE = 15;

const side = signal<Side>("reference");
const arrangement = signal<Arrangement>({ sort: "label", falling: false, text: "", only: null });

/** All instances of a side: sortable, filterable; only the rows in sight are drawn. */
export function InstanceTable({ answer }: { readonly answer: Answer }) {
  const now = selected.value;
  // A selection made elsewhere is shown here.
  useEffect(() => {
    if (now !== null) side.value = now.side;
  }, [now]);
  const columns = answer[side.value];
  const order = useMemo(() => arrange(columns, arrangement.value), [columns, arrangement.value]);
  const list = useVirtual(order.length, rowHeight, ROW_HEIGHT);
  const shownColumns = columnsFor(columns, side.value);
  const { sort, falling } = arrangement.value;
  const position = now?.side === side.value ? order.findIndex((i) => columns.labels[i] === now.label) : -1;
  useEffect(() => {
    if (position >= 0) list.show(position);
  }, [position]);

  const pick = (at: number) => {
    const i = order[Math.max(0, Math.min(order.length - 1, at))];
    if (i !== undefined) selected.value = { group: answer.group, side: side.value, label: columns.labels[i] };
  };
  const move = (event: KeyboardEvent) => {
    const last = order.length - 1;
    const to = {
      ArrowDown: position + 1,
      ArrowUp: position < 0 ? last : position - 1,
      PageDown: position + ROWS_A_PAGE,
      PageUp: position - ROWS_A_PAGE,
      Home: 0,
      End: last,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    pick(to);
    // The row may be selected already, and out of sight.
    list.show(Math.max(0, Math.min(last, to)));
  };

  return (
    <>
      <Filters total={columns.labels.length} found={order.length} />
      <div class="scroll instances" ref={list.scroller}>
        <div class="whole" style={{ height: `${list.height + ROW_HEIGHT}px` }}>
          <table
            // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: its rows can be selected
            role="grid"
            tabIndex={0}
            onKeyDown={move}
            style={{ marginTop: `${list.items[0]?.start ?? 0}px` }}
            aria-label={side.value === "reference" ? "References" : "Predictions"}
            aria-rowcount={order.length + 1}
          >
            <colgroup>
              {shownColumns.map(({ key, width }) => (
                <col key={key} style={{ width: `${width}px` }} />
              ))}
            </colgroup>
            <thead>
              <tr aria-rowindex={1}>
                {shownColumns.map(({ key, title, meaning, isNumber }) => (
                  <th
                    key={key}
                    scope="col"
                    class={isNumber ? "number" : ""}
                    aria-sort={key === sort ? (falling ? "descending" : "ascending") : "none"}
                  >
                    <button
                      type="button"
                      class="plain"
                      title={meaning}
                      onClick={() => {
                        const isAgain = key === sort;
                        arrangement.value = { ...arrangement.value, sort: key, falling: isAgain && !falling };
                      }}
                    >
                      {title}
                      <span aria-hidden="true">{key === sort ? (falling ? " ↓" : " ↑") : ""}</span>
                    </button>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {list.items.map(({ index }) => (
                <InstanceRow
                  key={columns.labels[order[index]]}
                  index={index}
                  at={order[index]}
                  columns={shownColumns}
                  side={side.value}
                  instances={columns}
                  isSelected={index === position}
                  onPick={() => pick(index)}
                />
              ))}
            </tbody>
          </table>
        </div>
      </div>
    </>
  );
}

const rowHeight = () => ROW_HEIGHT;

function Filters({ total, found }: { readonly total: number; readonly found: number }) {
  const { text, only } = arrangement.value;
  const other: Status = side.value === "reference" ? "spurious" : "missed";
  return (
    <div class="filters">
      <SideSwitch side={side} />
      <input
        type="search"
        placeholder="Label…"
        aria-label="Only labels that begin with"
        value={text}
        onInput={(event) => {
          arrangement.value = { ...arrangement.value, text: event.currentTarget.value };
        }}
      />
      <select
        aria-label="Only the status or kind of error"
        value={only ?? ""}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          arrangement.value = { ...arrangement.value, only: chosen === "" ? null : (chosen as Status | Kind) };
        }}
      >
        <option value="">all</option>
        <optgroup label="Status">
          {STATUSES.filter((each) => each !== other).map((each) => (
            <option key={each}>{each}</option>
          ))}
        </optgroup>
        <optgroup label="Kind of error">
          {KINDS_OF_SIDE[side.value].map((each) => (
            <option key={each}>{each}</option>
          ))}
        </optgroup>
      </select>
      <span class="faint small">{found === total ? count(total) : `${count(found)} of ${count(total)}`}</span>
    </div>
  );
}

function columnsFor(columns: SideColumns, of: Side): readonly (TableColumn & { readonly key: SortKey })[] {
  const metrics = (Object.keys(columns.metrics) as MetricKey[]).map((key) => {
    const { name, unit } = metricOf(key);
    const text = unit === "mm" ? shown : ratio;
    return {
      key,
      title: unit === "mm" ? `${key} (mm)` : key,
      meaning: name,
      isNumber: true,
      width: 76,
      text: (i: number) => text(columns.metrics[key]?.[i]),
    };
  });
  return [
    { key: "label", title: "Label", meaning: "its label in the result", isNumber: true, width: 64 },
    { key: "class", title: "Class", meaning: "the label of its voxels in the volume", isNumber: true, width: 56 },
    { key: "status", title: "Status", meaning: "what the counts say of it", isNumber: false, width: 78 },
    { key: "kind", title: "Kind of error", meaning: "why, by the shape of its overlaps", isNumber: false, width: 88 },
    {
      key: "partner",
      title: of === "reference" ? "Predictions" : "References",
      meaning: "what it is matched to",
      isNumber: false,
      width: 92,
    },
    { key: "voxels", title: "Voxels", meaning: "voxels", isNumber: true, width: 76 },
    { key: "volume", title: "mm³", meaning: "volume (area in 2D)", isNumber: true, width: 76 },
    ...metrics,
  ].map((column) => ({ text: textOf(columns, column.key as SortKey), ...column })) as (TableColumn & {
    readonly key: SortKey;
  })[];
}

function textOf(columns: SideColumns, key: SortKey): (i: number) => string {
  const { labels, classes, statuses, kinds, voxels, volumes, partners, partnerOffsets } = columns;
  switch (key) {
    case "label":
      return (i) => String(labels[i]);
    case "class":
      return (i) => (classes[i] === 0 ? "–" : String(classes[i]));
    case "status":
      return (i) => STATUSES[statuses[i]];
    case "kind":
      return (i) => kindText(kinds[i]);
    case "partner":
      return (i) => partners.subarray(partnerOffsets[i], partnerOffsets[i + 1]).join(", ");
    case "voxels":
      return (i) => count(voxels[i]);
    case "volume":
      return (i) => volume(volumes[i]);
    default:
      return () => "";
  }
}
