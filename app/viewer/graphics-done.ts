/** Until the graphics card has done what it was given. The page has its turn meanwhile, as it has not in a call that waits. */
export async function graphicsDone(gl: WebGL2RenderingContext, isStopped: () => boolean = () => false): Promise<void> {
  const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
  if (fence === null) return;
  gl.flush();
  do await pause(4);
  while (!isStopped() && !gl.isContextLost() && gl.getSyncParameter(fence, gl.SYNC_STATUS) !== gl.SIGNALED);
  gl.deleteSync(fence);
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
