/*
 * Logic on planes of bits, 64 (u64) or 128 (v128) at once, one text for both builds; the compiler inlines every call. Not a
 * kernel itself; it exports nothing to TypeScript.
 */

export function storePlane<T>(at: usize, plane: T): void {
  if (isVector<T>()) v128.store(at, plane);
  else store<T>(at, plane);
}

/** A plane moved up by one; `before` is the plane that lies 64 bits before it. */
export function moveUp<T>(plane: T, before: T): T {
  if (isVector<T>()) return v128.or(i64x2.shl(plane, 1), i64x2.shr_u(before, 63));
  else return ((plane << 1) | (before >> 63)) as T;
}

/** A plane moved down by one; `after` is the plane that lies 64 bits behind it. */
export function moveDown<T>(plane: T, after: T): T {
  if (isVector<T>()) return v128.or(i64x2.shr_u(plane, 1), i64x2.shl(after, 63));
  else return ((plane >> 1) | (after << 63)) as T;
}

/** The plane of each position's predecessor: everything moves up by one, across the words too. */
export function loadBefore<T>(at: usize): T {
  return moveUp<T>(load<T>(at), load<T>(at - 8));
}

/** The plane of each position's successor. */
export function loadAfter<T>(at: usize): T {
  return moveDown<T>(load<T>(at), load<T>(at + 8));
}

export function and<T>(a: T, b: T): T {
  if (isVector<T>()) return v128.and(a, b);
  else return (a & b) as T;
}

export function or<T>(a: T, b: T): T {
  if (isVector<T>()) return v128.or(a, b);
  else return (a | b) as T;
}

export function xor<T>(a: T, b: T): T {
  if (isVector<T>()) return v128.xor(a, b);
  else return (a ^ b) as T;
}

/** `a` without `b`. */
export function without<T>(a: T, b: T): T {
  if (isVector<T>()) return v128.andnot(a, b);
  else return (a & ~b) as T;
}

export function or3<T>(a: T, b: T, c: T): T {
  return or<T>(or<T>(a, b), c);
}

export function xor3<T>(a: T, b: T, c: T): T {
  return xor<T>(xor<T>(a, b), c);
}

/** Where at least two of three bits are set: the carry of their sum. */
export function carry<T>(a: T, b: T, c: T): T {
  return or<T>(and<T>(a, b), and<T>(xor<T>(a, b), c));
}

/** `value` where `condition` is true, else no bits. */
export function when<T>(condition: bool, value: T): T {
  if (isVector<T>()) return v128.and(value, i64x2.splat(-i64(condition)));
  else return (value & (-i64(condition) as T)) as T;
}

export function isEmpty<T>(a: T): bool {
  if (isVector<T>()) return !v128.any_true(a);
  else return !a;
}
