import { signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Side } from "../../src/index.js";
import { KINDS_OF_SIDE, type Kind, STATUSES_OF_SIDE, type Status } from "../engine/outcome.js";
import type { Answer } from "../engine/protocol.js";
import { type Arrangement, arrange } from "../state/arrange.js";
import { selected } from "../state/selection.js";
import { current } from "../state/session.js";
import { instanceColumns } from "./instance-columns.js";
import { InstanceRow, rowId } from "./instance-row.js";
import { count } from "./numbers-text.js";
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
  const shownColumns = instanceColumns(columns, side.value, current.value?.shape.length ?? 3);
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
            aria-activedescendant={position < 0 ? undefined : rowId(order[position])}
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
                  key={order[index]}
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
          {STATUSES_OF_SIDE[side.value].map((each) => (
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
