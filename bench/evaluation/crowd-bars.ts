import type { Promised } from "../bars.js";
import { MOST_BRICKS } from "./crowds.js";

export const CROWD_PROMISES: readonly Promised[] = [
  {
    what: "what the result of a million instances holds, before its rows are read",
    bound: 150,
    unit: "bytes an instance",
    measure: (find) => find("crowds", { instances: MOST_BRICKS })?.bytesPerInstance,
  },
];
