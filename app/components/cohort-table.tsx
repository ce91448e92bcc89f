import { cohort, isRunning } from "../state/cohort.js";
import { openCase } from "../state/session.js";
import { count, ratio } from "./numbers-text.js";

/** All cases of a cohort, each a row that opens it. */
export function CohortTable() {
  const cases = cohort.value ?? [];
  const done = cases.filter(({ groups, failure }) => groups !== null || failure !== null).length;
  return (
    <main class="cohort">
      <p class="faint" aria-live="polite">
        {isRunning.value ? `${done} of ${cases.length} cases evaluated…` : `${cases.length} cases.`}
      </p>
      <div class="scroll">
        <table>
          <caption class="unseen">Cases</caption>
          <thead>
            <tr>
              <th scope="col">Case</th>
              <th scope="col">Group</th>
              {["PQ", "SQ", "RQ", "TP", "FP", "FN"].map((name) => (
                <th key={name} scope="col" class="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {cases.flatMap((each) => {
              const groups = Object.entries(each.groups ?? {});
              const open = () =>
                void openCase({ reference: each.reference, prediction: each.prediction, anatomy: null });
              const head = (
                <th scope="row" rowSpan={Math.max(1, groups.length)}>
                  <button type="button" class="plain" onClick={open}>
                    {each.name}
                  </button>
                </th>
              );
              if (groups.length === 0) {
                return [
                  <tr key={each.name}>
                    {head}
                    <td colSpan={7} class={each.failure === null ? "faint" : "failed"}>
                      {each.failure?.message ?? "…"}
                    </td>
                  </tr>,
                ];
              }
              return groups.map(([name, own], i) => (
                <tr key={`${each.name} ${name}`}>
                  {i === 0 && head}
                  <td>{name}</td>
                  {[own.pq, own.sq, own.rq].map((value, k) => (
                    <td key={["pq", "sq", "rq"][k]} class="number">
                      {ratio(value)}
                    </td>
                  ))}
                  {[own.tp, own.fp, own.fn].map((value, k) => (
                    <td key={["tp", "fp", "fn"][k]} class="number">
                      {count(value)}
                    </td>
                  ))}
                </tr>
              ));
            })}
          </tbody>
        </table>
      </div>
    </main>
  );
}
