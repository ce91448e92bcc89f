import { useEffect, useRef } from "preact/hooks";
import { COHORT_FILES } from "../state/cohort-files.js";
import { loadConfig, saveConfig } from "../state/configuration.js";
import { download } from "../state/download.js";
import { say } from "../state/notices.js";
import { options } from "../state/options.js";
import { current, engine } from "../state/session.js";

/** Files to save, and the configuration file to load. */
export function ExportMenu() {
  const menu = useRef<HTMLDetailsElement>(null);
  const file = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const close = (event: Event) => {
      const isOutside =
        event instanceof KeyboardEvent ? event.key === "Escape" : !menu.current?.contains(event.target as Node);
      if (isOutside && menu.current !== null) menu.current.open = false;
    };
    document.addEventListener("pointerdown", close);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("pointerdown", close);
      document.removeEventListener("keydown", close);
    };
  }, []);
  const choose = (work: () => Promise<void>) => () => {
    if (menu.current !== null) menu.current.open = false;
    void work();
  };
  return (
    <details class="menu" ref={menu}>
      <summary>Export</summary>
      <div class="items">
        {current.value !== null && (
          <>
            <button type="button" onClick={choose(() => saveReport("json"))}>
              Result as JSON
            </button>
            <button type="button" onClick={choose(() => saveReport("tsv"))}>
              Result as TSV
            </button>
          </>
        )}
        {current.value === null &&
          COHORT_FILES.map(([name, save]) => (
            <button key={name} type="button" onClick={choose(save)}>
              {name}
            </button>
          ))}
        <button type="button" onClick={choose(saveConfig)}>
          Configuration as YAML
        </button>
        <button type="button" onClick={choose(async () => file.current?.click())}>
          Load a configuration…
        </button>
      </div>
      <input
        ref={file}
        type="file"
        hidden
        accept=".yaml,.yml,.json"
        aria-label="Configuration"
        data-picks="configuration"
        onChange={(event) => {
          const chosen = event.currentTarget.files?.[0];
          event.currentTarget.value = "";
          if (chosen !== undefined) void loadConfig(chosen);
        }}
      />
    </details>
  );
}

/** The same text as the command line writes for these files and options, but for how long it took. */
async function saveReport(format: "json" | "tsv"): Promise<void> {
  const reply = await engine.report(format, options.value);
  if (reply.kind === "failed") say(reply.failure.message);
  if (reply.kind === "done")
    download(`voxmatch.${format}`, reply.value, format === "json" ? "application/json" : "text/tab-separated-values");
}
