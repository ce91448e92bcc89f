import { useId, useState } from "preact/hooks";
import { isVoxmatchError } from "../../base/errors.js";
import type { EvaluateOptions } from "../../src/index.js";
import { parseConfig } from "../../src/options/config/parse-config.js";
import { resolveGroups } from "../../src/options/groups.js";
import { choose, optionValue } from "../state/options.js";

const EXAMPLE = "lesion: [1, 2]\nnode: [3]";

/** Groups: none, each label by itself, or as they are written in a configuration file. */
export function GroupsField() {
  const id = useId();
  const groups = optionValue("groups");
  const [isWriting, setIsWriting] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const kind = isWriting || typeof groups === "object" ? "written" : groups === "each" ? "each" : "none";
  const read = async (text: string) => {
    if (text.trim() === "") return;
    try {
      const indented = text.replace(/^/gm, "  ");
      const config = await parseConfig(`groups:\n${indented}\n`, { name: "groups" });
      resolveGroups(config.groups);
      setProblem(null);
      choose("groups", config.groups);
    } catch (error) {
      if (!isVoxmatchError(error)) throw error;
      setProblem(error.message);
    }
  };
  return (
    <>
      <div class="field">
        <label for={id} title="labels that are evaluated together, by name">
          Groups
        </label>
        <select
          id={id}
          value={kind}
          onChange={(event) => {
            const word = event.currentTarget.value;
            setIsWriting(word === "written");
            setProblem(null);
            if (word !== "written") choose("groups", word === "each" ? "each" : undefined);
          }}
        >
          <option value="none">all labels as one</option>
          <option value="each">each label by itself</option>
          <option value="written">named groups…</option>
        </select>
      </div>
      {kind === "written" && (
        <textarea
          class="groups-text"
          aria-label="Groups, one a line: name and labels"
          rows={4}
          spellcheck={false}
          placeholder={EXAMPLE}
          defaultValue={textOf(groups)}
          onChange={(event) => void read(event.currentTarget.value)}
        />
      )}
      {problem !== null && (
        <p class="failure small" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}

/** The groups as YAML in braces, one a line. */
function textOf(groups: EvaluateOptions["groups"]): string {
  if (typeof groups !== "object") return "";
  return Object.entries(groups)
    .map(([name, group]) => `${name}: ${JSON.stringify(group).replaceAll(",", ", ").replaceAll('":', '": ')}`)
    .join("\n");
}
