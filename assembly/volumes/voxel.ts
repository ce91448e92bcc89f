// Helpers of kernels that read voxels of any integer type. Not a kernel itself; it exports nothing to TypeScript.

/** A label in every lane of a vector of voxels. */
export function splat<T>(label: u32): v128 {
  if (sizeof<T>() == 1) return i8x16.splat(<i8>label);
  if (sizeof<T>() == 2) return i16x8.splat(<i16>label);
  return i32x4.splat(<i32>label);
}

/** The voxel as an unsigned number; negative ones become larger than any label of their type. */
export function voxel<T>(p: usize): u32 {
  if (sizeof<T>() == 1) return <u32>load<u8>(p);
  if (sizeof<T>() == 2) return <u32>load<u16>(p);
  return load<u32>(p);
}
