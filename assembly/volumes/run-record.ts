// The record that kernels exchange, and how its three fields share eight bytes:
//
//    bits  0…15   first voxel of the run along x
//    bits 16…31   first voxel after it
//    bits 32…63   label
//
// One load brings a whole run into a register, and in memory a run costs as much as two f32 voxels.

export const RUN_SHIFT: usize = 3;

export function packRun(start: u32, end: u32, label: u32): u64 {
  return ((<u64>label) << 32) | <u64>((end << 16) | start);
}

export function runStart(run: u64): u32 {
  return <u32>run & 0xffff;
}

export function runEnd(run: u64): u32 {
  return <u32>run >> 16;
}

export function runLabel(run: u64): u32 {
  return <u32>(run >> 32);
}
