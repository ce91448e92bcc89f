import { signal } from "@preact/signals";
import { useCallback, useEffect, useMemo } from "preact/hooks";
import type { Answer } from "../engine/protocol.js";
import { overlapComponents } from "../state/overlap-components.js";
import { selected } from "../state/selection.js";
import { ComponentDrawing, heightOf } from "./component-drawing.js";
import { count } from "./numbers-text.js";
import { useVirtual } from "./use-virtual.js";

const showsPlain = signal(false);

/** Which instances overlap, which pairs were chosen, and which were not. */
export function OverlapGraph({ answer }: { readonly answer: Answer }) {
  const { reference, prediction, edges } = answer;
  const all = useMemo(
    () => (edges === null ? [] : overlapComponents(reference, prediction, edges)),
    [reference, prediction, edges],
  );
  const isAll = showsPlain.value;
  const now = selected.value;
  const held = useMemo(() => {
    if (now === null) return -1;
    const i = answer[now.side].labels.indexOf(now.label);
    return all.findIndex((each) => (now.side === "reference" ? each.references : each.predictions).includes(i));
  }, [all, now]);
  const components = useMemo(() => all.filter((each, i) => isAll || !each.isPlain || i === held), [all, isAll, held]);
  const sizeOf = useCallback((index: number) => heightOf(components[index]), [components]);
  const list = useVirtual(components.length, sizeOf);
  const position = held < 0 ? -1 : components.indexOf(all[held]);
  useEffect(() => {
    if (position >= 0) list.show(position);
  }, [position]);

  if (edges === null) return <p class="faint">Computing…</p>;
  const plain = all.filter((each) => each.isPlain).length;
  return (
    <>
      <div class="filters">
        <label class="check">
          <input
            type="checkbox"
            checked={isAll}
            onChange={(event) => {
              showsPlain.value = event.currentTarget.checked;
            }}
          />
          also {count(plain)} plain {plain === 1 ? "match" : "matches"}
        </label>
        <ul class="legend small" aria-label="Lines">
          <li>
            <span class="line chosen" /> matched
          </li>
          <li>
            <span class="line candidate" /> lost
          </li>
          <li>
            <span class="line below" /> below the threshold
          </li>
        </ul>
      </div>
      <div class="graph-heads faint small" aria-hidden="true">
        <span>References</span>
        <span>Predictions</span>
      </div>
      {components.length === 0 && <p class="faint">Every overlap is a plain match of one with one.</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: so that the list can be scrolled by keys */}
      <section class="scroll graph" ref={list.scroller} tabIndex={0} aria-label="Overlaps">
        <div style={{ height: `${list.height}px`, position: "relative" }}>
          {list.items.map(({ index, start }) => (
            <div key={index} class="component" style={{ transform: `translateY(${start}px)` }}>
              <ComponentDrawing answer={answer} edges={edges} component={components[index]} />
            </div>
          ))}
        </div>
      </section>
    </>
  );
}
