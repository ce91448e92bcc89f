import type { ClassMembers } from "../../src/index.js";
import type { Answer, InstanceId } from "../engine/protocol.js";
import { isSelected, selected } from "../state/selection.js";
import { ratio } from "./numbers-text.js";

type Side = InstanceId["side"];

/** So many labels are listed of a kind; the table of instances has them all. */
const LISTED = 40;

const KINDS: readonly { readonly key: string; readonly name: string; readonly meaning: string }[] = [
  { key: "correct", name: "Correct", meaning: "one reference with one prediction" },
  { key: "split", name: "Split", meaning: "one reference with several predictions" },
  {
    key: "complementary_fragment",
    name: "Complementary fragments",
    meaning: "those of a split that make its best union",
  },
  { key: "duplicate", name: "Duplicates", meaning: "the other predictions of a split" },
  { key: "merged", name: "Merged", meaning: "one prediction with several references" },
  { key: "mixed", name: "Mixed", meaning: "several of both" },
  { key: "missed", name: "Missed", meaning: "a reference alone" },
  { key: "spurious", name: "Spurious", meaning: "a prediction alone" },
];

/** The kinds of error, whose they are, and what each costs. */
export function ErrorKinds({ answer }: { readonly answer: Answer }) {
  const { taxonomy } = answer.groups[answer.group];
  if (taxonomy === undefined) return <p class="faint">The option taxonomy is off.</p>;
  const { references, predictions, pq_cost: costs } = taxonomy;
  const membersOf = (of: object, key: string) => (of as Readonly<Record<string, ClassMembers>>)[key];
  const reason = KINDS.map(({ key }) => (costs as Readonly<Record<string, unknown>>)[`${key}_reason`]).find(Boolean);
  return (
    <div class="scroll">
      <table class="kinds">
        <caption class="faint">
          By overlaps that cover at least {taxonomy.significant_share * 100} % of either instance, whatever the
          strategy. Cost: by how much PQ would rise if this kind alone were repaired.
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
          {KINDS.map(({ key, name, meaning }) => {
            const cost = (costs as Readonly<Record<string, number | null | undefined>>)[key];
            return (
              <tr key={key}>
                <th scope="row" title={meaning}>
                  {name}
                </th>
                <Members group={answer.group} side="reference" members={membersOf(references, key)} />
                <Members group={answer.group} side="prediction" members={membersOf(predictions, key)} />
                <td class="number">
                  {ratio(cost)}
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
  readonly members: ClassMembers | undefined;
}

function Members({ group, side, members }: MembersProps) {
  if (members === undefined) return <td />;
  return (
    <td>
      <strong>{members.n}</strong>{" "}
      {members.labels.slice(0, LISTED).map((label) => {
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
      {members.labels.length > LISTED && <span class="faint">…</span>}
    </td>
  );
}
