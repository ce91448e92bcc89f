// CRC-32 as gzip has it (ISO 3309, reflected polynomial 0xEDB88320), by tables. Only what prepares them is exported to
// TypeScript.
//
// A CRC is linear: of two stretches after each other it is that of the first, passed by as many zeros as the second has bytes,
// XOR that of the second. To pass zeros takes four look-ups for each bit of their number.
//
//   tables   | SLICE: u32[16][256], of a byte and k zeros behind it |
//            | PASS: u32[20][4][256], of each byte of a crc that 2^k zeros pass |

const SLICE_TABLES: usize = 16;
const PASS_POWERS: usize = 20;
const PASS: usize = SLICE_TABLES << 10;

export function crcTablesBytes(): usize {
  return PASS + (PASS_POWERS << 12);
}

/** A look-up in the table `which` of some of 256 entries. */
export function look(table: usize, which: usize, byte: u32): u32 {
  return load<u32>(table + (which << 10) + ((<usize>byte) << 2));
}

/** A crc that 2^k zeros pass. */
function passPower(tables: usize, k: usize, crc: u32): u32 {
  const table = tables + PASS + (k << 12);
  return (
    load<u32>(table + ((crc << 2) & 1020)) ^
    load<u32>(table + ((crc >>> 6) & 1020), 1024) ^
    (load<u32>(table + ((crc >>> 14) & 1020), 2048) ^ load<u32>(table + ((crc >>> 22) & 1020), 3072))
  );
}

/** The crc after this many zeros. */
export function passZeros(tables: usize, crc: u32, zeros: usize): u32 {
  const largest = PASS_POWERS - 1;
  for (; zeros >= (<usize>1) << PASS_POWERS; zeros -= (<usize>1) << largest) crc = passPower(tables, largest, crc);
  for (; zeros != 0; zeros &= zeros - 1) crc = passPower(tables, ctz(zeros), crc);
  return crc;
}

export function prepareCrc(tables: usize): void {
  for (let byte: u32 = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    store<u32>(tables + ((<usize>byte) << 2), crc);
  }
  for (let i: usize = 256; i < SLICE_TABLES << 8; i++) {
    const entry = tables + (i << 2);
    const before = load<u32>(entry - 1024);
    store<u32>(entry, (before >>> 8) ^ look(tables, 0, before & 255));
  }
  for (let i: usize = 0; i < PASS_POWERS << 10; i++) {
    const byte = <u32>i & 255;
    const entry = tables + PASS + (i << 2);
    const rest = byte & (byte - 1);
    let passed: u32 = 0;
    if (rest != 0) {
      // Of a byte with several bits what each of them becomes, added.
      passed = load<u32>(entry - ((<usize>(byte ^ rest)) << 2)) ^ load<u32>(entry - ((<usize>rest) << 2));
    } else {
      const crc = byte << ((<u32>i >>> 5) & 24);
      // As many zeros as the power before has, twice.
      const half = (<usize>1) << ((i >>> 10) - 1);
      passed =
        i < 1024 ? (crc >>> 8) ^ look(tables, 0, crc & 255) : passZeros(tables, passZeros(tables, crc, half), half);
    }
    store<u32>(entry, passed);
  }
}
