import type { GroupNumbers } from "../engine/protocol.js";
import { type BigNumber, formulaOf, MEANINGS } from "../state/formulas.js";
import { missSentence } from "../state/misses.js";
import { group, isMeasuring, numbers } from "../state/session.js";
import { count, ratio } from "./numbers-text.js";

const QUALITIES = ["pq", "sq", "rq"] as const;
const COUNTS = ["tp", "fp", "fn"] as const;

/** The six numbers that a reader looks for first, and the groups where there are several. */
export function BigNumbers() {
  if (numbers.value === null) return null;
  const { answer, group: own } = numbers.value;
  const names = Object.keys(answer.groups);
  const sentence = missSentence(answer);
  return (
    <section class={`numbers ${isMeasuring.value ? "settling" : ""}`} aria-label="Result">
      {names.length > 1 && (
        <h2 class="small">
          Group <bdi>{answer.group}</bdi>
        </h2>
      )}
      <dl class="big">
        {[...QUALITIES, ...COUNTS].map((key) => (
          <div key={key} class={key}>
            <dt>
              <Help name={key} />
            </dt>
            <dd data-number={key} title={reasonOf(own, key)}>
              {isQuality(key) ? ratio(own[key]) : count(own[key])}
            </dd>
          </div>
        ))}
      </dl>
      <p class="small faint">
        {sentence !== null && `${sentence} `}
        {count(own.n_ref_instances)} references, {count(own.n_pred_instances)} predictions
        {own.n_void_pred_instances !== undefined && own.n_void_pred_instances > 0
          ? ` and ${count(own.n_void_pred_instances)} in void`
          : ""}{" "}
        · precision {ratio(own.prec)}, recall {ratio(own.rec)}
        {own.rq === null && own.pq_reason !== undefined ? ` · no PQ: ${own.pq_reason}` : ""}
      </p>
      {answer.notes.length > 0 && (
        <ul class="small" aria-label="Notes">
          {answer.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      {names.length > 1 && <Groups names={names} />}
    </section>
  );
}

function isQuality(key: BigNumber): key is (typeof QUALITIES)[number] {
  return key.endsWith("q");
}

/** The number's definition, and its arithmetic in this case. */
function Help({ name }: { readonly name: BigNumber }) {
  if (numbers.value === null) return null;
  const { answer, group: own } = numbers.value;
  const formula = formulaOf(name, own, answer);
  return (
    <details class="help">
      <summary title={MEANINGS[name]}>{name.toUpperCase()}</summary>
      <div class="help-text">
        <p>{MEANINGS[name]}</p>
        {formula !== null && <p class="formula">{formula}</p>}
        {reasonOf(own, name) !== undefined && <p>{reasonOf(own, name)}</p>}
      </div>
    </details>
  );
}

/** Why there is no number. */
function reasonOf(own: GroupNumbers, key: BigNumber): string | undefined {
  if (!isQuality(key) || (own[key] !== null && own[key] !== undefined)) return undefined;
  const reason = (own as unknown as Readonly<Record<string, unknown>>)[`${key}_reason`];
  return typeof reason === "string" ? reason : undefined;
}

function Groups({ names }: { readonly names: readonly string[] }) {
  if (numbers.value === null) return null;
  const { answer } = numbers.value;
  const all = names.map((name) => answer.groups[name]);
  return (
    <div class="scroll groups">
      <table>
        <caption class="unseen">Groups</caption>
        <thead>
          <tr>
            <th scope="col">Group</th>
            {[...QUALITIES, ...COUNTS].map((key) => (
              <th key={key} scope="col" class="number">
                {key.toUpperCase()}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name, i) => {
            const own = all[i];
            const isShown = name === answer.group;
            return (
              <tr key={name} class={isShown ? "selected" : ""}>
                <th scope="row">
                  <button
                    type="button"
                    class="plain"
                    aria-pressed={isShown}
                    onClick={() => {
                      group.value = name;
                    }}
                  >
                    <bdi>{name}</bdi>
                  </button>
                </th>
                {QUALITIES.map((key) => (
                  <td key={key} class="number" title={reasonOf(own, key)}>
                    {ratio(own[key])}
                  </td>
                ))}
                {COUNTS.map((key) => (
                  <td key={key} class="number">
                    {count(own[key])}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" title="of the groups that have the number">
              Mean of groups
            </th>
            {QUALITIES.map((key) => (
              <td key={key} class="number">
                {ratio(meanOf(all.map((own) => own[key])))}
              </td>
            ))}
            {COUNTS.map((key) => (
              <td key={key} />
            ))}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

/** Of those that are numbers; null where none is. */
function meanOf(values: readonly (number | null | undefined)[]): number | null {
  const found = values.filter((value): value is number => typeof value === "number" && !Number.isNaN(value));
  return found.length === 0 ? null : found.reduce((sum, value) => sum + value, 0) / found.length;
}
