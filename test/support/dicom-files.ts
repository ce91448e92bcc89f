/** An element, or a sequence of items. */
type Element = readonly [
  group: number,
  element: number,
  vr: string,
  value: string | Uint8Array | readonly (readonly Element[])[],
];

interface SegOptions {
  readonly rows: number;
  readonly columns: number;
  readonly kind?: "BINARY" | "FRACTIONAL" | "LABELMAP";
  readonly bits?: 1 | 8 | 16;
  /** Numbers and names. */
  readonly segments: readonly (readonly [number: number, name: string])[];
  readonly frames: readonly {
    readonly segment: number;
    readonly position: readonly number[];
    readonly pixels: readonly number[];
  }[];
  readonly orientation?: readonly number[];
  readonly sliceSpacing?: number;
  readonly sopClass?: string;
  readonly transferSyntax?: string;
  readonly claimedRows?: number;
}

/** A Segmentation (explicit VR, little endian) with one frame of pixels after the other. */
export function segFile(options: SegOptions): Uint8Array {
  const { rows, columns, kind = "BINARY", bits = kind === "BINARY" ? 1 : 8, segments, frames, sliceSpacing } = options;
  const { orientation = [1, 0, 0, 0, 1, 0], transferSyntax = "1.2.840.10008.1.2.1", claimedRows = rows } = options;
  const isMap = kind === "LABELMAP";
  const { sopClass = `1.2.840.10008.5.1.4.1.1.66.${isMap ? 7 : 4}` } = options;
  const all = frames.flatMap(({ pixels }) => pixels);
  const pixels = Buffer.alloc(2 * Math.ceil((all.length * bits) / 16));
  for (const [i, value] of all.entries()) {
    if (bits === 1) pixels[i >> 3] |= value << (i & 7);
    else if (bits === 8) pixels[i] = value;
    else pixels.writeUInt16LE(value, 2 * i);
  }
  const measures: Element[] = [[0x28, 0x30, "DS", "2\\3"]];
  if (sliceSpacing !== undefined) measures.unshift([0x18, 0x88, "DS", String(sliceSpacing)]);
  const body: Element[] = [
    [0x8, 0x16, "UI", sopClass],
    [0x28, 0x8, "IS", String(frames.length)],
    [0x28, 0x10, "US", u16(claimedRows)],
    [0x28, 0x11, "US", u16(columns)],
    [0x28, 0x100, "US", u16(bits)],
    [0x62, 0x1, "CS", kind],
    [
      0x62,
      0x2,
      "SQ",
      segments.map(([number, name]) => [
        [0x62, 0x4, "US", u16(number)],
        [0x62, 0x5, "LO", name],
      ]),
    ],
    [0x62, 0xe, "US", u16(255)],
    [
      0x5200,
      0x9229,
      "SQ",
      [
        [
          [0x20, 0x9116, "SQ", [[[0x20, 0x37, "DS", orientation.join("\\")]]]],
          [0x28, 0x9110, "SQ", [measures]],
        ],
      ],
    ],
    [
      ...[0x5200, 0x9230, "SQ"],
      frames.map(({ segment, position }): readonly Element[] => [
        [0x20, 0x9113, "SQ", [[[0x20, 0x32, "DS", position.join("\\")]]]],
        ...(isMap ? [] : [[0x62, 0xa, "SQ", [[[0x62, 0xb, "US", u16(segment)]]]] as Element]),
      ]),
    ] as unknown as Element,
    [0x7fe0, 0x10, bits === 8 ? "OB" : "OW", pixels],
  ];
  const meta = Buffer.concat([element([0x2, 0x2, "UI", sopClass]), element([0x2, 0x10, "UI", transferSyntax])]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(meta.length);
  const parts = [Buffer.alloc(128), Buffer.from("DICM"), element([0x2, 0x0, "UL", length]), meta, ...body.map(element)];
  return new Uint8Array(Buffer.concat(parts));
}

function u16(value: number): Uint8Array {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function element([group, number, vr, value]: Element): Buffer {
  const isLong = ["SQ", "OB", "OW"].includes(vr);
  const text =
    typeof value === "string" ? Buffer.from(value.length % 2 === 0 ? value : value + (vr === "UI" ? "\0" : " ")) : null;
  const items = Array.isArray(value) ? Buffer.concat((value as readonly (readonly Element[])[]).map(item)) : null;
  const bytes = text ?? items ?? Buffer.from(value as Uint8Array);
  const head = Buffer.alloc(isLong ? 12 : 8);
  head.writeUInt16LE(group, 0);
  head.writeUInt16LE(number, 2);
  head.write(vr, 4, "latin1");
  if (isLong) head.writeUInt32LE(bytes.length, 8);
  else head.writeUInt16LE(bytes.length, 6);
  return Buffer.concat([head, bytes]);
}

function item(elements: readonly Element[]): Buffer {
  const body = Buffer.concat(elements.map(element));
  const head = Buffer.alloc(8);
  head.writeUInt16LE(0xfffe, 0);
  head.writeUInt16LE(0xe000, 2);
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
}
