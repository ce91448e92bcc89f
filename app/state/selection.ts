import { signal } from "@preact/signals";
import type { InstanceId } from "../engine/protocol.js";

/** The instance that table, graph and viewer all show; null if none. */
export const selected = signal<InstanceId | null>(null);

export function isSelected(id: InstanceId): boolean {
  const now = selected.value;
  return now !== null && now.group === id.group && now.side === id.side && now.label === id.label;
}
