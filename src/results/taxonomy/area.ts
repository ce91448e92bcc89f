/** Some instances of a table, by index, rising. */
export interface Area {
  readonly references: Uint32Array;
  readonly predictions: Uint32Array;
}
