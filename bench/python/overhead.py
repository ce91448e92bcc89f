"""What the Python package adds to an evaluation: the same pairs in this process and in one of Node, in turns.

Run it after `npm run build`: python3 bench/python/overhead.py [--rounds 20]
Answers are compared first. Each round times one call after the other on each side; medians and least values are printed in milliseconds. The command's time is what it
takes in its own process for the same pair from two .nii.gz, and for typed arrays, without starting Node.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import nibabel
import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "python" / "src"))
os.environ.setdefault("VOXMATCH_COMMAND", f"node {ROOT / 'dist' / 'src' / 'cli' / 'main.js'}")
import voxmatch  # noqa: E402

NODE = """
import { createInterface } from "node:readline";
import { readFileSync } from "node:fs";
import { evaluate } from "%s";
const arrays = new Map();
const arrayOf = (path) => {
  if (!arrays.has(path)) arrays.set(path, new Uint8Array(readFileSync(path)));
  return arrays.get(path);
};
for await (const line of createInterface({ input: process.stdin })) {
  const { shape, raw, files } = JSON.parse(line);
  const inputs = (make) => ({ reference: make(0), prediction: make(1) });
  const volumes = raw ? inputs((i) => ({ data: arrayOf(raw[i]), shape })) : inputs((i) => ({ file: files[i] }));
  const start = performance.now();
  const { groups } = await evaluate(volumes, { input: "semantic" });
  const time = performance.now() - start;
  console.log(JSON.stringify([time, groups.ungrouped.tp, groups.ungrouped.pq]));
}
"""


def balls(shape, count, rng):
    """Balls that overlap little, about six of a hundred voxels."""
    volume = np.zeros(shape, np.uint8, order="F")
    radius = (0.06 * np.prod(shape) / count / 4.19) ** (1 / 3)
    grid = np.ogrid[tuple(slice(-int(radius) - 1, int(radius) + 2) for _ in shape)]
    ball = sum(axis**2 for axis in grid) <= radius**2
    for _ in range(count):
        start = [rng.integers(0, length - size) for length, size in zip(shape, ball.shape)]
        volume[tuple(slice(at, at + size) for at, size in zip(start, ball.shape))] |= ball
    return volume


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    rng = np.random.default_rng(19)
    node = subprocess.Popen(
        ["node", "--input-type=module", "-e", NODE % (ROOT / "dist" / "src" / "index.js").as_uri()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def in_node(**request):
        node.stdin.write(json.dumps(request) + "\n")
        node.stdin.flush()
        elapsed, *answer = json.loads(node.stdout.readline())
        return elapsed, answer

    def in_python(reference, prediction):
        start = time.perf_counter()
        group = voxmatch.evaluate(reference, prediction, input="semantic").groups["ungrouped"]
        return 1000 * (time.perf_counter() - start), [group["tp"], group["pq"]]

    for shape, count in (((64, 64, 64), 20), ((512, 512, 300), 100)):
        reference = balls(shape, count, rng)
        prediction = np.roll(reference, 2, 0)
        with tempfile.TemporaryDirectory() as folder:
            raw, files = [], []
            for name, array in (("r", reference), ("p", prediction)):
                raw.append(os.path.join(folder, f"{name}.raw"))
                files.append(os.path.join(folder, f"{name}.nii.gz"))
                array.ravel(order="F").tofile(raw[-1])
                nibabel.save(nibabel.Nifti1Image(array, np.eye(4)), files[-1])
            turned = [np.ascontiguousarray(array) for array in (reference, prediction)]
            sides = {
                "Node, arrays": lambda: in_node(shape=shape, raw=raw),
                "Node, two .nii.gz": lambda: in_node(files=files),
                "Python, arrays, first axis fastest": lambda: in_python(reference, prediction),
                "Python, arrays, last axis fastest": lambda: in_python(*turned),
                "Python, two .nii.gz": lambda: in_python(*files),
            }
            answers = [run()[1] for run in sides.values()]
            if any(answer != answers[0] for answer in answers):
                sys.exit(f"The answers differ: {answers}")
            times = {name: [] for name in sides}
            for _ in range(rounds):
                for name, run in sides.items():
                    times[name].append(run()[0])
        print(f"{' × '.join(map(str, shape))}, {count} balls, {rounds} rounds")
        for name, values in times.items():
            kept = sorted(values)
            print(f"  {name:36} least {kept[0]:8.2f} ms   median {statistics.median(kept):8.2f} ms")
    node.stdin.close()
    node.wait()


if __name__ == "__main__":
    main()
