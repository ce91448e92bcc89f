import type { Answer } from "../engine/protocol.js";

export function ThresholdCurves({ answer }: { readonly answer: Answer }) {
  return <p class="faint">{answer.group}</p>;
}
