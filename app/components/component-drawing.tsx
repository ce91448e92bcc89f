import type { Side } from "../../src/index.js";
import { kindText, STATUSES } from "../engine/outcome.js";
import type { Answer, EdgeColumns } from "../engine/protocol.js";
import type { OverlapComponent } from "../state/overlap-components.js";
import { isSelected, selected } from "../state/selection.js";
import { count, ratio } from "./numbers-text.js";

const LINE = 24;
const WIDTH = 340;
const [LEFT, RIGHT] = [90, WIDTH - 90];
/** More nodes of a side than this are not drawn, as their lines would be unreadable. */
const DRAWN = 60;

/** Pixels that the drawing of a component takes. */
export function heightOf({ references, predictions }: OverlapComponent): number {
  const lines = Math.min(DRAWN, Math.max(references.length, predictions.length));
  return LINE * lines + 14 + (isCut({ references, predictions }) ? LINE : 0);
}

function isCut({ references, predictions }: Pick<OverlapComponent, "references" | "predictions">): boolean {
  return references.length > DRAWN || predictions.length > DRAWN;
}

interface ComponentDrawingProps {
  readonly answer: Answer;
  readonly edges: EdgeColumns;
  readonly component: OverlapComponent;
}

/** One component: references at the left, predictions at the right, a line for each pair that shares voxels. */
export function ComponentDrawing({ answer, edges, component }: ComponentDrawingProps) {
  const references = component.references.slice(0, DRAWN);
  const predictions = component.predictions.slice(0, DRAWN);
  const lines = Math.max(references.length, predictions.length);
  // The shorter side stands in the middle of the longer.
  const placer = (members: readonly number[]) => {
    const first = (LINE * (lines - members.length)) / 2 + LINE / 2 + 4;
    return (i: number) => first + LINE * i;
  };
  const [referenceAt, predictionAt] = [placer(references), placer(predictions)];
  const rowOf = (side: Side, members: readonly number[]) =>
    new Map(members.map((member, i) => [answer[side].labels[member], i]));
  const [referenceRows, predictionRows] = [rowOf("reference", references), rowOf("prediction", predictions)];
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing whose nodes are controls */}
      <svg
        width={WIDTH}
        height={LINE * lines + 8}
        role="group"
        aria-label={`${component.references.length} references, ${component.predictions.length} predictions`}
      >
        {component.edges.map((e) => {
          const [from, to] = [referenceRows.get(edges.references[e]), predictionRows.get(edges.predictions[e])];
          if (from === undefined || to === undefined) return null;
          const [y1, y2] = [referenceAt(from), predictionAt(to)];
          const isFrom = isSelected({ group: answer.group, side: "reference", label: edges.references[e] });
          const isTouched =
            isFrom || isSelected({ group: answer.group, side: "prediction", label: edges.predictions[e] });
          const middle = (LEFT + RIGHT) / 2;
          return (
            <g key={e} class={`edge ${kindOf(edges.fates[e])} ${isTouched ? "touched" : ""}`}>
              <title>{`score ${ratio(edges.scores[e])}, ${count(edges.overlaps[e])} voxels shared: ${edges.fates[e]}`}</title>
              <path d={`M${LEFT},${y1} C${middle},${y1} ${middle},${y2} ${RIGHT},${y2}`} />
              {isTouched && (
                // At the far end, where the lines of the selected instance lie apart.
                <text x={isFrom ? RIGHT - 36 : LEFT + 36} y={(isFrom ? y2 : y1) + 4}>
                  {ratio(edges.scores[e])}
                </text>
              )}
            </g>
          );
        })}
        {references.map((i, k) => (
          <Node key={i} answer={answer} side="reference" i={i} x={LEFT} y={referenceAt(k)} />
        ))}
        {predictions.map((i, k) => (
          <Node key={i} answer={answer} side="prediction" i={i} x={RIGHT} y={predictionAt(k)} />
        ))}
      </svg>
      {isCut(component) && (
        <p class="faint small">
          The first {DRAWN} of {component.references.length} references and {component.predictions.length} predictions.
        </p>
      )}
    </>
  );
}

/** How a pair's line is drawn. */
function kindOf(fate: EdgeColumns["fates"][number]): "chosen" | "candidate" | "below" {
  if (fate === "chosen") return "chosen";
  return fate === "below-threshold" || fate === "union-below-threshold" || fate === "different-label"
    ? "below"
    : "candidate";
}

interface NodeProps {
  readonly answer: Answer;
  readonly side: Side;
  /** Its index among the instances of the side. */
  readonly i: number;
  readonly x: number;
  readonly y: number;
}

function Node({ answer, side, i, x, y }: NodeProps) {
  const columns = answer[side];
  const label = columns.labels[i];
  const id = { group: answer.group, side, label };
  const status = STATUSES[columns.statuses[i]];
  const kind = kindText(columns.kinds[i]);
  const pick = () => {
    selected.value = id;
  };
  const away = side === "reference" ? -12 : 12;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button within a drawing
    <g
      class={`node ${status} ${isSelected(id) ? "selected" : ""}`}
      role="button"
      // Attributes of a drawing are written as they are.
      tabindex={0}
      aria-label={`${label} ${count(columns.voxels[i])} voxels, ${side}, ${status}, kind of error: ${kind}`}
      aria-pressed={isSelected(id)}
      onClick={pick}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        pick();
      }}
    >
      <title>{`${status}, kind of error: ${kind}`}</title>
      <rect x={side === "reference" ? 0 : x - 8} y={y - LINE / 2} width={LEFT + 8} height={LINE} />
      <circle cx={x} cy={y} r={5} />
      <text x={x + away} y={y + 4} text-anchor={side === "reference" ? "end" : "start"}>
        {label}{" "}
        <tspan class="faint" dx={3}>
          {count(columns.voxels[i])}
        </tspan>
      </text>
    </g>
  );
}
