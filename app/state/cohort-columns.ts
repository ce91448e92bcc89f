import { cohort, deskOfNow } from "./cohort.js";
import { say } from "./notices.js";

/** Gives the cases the further columns of a table (site, patient, …) that names them in its column `case`. */
export async function addColumns(file: File): Promise<void> {
  const reply = await deskOfNow()?.api.columnsIn(new Uint8Array(await file.arrayBuffer()), file.name);
  const plan = cohort.peek();
  if (reply === undefined || plan === null || reply.kind === "given-up") return;
  if (reply.kind === "failed") return say(reply.failure.message);
  const found = reply.value;
  const missing = [...new Set(plan.cases.map((each) => each.case))].filter((id) => !found.has(id));
  if (missing.length > 0) {
    return say(`${file.name} has no row of ${missing.slice(0, 8).join(", ")}. Its column case must name every case.`);
  }
  const names = [...new Set([...found.values()].flatMap((columns) => Object.keys(columns)))];
  cohort.value = {
    ...plan,
    cases: plan.cases.map((each) => {
      const own = found.get(each.case) ?? {};
      return {
        ...each,
        columns: { ...each.columns, ...Object.fromEntries(names.map((name) => [name, own[name] ?? ""])) },
      };
    }),
  };
}
