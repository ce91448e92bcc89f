/** A class group with every choice made. */
export interface ResolvedGroup {
  /** All labels of the group; those of a thing and of its parts alike. */
  readonly labels: readonly number[];
  readonly merge: boolean;
  readonly single: boolean;
  /** The labels of parts; empty where the group's instances have none. */
  readonly parts: readonly number[];
}

/** Groups by name; `"each"`: every label is a group named by its number; null: all labels are one group. */
export type ResolvedGroups = "each" | null | Readonly<Record<string, ResolvedGroup>>;
