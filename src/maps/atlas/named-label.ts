/** A label of an atlas and its name, as a line of a file of names says. */
export interface NamedLabel {
  readonly label: number;
  readonly name: string;
  /** Counted from 1. */
  readonly line: number;
  /** Further columns, by their names. */
  readonly others?: Readonly<Record<string, string>>;
}
