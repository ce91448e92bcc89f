export function solveAssignment(): i32 {
  return 0;
}
