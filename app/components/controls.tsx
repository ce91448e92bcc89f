import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { DESCRIBED_OPTIONS } from "../../src/options/described-options.js";
import { resolution } from "../state/options.js";
import { Field } from "./field.js";
import { GroupsField } from "./groups-field.js";
import { ThresholdField } from "./threshold-field.js";

type Key = (typeof DESCRIBED_OPTIONS)[number]["key"];

/** The options in the order in which users decide them. The last section lists the rest of the registry. */
const SECTIONS: readonly { readonly title: string; readonly keys: readonly Key[]; readonly open: boolean }[] = [
  {
    title: "Instances",
    keys: ["preset", "input", "connectivity", "groups", "minVolume", "minVoxels"],
    open: true,
  },
  {
    title: "Matching",
    keys: ["strategy", "allowManyToOne", "objective", "matchingMetric", "threshold", "thresholdRule"],
    open: true,
  },
  { title: "Metrics", keys: ["metrics", "globalMetrics", "regions"], open: false },
];
const PLACED = new Set<Key>(SECTIONS.flatMap(({ keys }) => keys));
/** Options that have separate views in the page. */
const SHOWN_ANYWAY: readonly Key[] = ["autc", "autcDecision", "explain", "taxonomy", "edgeCases", "notes"];
const OTHERS = DESCRIBED_OPTIONS.map(({ key }) => key).filter((key) => !PLACED.has(key) && !SHOWN_ANYWAY.includes(key));

/** Where options would hide the result, they are folded at first. */
const isNarrow = matchMedia("(max-width: 719px)").matches;

/** All options; each change is answered at once. */
export function Controls({ children }: { readonly children?: ComponentChildren }) {
  return (
    <form class="controls" aria-label="Options" onSubmit={(event) => event.preventDefault()}>
      <details class="all" open={!isNarrow}>
        <summary>Options</summary>
        {children}
        {[...SECTIONS, { title: "More options", keys: OTHERS, open: false }].map(({ title, keys, open }) => (
          <Section key={title} title={title} keys={keys} open={open} />
        ))}
      </details>
    </form>
  );
}

interface SectionProps {
  readonly title: string;
  readonly keys: readonly Key[];
  readonly open: boolean;
}

/** A section that is made once it is opened: most never are, and all at once took 70 ms. */
function Section({ title, keys, open }: SectionProps) {
  const [isMade, setIsMade] = useState(open);
  return (
    <details open={open} onToggle={(event) => event.currentTarget.open && setIsMade(true)}>
      <summary>{title}</summary>
      {isMade && keys.map((key) => <Control key={key} name={key} />)}
    </details>
  );
}

function Control({ name }: { readonly name: Key }) {
  const row = DESCRIBED_OPTIONS.find(({ key }) => key === name);
  const strategy = resolution.value.resolved?.strategy;
  if (row === undefined) return null;
  if (name === "allowManyToOne" && strategy !== "greedy") return null;
  if (name === "objective" && strategy !== "one-to-one") return null;
  if (name === "threshold") return <ThresholdField />;
  if (name === "groups") return <GroupsField />;
  return <Field row={row} />;
}
