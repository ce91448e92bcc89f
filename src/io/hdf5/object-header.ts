import type { Fields, FileFields, TakeExtent } from "./file-fields.js";

/** Types of messages in the header of an object. */
const CONTINUATION = 0x10;
const LAYOUT = 0x08;

/** The message of a data set that says where its voxels lie; null if its header is of no kind that is known. */
export async function layoutMessage(file: FileFields, address: number, take: TakeExtent): Promise<Fields | null> {
  const isNew = (await file.at(address, 4)).text(4) === "OHDR";
  const first = isNew ? await newFront(file, address) : await oldFront(file, address);
  if (first === null) return null;
  take(address, first.bytes + first.front);
  const blocks: (readonly [at: number, bytes: number, isFirst: boolean])[] = [
    [address + first.front, first.bytes, true],
  ];
  let layout: Fields | null = null;
  // A header names each of its blocks once, so that more than this is a circle.
  for (let i = 0; i < blocks.length && i < 1000; i++) {
    const [at, bytes, isFirst] = blocks[i];
    for (const { type, message } of messagesOf(await file.at(at, bytes), isNew, isFirst, first.orderBytes)) {
      if (type === LAYOUT) layout ??= message;
      if (type !== CONTINUATION) continue;
      const [next, nextBytes] = [message.address(), message.length()];
      if (next === null) throw file.damaged("its header goes on nowhere");
      take(next, nextBytes);
      blocks.push([next, nextBytes, false]);
    }
  }
  return layout;
}

/** Blocks of a new header have a signature in front, but for the first, and a checksum behind. */
function* messagesOf(block: Fields, isNew: boolean, isFirst: boolean, orderBytes: number) {
  const isMarked = isNew && !isFirst;
  const headBytes = isNew ? 4 + orderBytes : 8;
  if (isMarked) block.take(4);
  while (block.left >= headBytes + (isMarked ? 4 : 0)) {
    const type = block.number(isNew ? 1 : 2);
    const size = block.number(2);
    block.take(headBytes - (isNew ? 3 : 4));
    yield { type, message: block.take(size) };
  }
}

interface Front {
  /** Bytes before the first message. */
  readonly front: number;
  /** Bytes of the first messages. */
  readonly bytes: number;
  readonly orderBytes: number;
}

async function oldFront(file: FileFields, address: number): Promise<Front | null> {
  const fields = await file.at(address, 16);
  if (fields.number(1) !== 1) return null;
  fields.take(7);
  return { front: 16, bytes: fields.number(4), orderBytes: 0 };
}

async function newFront(file: FileFields, address: number): Promise<Front | null> {
  const fields = await file.at(address, 6);
  fields.take(4);
  if (fields.number(1) !== 2) return null;
  const flags = fields.number(1);
  const sizeBytes = 1 << (flags & 3);
  const before = 6 + (flags & 0x20 ? 16 : 0) + (flags & 0x10 ? 4 : 0);
  const bytes = (await file.at(address + before, sizeBytes)).number(sizeBytes);
  return { front: before + sizeBytes, bytes, orderBytes: flags & 4 ? 2 : 0 };
}
