import type { Answer } from "../engine/protocol.js";

export function InstanceTable({ answer }: { readonly answer: Answer }) {
  return <p class="faint">{answer.group}</p>;
}
