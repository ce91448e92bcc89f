// The kernels that label connected components, translated line by line from assembly/components/label-components.ts and
// join-blocks.ts, so that anyone can see what WebAssembly costs. `npm run bench -- native` builds and runs it where a C++
// compiler is ($CXX, or g++). By hand:
//
//   g++ -O3 -std=c++17 -o components bench/native/components.cpp && ./components INPUT REPETITIONS
//
// INPUT, 32-bit numbers in the order of this machine (bench/native/native.ts writes it):
//
//   | blocks? | connectivity | ny | nz | rows | runs | words of 64 bits in a row | words in all | offsets, rows + 1 | runs, 2 each | bits |
//
// It prints the milliseconds of each repetition, and the number of components.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

typedef uint8_t u8;
typedef uint32_t u32;
typedef uint64_t u64;

static inline u32 runStart(u64 run) { return (u32)run & 0xffff; }
static inline u32 runEnd(u64 run) { return (u32)run >> 16; }
static inline u32 runLabel(u64 run) { return (u32)(run >> 32); }

static u32 find(u32* parents, u32 index) {
  u32 parent = parents[index];
  while (parent != index) {
    const u32 grand = parents[parent];
    parents[index] = grand;
    index = grand;
    parent = parents[index];
  }
  return index;
}

// ---- Runs of rows ----

static u32 unite(const u64* runs, u32* parents, u32 root, const u64* p) {
  const u32 rootB = find(parents, parents[p - runs]);
  const u32 low = std::min(root, rootB);
  parents[std::max(root, rootB)] = low;
  parents[p - runs] = low;
  return low;
}

static inline const u64* skip(const u64* p, const u64* last, u32 start, u32 reach) {
  while (p < last && runEnd(*p) + reach <= start) p++;
  return p;
}

static inline bool reaches(const u64* p, const u64* last, u32 end) { return p < last && runStart(*p) < end; }

static inline bool isApart(const u64* runs, const u32* parents, u64 run, u32 root, const u64* p) {
  return runLabel(*p) == runLabel(run) && parents[p - runs] != root;
}

static inline bool covers(const u64* p, const u64* last, u64 run, u32 margin) {
  if (p >= last) return false;
  const u64 other = *p;
  return (runLabel(other) == runLabel(run)) & (runStart(other) + margin <= runStart(run)) &
         (runEnd(other) >= runEnd(run) + margin);
}

static void joinRows(const u64* runs, const u32* rowOffsets, u32* parents, u32 ny, u32 rows, u32 connectivity) {
  const u32 diagonal = connectivity == 4 || connectivity == 6 ? 0 : 1;
  const u32 corner = connectivity == 8 || connectivity == 26 ? 1 : 0;
  const u32 margin = 1 - corner;
  u32 y = 0;
  for (u32 row = 0; row < rows; row++) {
    const u64* begin = runs + rowOffsets[row];
    const u64* end = runs + rowOffsets[row + 1];
    if (begin != end) {
      const u64 *beside = begin, *below = nullptr, *belowEnd = nullptr, *before = nullptr, *beforeEnd = nullptr,
                *after = nullptr, *afterEnd = nullptr;
      if (y > 0) beside = runs + rowOffsets[row - 1];
      if (row >= ny) {
        const u32* q = rowOffsets + (row - ny);
        below = runs + q[0];
        belowEnd = runs + q[1];
        if (y > 0) {
          before = runs + q[-1];
          beforeEnd = runs + q[0];
        }
        if (y + 1 < ny) {
          after = runs + q[1];
          afterEnd = runs + q[2];
        }
      }
      for (const u64* at = begin; at < end; at++) {
        const u64 run = *at;
        const u32 start = runStart(run);
        u32 root = (u32)(at - runs);
        below = skip(below, belowEnd, start, diagonal);
        for (const u64* p = below; reaches(p, belowEnd, runEnd(run) + diagonal); p++)
          if (isApart(runs, parents, run, root, p)) root = unite(runs, parents, root, p);
        if (!diagonal || !covers(below, belowEnd, run, margin)) {
          beside = skip(beside, begin, start, diagonal);
          for (const u64* p = beside; reaches(p, begin, runEnd(run) + diagonal); p++)
            if (isApart(runs, parents, run, root, p)) root = unite(runs, parents, root, p);
          if (diagonal) {
            if (!covers(beside, begin, run, margin)) {
              before = skip(before, beforeEnd, start, corner);
              for (const u64* p = before; reaches(p, beforeEnd, runEnd(run) + corner); p++)
                if (isApart(runs, parents, run, root, p)) root = unite(runs, parents, root, p);
            }
            after = skip(after, afterEnd, start, corner);
            for (const u64* p = after; reaches(p, afterEnd, runEnd(run) + corner); p++)
              if (isApart(runs, parents, run, root, p)) root = unite(runs, parents, root, p);
          }
        }
        parents[at - runs] = root;
      }
    }
    if (++y == ny) y = 0;
  }
}

// ---- Runs of blocks ----

static const u32 WINDOW = 48;

static inline u64 load(const u8* p) {
  u64 value;
  memcpy(&value, p, 8);
  return value;
}

static inline u64 between(u32 start, u32 end, u32 base) {
  return (~0ull << ((std::max(start, base) - base) & 63)) & (~0ull >> ((64 - std::min(end - base, 64u)) & 63));
}

static bool touches(u64 a, u64 b, const u8* pa, const u8* pb, size_t step) {
  const u32 start = runStart(a), end = runEnd(a);
  const u32 from = std::max(start - (start > 0), runStart(b)), to = std::min(end + 1, runEnd(b));
  for (u32 x = from; x < to; x += WINDOW) {
    const u32 byte = (x - (x > 0)) >> 3, base = byte << 3;
    const u64 own = (load(pa + byte) | load(pa + step + byte)) & between(start, end, base);
    const u64 other = (load(pb + byte) | load(pb + step + byte)) & between(from, to, base);
    if (((own | (own << 1) | (own >> 1)) & other) != 0) return true;
  }
  return false;
}

static u32 unite(const u64* runs, u32* parents, u64 run, u32 root, const u64* p, const u8* pa, const u8* pb,
                 size_t step) {
  u32* parent = parents + (p - runs);
  const u32 otherRoot = find(parents, *parent);
  *parent = otherRoot;
  if (otherRoot == root || !touches(run, *p, pa, pb, step)) return root;
  const u32 low = std::min(root, otherRoot);
  parents[std::max(root, otherRoot)] = low;
  *parent = low;
  return low;
}

static inline const u64* skipBlocks(const u64* p, const u64* last, u32 start) {
  while (p < last && runEnd(*p) < start) p++;
  return p;
}

static inline bool reachesBlock(const u64* p, const u64* last, u32 end) { return p < last && runStart(*p) <= end; }

static void joinBlocks(const u8* bits, u32 rowWords, u32 ny, u32 nz, const u64* runs, const u32* rowOffsets,
                       u32* parents, u32 rows) {
  const u32 blocksY = (ny + 1) >> 1;
  const size_t row = (size_t)rowWords << 3, slice = row * ny;
  u32 Y = 0, Z = 0;
  for (u32 block = 0; block < rows; block++) {
    const u32* offset = rowOffsets + block;
    const u64 *begin = runs + offset[0], *end = runs + offset[1];
    if (begin != end) {
      const u8* p = bits + (2 * (size_t)Y + 2 * (size_t)Z * ny) * row;
      const size_t beyond = 2 * Y + 1 < ny ? row : 0, above = 2 * Z + 1 < nz ? slice : 0;
      const u64 *beside = begin, *below = nullptr, *belowEnd = nullptr, *before = nullptr, *beforeEnd = nullptr,
                *after = nullptr, *afterEnd = nullptr;
      if (Y > 0) beside = runs + offset[-1];
      if (block >= blocksY) {
        const u32* under = offset - blocksY;
        below = runs + under[0];
        belowEnd = runs + under[1];
        if (Y > 0) {
          before = runs + under[-1];
          beforeEnd = below;
        }
        if (Y + 1 < blocksY) {
          after = belowEnd;
          afterEnd = runs + under[2];
        }
      }
      for (const u64* at = begin; at < end; at++) {
        const u64 run = *at;
        const u32 start = runStart(run), stop = runEnd(run);
        u32 root = find(parents, (u32)(at - runs));
        const auto isOther = [&](const u64* q) { return parents[q - runs] != root; };
        below = skipBlocks(below, belowEnd, start);
        for (const u64* q = below; reachesBlock(q, belowEnd, stop); q++)
          if (isOther(q)) root = unite(runs, parents, run, root, q, p, p - slice, beyond);
        beside = skipBlocks(beside, begin, start);
        for (const u64* q = beside; reachesBlock(q, begin, stop); q++)
          if (isOther(q)) root = unite(runs, parents, run, root, q, p, p - row, above);
        before = skipBlocks(before, beforeEnd, start);
        for (const u64* q = before; reachesBlock(q, beforeEnd, stop); q++)
          if (isOther(q)) root = unite(runs, parents, run, root, q, p, p - slice - row, 0);
        after = skipBlocks(after, afterEnd, start);
        for (const u64* q = after; reachesBlock(q, afterEnd, stop); q++)
          if (isOther(q)) root = unite(runs, parents, run, root, q, p + row, p + row + row - slice, 0);
        parents[at - runs] = root;
      }
    }
    if (++Y == blocksY) {
      Y = 0;
      Z++;
    }
  }
}

// ---- Both ----

static u32 numberComponents(u64* runs, u32 runCount, const u32* parents, u32* classes) {
  u32 count = 0;
  for (u32 i = 0; i < runCount; i++) {
    const u32 parent = parents[i];
    if (parent == i) classes[count++] = runLabel(runs[i]);
    const u64 number = parent == i ? count : runLabel(runs[parent]);
    runs[i] = (u32)runs[i] | number << 32;
  }
  return count;
}

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  FILE* file = fopen(argv[1], "rb");
  u32 head[8];
  if (file == nullptr || fread(head, 4, 8, file) != 8) return 2;
  const u32 connectivity = head[1], ny = head[2], nz = head[3], rows = head[4], count = head[5], rowWords = head[6];
  // Whole words are loaded from any byte on.
  const size_t slack = 64;
  std::vector<u32> offsets(rows + 1), parents(count), classes(count);
  std::vector<u64> scanned(count), runs;
  std::vector<u8> bits(8 * (size_t)head[7] + slack);
  if (fread(offsets.data(), 4, rows + 1, file) != rows + 1 || fread(scanned.data(), 8, count, file) != count ||
      fread(bits.data(), 8, head[7], file) != head[7])
    return 2;
  u32 components = 0;
  printf("{\"timesMs\":[");
  for (int repetition = 0; repetition < atoi(argv[2]); repetition++) {
    runs = scanned;
    for (u32 i = 0; i < count; i++) parents[i] = i;
    const auto begin = std::chrono::steady_clock::now();
    if (head[0]) joinBlocks(bits.data(), rowWords, ny, nz, runs.data(), offsets.data(), parents.data(), rows);
    else joinRows(runs.data(), offsets.data(), parents.data(), ny, rows, connectivity);
    components = numberComponents(runs.data(), count, parents.data(), classes.data());
    const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - begin;
    printf("%s%.4f", repetition ? "," : "", time.count());
  }
  printf("],\"components\":%u}\n", components);
  return 0;
}
