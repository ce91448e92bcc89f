"""Times other packages on the files that voxmatch is timed on.

    python3 bench/peers/peers.py TASK '{"reference": …, …}'

The last line printed is JSON: {"rows": [{peer, version, timesMs, firstMs, peakMegabytes, answer}], "missing": [names of packages that are not here]}.
Each answer is what voxmatch's is compared with before a ratio is printed.
"""

import importlib
import importlib.metadata
import json
import sys
import time

import numpy

rows, missing = [], []

# What a package is installed as, where that is not its name.
DISTRIBUTIONS = {"cc3d": "connected-components-3d"}


def peer(name):
    """The package, or None, in which case its name is reported."""
    try:
        return importlib.import_module(name)
    except ImportError:
        missing.append(name)
        return None


def peak_megabytes():
    """The most memory that this process held, since the last call where the system can forget what was before; or None."""
    try:
        with open("/proc/self/status") as status:
            peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
        with open("/proc/self/clear_refs", "w") as forget:
            forget.write("5")
        return round(peak / 1024)
    except OSError:
        return None


def add(module, name, work, answer_of, repetitions):
    """Times a first call, and then further ones."""
    peak_megabytes()
    start = time.perf_counter()
    found = work()
    first = 1000 * (time.perf_counter() - start)
    peak = peak_megabytes()
    answer = answer_of(found)
    del found
    times = []
    for _ in range(repetitions):
        start = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - start))
    version = getattr(module, "__version__", None) or importlib.metadata.version(DISTRIBUTIONS.get(name, name))
    measured = {"timesMs": times, "firstMs": first} | ({} if peak is None else {"peakMegabytes": peak})
    rows.append({"peer": name, "version": version, "answer": answer} | measured)


def voxels(path):
    """Voxels as stored; a numpy array, x first, x fastest in memory."""
    return numpy.asarray(importlib.import_module("nibabel").load(path).dataobj)


def components(reference, repetitions):
    mask = voxels(reference) != 0
    if scipy := peer("scipy"):
        ndimage = importlib.import_module("scipy.ndimage")
        work = lambda: ndimage.label(mask, structure=numpy.ones((3, 3, 3)))[1]
        add(scipy, "scipy", work, int, repetitions)
    if cc3d := peer("cc3d"):
        work = lambda: cc3d.connected_components(mask, connectivity=26, binary_image=True, return_N=True)[1]
        add(cc3d, "cc3d", work, int, repetitions)


def nearest_label(reference, spacing, labels, repetitions):
    """The labels are written for voxmatch to compare: where two are equally near, SciPy's choice is its own."""
    volume = voxels(reference)
    background = volume == 0
    if scipy := peer("scipy"):
        ndimage = importlib.import_module("scipy.ndimage")
        # As panoptica and others ask for it: where the nearest labelled voxel is.
        work = lambda: ndimage.distance_transform_edt(
            background, sampling=spacing, return_distances=False, return_indices=True
        )

        def write(where):
            volume[tuple(where)].astype("<u4").ravel(order="F").tofile(labels)
            return labels

        add(scipy, "scipy", work, write, repetitions)


def distances(reference, spacing, repetitions):
    background = voxels(reference) == 0
    total = lambda found: float(found.sum(dtype="f8"))
    if scipy := peer("scipy"):
        ndimage = importlib.import_module("scipy.ndimage")
        work = lambda: ndimage.distance_transform_edt(background, sampling=spacing)
        add(scipy, "scipy", work, total, repetitions)
    if edt := peer("edt"):
        work = lambda: edt.edt(background, anisotropy=tuple(spacing), black_border=False, parallel=1)
        add(edt, "edt", work, total, repetitions)


def assignment(costs, size, repetitions):
    matrix = numpy.fromfile(costs, dtype="<f8").reshape(size, size)
    if scipy := peer("scipy"):
        solve = importlib.import_module("scipy.optimize").linear_sum_assignment
        total = lambda pairs: float(matrix[pairs].sum())
        add(scipy, "scipy", lambda: solve(matrix), total, repetitions)


def evaluation(reference, prediction, repetitions):
    """Semantic input, one-to-one at IoU 0.5, counting metrics only; files read each time, as voxmatch does."""
    panoptica = peer("panoptica")
    if panoptica is None:
        return
    metric = importlib.import_module("panoptica.metrics").Metric
    evaluator = panoptica.Panoptica_Evaluator(
        expected_input=panoptica.InputType.SEMANTIC,
        instance_approximator=panoptica.ConnectedComponentsInstanceApproximator(),
        instance_matcher=panoptica.NaiveThresholdMatching(matching_metric=metric.IOU, matching_threshold=0.5),
        instance_metrics=[metric.IOU, metric.DSC],
        global_metrics=[metric.DSC],
    )
    work = lambda: evaluator.evaluate(prediction, reference)["ungrouped"]
    answer = lambda result: {key: getattr(result, key) for key in ("tp", "fp", "fn", "pq")}
    add(panoptica, "panoptica", work, answer, repetitions)


def volume_of(path, dtype, shape):
    """x first, x fastest in memory."""
    return numpy.fromfile(path, dtype=dtype).reshape(shape, order="F")


def map_regions(map, atlas, shape, repetitions, **_):
    values, labels = volume_of(map, "<f4", shape), volume_of(atlas, "u1", shape)
    if scipy := peer("scipy"):
        ndimage = importlib.import_module("scipy.ndimage")
        index = numpy.arange(1, labels.max() + 1)
        measures = (ndimage.sum, ndimage.maximum, ndimage.standard_deviation, ndimage.mean)
        work = lambda: [measure(values.astype("f8"), labels, index) for measure in measures][-1]
        add(scipy, "scipy", work, lambda means: float(means[0]), repetitions)


def map_ranks(map, percents, repetitions, **_):
    values = numpy.fromfile(map, dtype="<f4")
    places = [values.size - round(values.size * percent / 100) for percent in percents]
    work = lambda: [numpy.partition(values, place)[place] for place in places]
    add(numpy, "numpy", work, len, repetitions)


def map_order(map, reference, repetitions, **_):
    values, labels = numpy.fromfile(map, dtype="<f4"), numpy.fromfile(reference, dtype="u1")
    if sklearn := peer("sklearn"):
        metrics = importlib.import_module("sklearn.metrics")
        work = lambda: (metrics.roc_auc_score(labels, values), metrics.average_precision_score(labels, values))
        add(sklearn, "sklearn", work, lambda both: float(both[0]), repetitions)


map_areas = lambda **given: map_order(**given)


def map_tree(map, shape, floor, repetitions, **_):
    values = volume_of(map, "<f4", shape)
    if scipy := peer("scipy"):
        ndimage = importlib.import_module("scipy.ndimage")
        work = lambda: ndimage.label(values >= floor, structure=numpy.ones((3, 3, 3)))[1]
        add(scipy, "scipy", work, int, repetitions)


def map_whole(map, shape, **_):
    """Once: it takes minutes."""
    values = volume_of(map, "<f4", shape)
    if skimage := peer("skimage"):
        morphology = importlib.import_module("skimage.morphology")
        start = time.perf_counter()
        _, traversed = morphology.max_tree(values, connectivity=3)
        times = [1000 * (time.perf_counter() - start)]
        rows.append({"peer": "skimage", "version": skimage.__version__, "timesMs": times, "answer": traversed.size})


MAP_TASKS = {"map_regions": map_regions, "map_ranks": map_ranks, "map_order": map_order}
MAP_TASKS |= {"map_areas": map_areas, "map_tree": map_tree, "map_whole": map_whole}
TASKS = MAP_TASKS | {task.__name__: task for task in (components, nearest_label, distances, assignment, evaluation)}

if __name__ == "__main__":
    name, given = sys.argv[1:]
    TASKS[name](**json.loads(given))
    print(json.dumps({"rows": rows, "missing": missing}))
