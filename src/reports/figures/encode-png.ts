const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Eight bits a channel, red, green, blue and opacity. */
const FORMAT = [8, 6, 0, 0, 0];

/**
 * A picture as the bytes of a PNG file (W3C, Portable Network Graphics).
 * @param pixels red, green, blue and opacity of each pixel, row by row
 */
export async function encodePng(pixels: Uint8ClampedArray, width: number): Promise<Uint8Array<ArrayBuffer>> {
  const height = pixels.length / 4 / width;
  const line = 4 * width + 1;
  // Each line begins with its filter: 0, none.
  const lines = new Uint8Array(line * height);
  for (let y = 0; y < height; y++) lines.set(pixels.subarray(4 * width * y, 4 * width * (y + 1)), line * y + 1);
  const packed = new Blob([lines]).stream().pipeThrough(new CompressionStream("deflate"));
  const chunks = [
    chunk("IHDR", [...bigEndian(width), ...bigEndian(height), ...FORMAT]),
    chunk("IDAT", new Uint8Array(await new Response(packed).arrayBuffer())),
    chunk("IEND", []),
  ];
  return new Uint8Array(await new Blob([Uint8Array.from(SIGNATURE), ...chunks]).arrayBuffer());
}

function chunk(type: string, data: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(12 + data.length);
  whole.set(bigEndian(data.length));
  whole.set(
    [...type].map((letter) => letter.charCodeAt(0)),
    4,
  );
  whole.set(data, 8);
  whole.set(bigEndian(crc32(whole.subarray(4, 8 + data.length))), 8 + data.length);
  return whole;
}

function bigEndian(value: number): number[] {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff);
}

/** A bit at a time: a slice has some thousand bytes. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb8_8320 : 0);
  }
  return ~crc >>> 0;
}
