/** Some instances of a table, by index, rising. */
export interface Area {
  readonly references: readonly number[];
  readonly predictions: readonly number[];
}
