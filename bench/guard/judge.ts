/** How many times a fixed piece of work each kernel takes, by the kernel's name. */
export type Ratios = Readonly<Record<string, number>>;

export interface Verdict {
  readonly name: string;
  readonly measured?: number;
  readonly recorded?: number;
  /** `unknown`: measured but never recorded; `missing`: recorded but no longer measured. */
  readonly state: "ok" | "slower" | "unknown" | "missing";
}

/** Machines and their neighbours differ; what takes more than twice as long has changed. */
export const ALLOWED = 2;

/** Compares what was measured with what was recorded. */
export function judge(measured: Ratios, recorded: Ratios): Verdict[] {
  const names = [...new Set([...Object.keys(recorded), ...Object.keys(measured)])];
  return names.map((name) => {
    const [found, known] = [measured[name], recorded[name]];
    if (known === undefined) return { name, measured: found, state: "unknown" };
    if (found === undefined) return { name, recorded: known, state: "missing" };
    return { name, measured: found, recorded: known, state: found <= ALLOWED * known ? "ok" : "slower" };
  });
}
