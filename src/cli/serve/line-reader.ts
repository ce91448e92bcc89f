const NEW_LINE = 10;

/**
 * The lines of a stream, without their ends; null for a line of more than `maximumBytes`, which is skipped, so that the next
 * one is read. A last line may lack its end.
 */
export async function* boundedLines(
  chunks: AsyncIterable<Uint8Array>,
  maximumBytes: number,
): AsyncGenerator<Uint8Array | null, void> {
  let pieces: Uint8Array[] = [];
  let length = 0;
  const take = (): Uint8Array | null => {
    const line = length > maximumBytes ? null : Buffer.concat(pieces);
    pieces = [];
    length = 0;
    return line;
  };
  const add = (piece: Uint8Array): void => {
    length += piece.length;
    if (length > maximumBytes) pieces = [];
    else pieces.push(piece);
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(NEW_LINE, start);
      if (end < 0) break;
      add(chunk.subarray(start, end));
      yield take();
      start = end + 1;
    }
    if (start < chunk.length) add(chunk.subarray(start));
  }
  if (length > 0) yield take();
}
