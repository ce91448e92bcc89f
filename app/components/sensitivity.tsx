import type { Answer } from "../engine/protocol.js";

export function Sensitivity({ answer }: { readonly answer: Answer }) {
  return <p class="faint">{answer.group}</p>;
}
