import { delimited } from "./delimited.js";
import type { Numbers, PanopticaCohort, PanopticaSubject } from "./panoptica-subjects.js";

/** The table that `Panoptica_Aggregator` writes: a row for each subject, and one for each of its reference instances. */
export function panopticaTsv({ groups, keys, subjects }: PanopticaCohort): string {
  const header = ["subject_name", ...groups.flatMap((group) => keys.map((key) => `${group}-${key}`))];
  const cellsOf = (values: Numbers | undefined) => keys.map((key) => pythonFloat(values?.[key] ?? null));
  const rowsOf = ({ name, groups: own }: PanopticaSubject) => [
    [name, ...groups.flatMap((group) => cellsOf(own[group]?.values))],
    ...groups.flatMap((group) =>
      (own[group]?.instances ?? []).map((instance, i) => [
        `${name}-${group}_inst_${i}`,
        ...groups.flatMap((other) => cellsOf(other === group ? instance : undefined)),
      ]),
    ),
  ];
  return delimited([header, ...subjects.flatMap(rowsOf)], "\t");
}

/** The same as one JSON object a line. */
export function panopticaJsonl({ groups, keys, subjects }: PanopticaCohort): string {
  return subjects
    .map(({ name, groups: own }) => {
      const texts = groups
        .filter((group) => group in own)
        .map((group) => {
          const { values, instances = [] } = own[group];
          const rows = instances.map((instance) => objectOf(Object.keys(instance), instance));
          const reference = rows.length > 0 ? `,"reference_instances":[${rows.join(",")}]` : "";
          return `${JSON.stringify(group)}:${objectOf(keys, values).slice(0, -1)}${reference}}`;
        });
      return `{"subject_name":${JSON.stringify(name)},"groups":{${texts.join(",")}}}\n`;
    })
    .join("");
}

function objectOf(keys: readonly string[], values: Numbers): string {
  return `{${keys.map((key) => `${JSON.stringify(key)}:${pythonFloat(values[key] ?? null) || "null"}`).join(",")}}`;
}

/** A number as Python writes a float, the shortest text that reads back as the same; empty for null. */
function pythonFloat(value: number | null): string {
  if (value === null) return "";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const [digits, exponent] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power < -4 || power >= 16) return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
  // JavaScript turns to exponents below 1e-6 only, and above 1e21.
  const text = String(value);
  return text.includes(".") ? text : `${text}.0`;
}
