"""Results as dictionaries and frames, options, configurations, numbers that are not finite."""

import json
import math

import numpy as np
import pandas
import pytest

import voxmatch
from conftest import PREDICTION, REFERENCE
from voxmatch._numbers import decode_numbers


def test_a_result_is_a_dictionary_that_json_can_write(lesions):
    result = voxmatch.evaluate(*lesions, input="semantic")
    assert json.loads(json.dumps(result["groups"])) == result["groups"]
    assert result["engine"]["name"] == "voxmatch"
    assert result.groups is result["groups"]


def test_numbers_by_hand(lesions):
    # Lesion 1: 4·5·6 = 120 voxels against 3·6·6 = 108, of which 3·5·6 = 90 are shared: IoU 90 / 138.
    # Lesion 2: 4·6·6 = 144 against 5·6·5 = 150, of which 4·6·5 = 120 are shared: IoU 120 / 174.
    # One reference and one prediction are left over: RQ = 2 / (2 + ½ + ½), and SQ is the mean of both IoU.
    group = voxmatch.evaluate(*lesions, input="semantic").groups["ungrouped"]
    assert (group["tp"], group["fp"], group["fn"]) == (2, 1, 1)
    assert group["rq"] == 2 / 3
    assert group["sq"] == pytest.approx((90 / 138 + 120 / 174) / 2, abs=1e-15)


def test_undefined_numbers_are_nan():
    empty, full = np.zeros((4, 4, 4), np.uint8), np.ones((4, 4, 4), np.uint8)
    group = voxmatch.evaluate(empty, full, metrics=["iou", "assd"], global_metrics=["dsc", "hd"]).groups["ungrouped"]
    assert math.isnan(group["rec"]) and "rec_reason" not in group
    assert (group["sq_assd"], group["fp"]) == (math.inf, 1)
    assert group["global_bin_hd"] == math.inf


@pytest.mark.parametrize(
    "encoded, decoded",
    [
        ({"a": None, "a_reason": "Infinity"}, {"a": math.inf}),
        ({"a": None, "a_reason": "-Infinity", "b": 1}, {"a": -math.inf, "b": 1}),
        ({"a": [1, None], "a_reason": {"1": "Infinity"}}, {"a": [1, math.inf]}),
        ({"a": [[None, 2]], "a_reason": {"0.0": "-Infinity"}}, {"a": [[-math.inf, 2]]}),
        ({"a": None, "a_reason": "There is no reference."}, {"a": None, "a_reason": "There is no reference."}),
        ({"a_reason": "NaN"}, {"a_reason": "NaN"}),
        ([{"a": {"b": None, "b_reason": "Infinity"}}], [{"a": {"b": math.inf}}]),
    ],
)
def test_numbers_of_json(encoded, decoded):
    assert decode_numbers(encoded) == decoded


def test_frames_have_a_row_for_each_group_and_instance(lesions):
    result = voxmatch.evaluate(*lesions, groups={"a": [1], "b": [2]}, input="semantic")
    frame = result.frame()
    assert list(frame.index) == ["a", "b"]
    assert frame.loc["a", "pq"] == result.groups["a"]["pq"]
    instances = result.instances()
    assert isinstance(instances, pandas.DataFrame) and len(instances) == 6
    row = instances[(instances.group == "a") & (instances.side == "reference") & (instances.label == 2)].iloc[0]
    assert (row.instance_voxel_count_ref, row.box_x_first, row.box_x_last, row.matched_to) == (120, 2, 5, [1])


def test_options_may_be_written_as_python_writes_names(lesions):
    camel = voxmatch.evaluate(*lesions, matchingMetric="dice", threshold=np.float64(0.75), input="semantic")
    snake = voxmatch.evaluate(*lesions, matching_metric="Dice", threshold=0.75, input="semantic")
    assert camel["options"]["matchingMetric"] == "dice"
    assert snake.groups == camel.groups
    with pytest.raises(voxmatch.VoxmatchError, match="given twice"):
        voxmatch.evaluate(*lesions, matching_metric="dice", matchingMetric="dice")


def test_a_configuration_is_overridden_by_options(lesions, tmp_path):
    path = tmp_path / "study.yaml"
    path.write_text("input: semantic\nthreshold: 0.25\nstrategy: union\n")
    options = voxmatch.evaluate(*lesions, config=path, threshold=0.125)["options"]
    assert (options["input"], options["strategy"], options["threshold"]) == ("semantic", "union", 0.125)
    path.write_text("treshold: 1\n")
    with pytest.raises(voxmatch.VoxmatchError, match="threshold") as refused:
        voxmatch.evaluate(*lesions, config=path)
    assert refused.value.details["line"] == 1


def test_an_option_that_is_no_number(lesions):
    with pytest.raises(voxmatch.VoxmatchError) as refused:
        voxmatch.evaluate(*lesions, threshold=math.nan)
    assert refused.value.code == "INVALID_OPTION" and refused.value.details["option"] == "threshold"
    bins = voxmatch.evaluate(*lesions, volume_bins=[0, 100, 130], input="semantic")["options"]["volumeBins"]
    assert bins[:2] == [0, 100]


def test_explore_has_a_row_for_each_choice(lesions):
    rows = voxmatch.explore(*lesions, input="semantic", strategies=["one-to-one", "union"], thresholds=[0.5, 0.75])
    assert [(row["strategy"], row["threshold"], row["tp"]) for row in rows] == [
        ("one-to-one", 0.5, 2),
        ("one-to-one", 0.75, 0),
        ("union", 0.5, 2),
        ("union", 0.75, 0),
    ]


def test_threads_change_no_number(lesions):
    volumes = [np.kron(array, np.ones((4, 4, 4), np.uint8)) for array in lesions]
    options = {"input": "semantic", "metrics": ["iou", "assd", "hd95", "nsd"], "nsd_tolerance": 2.0}
    results = [voxmatch.evaluate(*volumes, threads=threads, **options).groups for threads in (1, 2, "auto")]
    assert results[0] == results[1] == results[2]


def test_a_limit_of_memory_changes_no_number():
    counts = {"metrics": ["iou", "dsc"], "global_metrics": ["iou", "dsc"]}
    whole = voxmatch.evaluate(REFERENCE, PREDICTION, **counts)
    assert voxmatch.evaluate(REFERENCE, PREDICTION, memory=2**28, **counts).groups == whole.groups


def test_a_limit_of_memory_refuses_arrays(lesions):
    with pytest.raises(voxmatch.VoxmatchError, match="is in memory already"):
        voxmatch.evaluate(*lesions, memory=2**28, metrics=["iou"], global_metrics=["iou"])
