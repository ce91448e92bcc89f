import { group, isMeasuring, numbers } from "../state/session.js";
import { count, ratio } from "./numbers-text.js";

const QUALITIES = [
  ["pq", "PQ", "Panoptic quality: SQ × RQ"],
  ["sq", "SQ", "Segmentation quality: mean IoU of the matched references"],
  ["rq", "RQ", "Recognition quality: TP / (TP + FP/2 + FN/2)"],
] as const;
const COUNTS = [
  ["tp", "TP", "Matched references"],
  ["fp", "FP", "Predictions without a match"],
  ["fn", "FN", "References without a match"],
] as const;

/** The six numbers that a reader looks for first, and the groups where there are several. */
export function BigNumbers() {
  if (numbers.value === null) return null;
  const { answer, group: own } = numbers.value;
  const names = Object.keys(answer.groups);
  return (
    <section class={`numbers ${isMeasuring.value ? "settling" : ""}`} aria-label="Result">
      <dl class="big">
        {QUALITIES.map(([key, name, meaning]) => (
          <div key={key} class="quality">
            <dt title={meaning}>{name}</dt>
            <dd data-number={key}>{ratio(own[key])}</dd>
          </div>
        ))}
        {COUNTS.map(([key, name, meaning]) => (
          <div key={key} class={`count ${key}`}>
            <dt title={meaning}>{name}</dt>
            <dd data-number={key}>{count(own[key])}</dd>
          </div>
        ))}
      </dl>
      <p class="small faint">
        {count(own.n_ref_instances)} references, {count(own.n_pred_instances)} predictions · precision {ratio(own.prec)}
        , recall {ratio(own.rec)}
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

function Groups({ names }: { readonly names: readonly string[] }) {
  if (numbers.value === null) return null;
  const { answer } = numbers.value;
  return (
    <div class="scroll groups">
      <table>
        <caption class="unseen">Groups</caption>
        <thead>
          <tr>
            <th scope="col">Group</th>
            {[...QUALITIES, ...COUNTS].map(([key, name]) => (
              <th key={key} scope="col" class="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name) => {
            const own = answer.groups[name];
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
                    {name}
                  </button>
                </th>
                {QUALITIES.map(([key]) => (
                  <td key={key} class="number">
                    {ratio(own[key])}
                  </td>
                ))}
                {COUNTS.map(([key]) => (
                  <td key={key} class="number">
                    {count(own[key])}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
