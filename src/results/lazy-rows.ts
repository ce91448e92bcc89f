/** Rows that are made one by one from columns. */
export interface RowSource<Row> {
  readonly length: number;
  readonly at: (i: number) => Row;
}

const unread = new WeakMap<object, Map<PropertyKey, RowSource<unknown>>>();

/**
 * Gives an object a list that becomes plain data when first read: rows take ten times the room of the columns that they are
 * made from, and there may be a million.
 */
export function defineRows<Row>(target: object, key: PropertyKey, source: RowSource<Row>): void {
  const sources = unread.get(target) ?? new Map<PropertyKey, RowSource<unknown>>();
  unread.set(target, sources.set(key, source));
  const become = (value: unknown) => {
    sources.delete(key);
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
    return value;
  };
  Object.defineProperty(target, key, {
    enumerable: true,
    configurable: true,
    get: () => become(Array.from({ length: source.length }, (_, i) => source.at(i))),
    set: become,
  });
}

/** The source of a list that nobody has read yet, for readers that keep no row; undefined for plain data. */
export function unreadRows(target: object, key: PropertyKey): RowSource<unknown> | undefined {
  return unread.get(target)?.get(key);
}

/** Rows of the longest list of an object that nobody has read yet; 0 without such a list. */
export function longestUnread(target: object): number {
  let longest = 0;
  for (const { length } of unread.get(target)?.values() ?? []) longest = Math.max(longest, length);
  return longest;
}
