import type { Side } from "../../src/index.js";
import { outcomeOfKind } from "../../src/reports/figures/palette.js";
import { LOSS_NAMES } from "../../src/results/taxonomy/kinds.js";
import type { Loss } from "../../src/results/taxonomy/repairs.js";
import { KIND_MEANINGS, KINDS, KINDS_OF_SIDE, type Kind, STATUSES, type Status } from "../engine/outcome.js";
import type { Answer, SideColumns } from "../engine/protocol.js";
import { isSelected, selected } from "../state/selection.js";
import { ratio } from "./numbers-text.js";

/** Number of labels listed of a kind; the table of instances has them all. */
const LISTED = 40;

/** A row of the table: a kind of error, and the repair of which loss gives its cost. */
interface Row {
  readonly name: string;
  readonly meaning: string;
  /** Null: a cost without instances. */
  readonly kind: Kind | null;
  readonly side?: Side;
  readonly cost?: Loss;
}

const ROWS: readonly Row[] = [
  { name: "none", meaning: KIND_MEANINGS.none, kind: "none" },
  { name: "inaccurate", meaning: KIND_MEANINGS.inaccurate, kind: "inaccurate" },
  { name: LOSS_NAMES.outlines, meaning: "what both of these lose by an IoU below 1", kind: null, cost: "outlines" },
  { name: "split", meaning: KIND_MEANINGS.split, kind: "split", cost: "split" },
  { name: "fragment", meaning: KIND_MEANINGS.fragment, kind: "fragment", cost: "fragment" },
  { name: "duplicate", meaning: KIND_MEANINGS.duplicate, kind: "duplicate", cost: "duplicate" },
  { name: "merged", meaning: KIND_MEANINGS.merged, kind: "merged", cost: "merged" },
  { name: "mixed", meaning: KIND_MEANINGS.mixed, kind: "mixed", cost: "mixed" },
  { name: LOSS_NAMES.absent_ref, meaning: "a reference alone", kind: "absent", side: "reference", cost: "absent_ref" },
  {
    name: LOSS_NAMES.absent_pred,
    meaning: "a prediction alone",
    kind: "absent",
    side: "prediction",
    cost: "absent_pred",
  },
];

/** The kinds of error, whose they are, and what each costs. */
export function ErrorKinds({ answer }: { readonly answer: Answer }) {
  const { taxonomy } = answer.groups[answer.group];
  if (taxonomy === undefined) return <p class="faint">The option taxonomy is off.</p>;
  const { pq_cost: costs } = taxonomy;
  const reason = ROWS.flatMap(({ cost }) => (cost === undefined ? [] : (costs[`${cost}_reason`] ?? [])))[0];
  return (
    <div class="scroll">
      <table class="kinds">
        <caption class="faint">
          By overlaps that cover at least {taxonomy.significant_share * 100} % of either instance, under every strategy.{" "}
          {counted(answer.reference, "matched")} references are matched and {counted(answer.reference, "missed")}{" "}
          missed, {counted(answer.prediction, "matched")} predictions are matched and{" "}
          {counted(answer.prediction, "spurious")} spurious. Cost: by how much PQ would rise if this kind alone were
          repaired.
        </caption>
        <thead>
          <tr>
            <th scope="col">Kind</th>
            <th scope="col">References</th>
            <th scope="col">Predictions</th>
            <th scope="col" class="number">
              Cost in PQ
            </th>
          </tr>
        </thead>
        <tbody>
          {ROWS.map(({ name, meaning, kind, side, cost: error }) => {
            const cost = error === undefined ? undefined : costs[error];
            const members = (of: Side) =>
              kind === null || (side ?? of) !== of ? null : labelsOf(answer[of], KINDS.indexOf(kind));
            return (
              <tr key={name}>
                <th scope="row" title={meaning}>
                  {kind !== null && (
                    <span class={`dot ${outcomeOfKind(kind, side ?? "reference")}`} aria-hidden="true" />
                  )}
                  {name}
                </th>
                <Members group={answer.group} side="reference" kind={kind} labels={members("reference")} />
                <Members group={answer.group} side="prediction" kind={kind} labels={members("prediction")} />
                <td class="number">
                  {error === undefined ? "" : ratio(cost)}
                  {cost !== null && cost !== undefined && cost > 0 && (
                    <span class="cost-bar" style={{ width: `${Math.min(1, cost) * 60}px` }} />
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {typeof reason === "string" && <p class="faint small">No cost where: {reason}.</p>}
    </div>
  );
}

interface MembersProps {
  readonly group: string;
  readonly side: Side;
  readonly kind: Kind | null;
  /** Null where the side cannot have the kind. */
  readonly labels: readonly number[] | null;
}

function counted({ statuses }: SideColumns, status: Status): number {
  return statuses.reduce((sum, code) => sum + Number(STATUSES[code] === status), 0);
}

function labelsOf({ labels, kinds }: SideColumns, kind: number): number[] {
  return Array.from(labels).filter((_, i) => kinds[i] === kind);
}

function Members({ group, side, kind, labels }: MembersProps) {
  if (labels === null || kind === null || !KINDS_OF_SIDE[side].some((own) => own === kind)) return <td />;
  return (
    <td>
      <strong>{labels.length}</strong>{" "}
      {labels.slice(0, LISTED).map((label) => {
        const id = { group, side, label };
        return (
          <button
            key={label}
            type="button"
            class="chip"
            aria-label={`${side} ${label}`}
            aria-pressed={isSelected(id)}
            onClick={() => {
              selected.value = id;
            }}
          >
            {label}
          </button>
        );
      })}
      {labels.length > LISTED && <span class="faint">…</span>}
    </td>
  );
}
