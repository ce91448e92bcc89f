/** Whether the decision threshold stays, or moves along with the threshold of the curve. */
export const AUTC_DECISIONS = ["fixed", "moving"] as const;
export type AutcDecision = (typeof AUTC_DECISIONS)[number];
