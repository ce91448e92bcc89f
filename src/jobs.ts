import type { AnyJob } from "../bindings/crew/serve.js";

/** Everything that workers can be asked for. */
export const JOBS: readonly AnyJob[] = [];
