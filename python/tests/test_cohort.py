"""Cohorts: the records of `voxmatch run`, as dictionaries and frames."""

import csv
import os
import shlex
import shutil
import subprocess

import nibabel
import numpy as np
import pandas
import pytest

import voxmatch

CASES = 5


@pytest.fixture
def cohort(tmp_path, lesions):
    """Five cases in two folders, the last of which has no prediction; a manifest with sites."""
    rows = []
    for i in range(CASES):
        for side, array in zip(("reference", "prediction"), lesions):
            (tmp_path / side).mkdir(exist_ok=True)
            shifted = np.roll(array, i * (side == "prediction"), 1)
            if (side, i) != ("prediction", CASES - 1):
                nibabel.save(nibabel.Nifti1Image(shifted, np.eye(4)), tmp_path / side / f"00{i}.nii.gz")
        paths = [str(tmp_path / side / f"00{i}.nii.gz") for side in ("reference", "prediction")]
        rows.append({"case": f"00{i}", "reference": paths[0], "prediction": paths[1], "site": "AB"[i % 2]})
    manifest = tmp_path / "cohort.csv"
    with open(manifest, "w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return tmp_path, manifest, rows


def test_a_manifest_is_run_as_by_the_command(cohort):
    folder, manifest, _ = cohort
    told = []
    run = voxmatch.evaluate_cohort(manifest, out=folder / "ours", input="semantic", progress=told.append)
    command = shlex.split(os.environ["VOXMATCH_COMMAND"])
    words = [*command, "run", str(manifest), "--input", "semantic", "--out", str(folder / "theirs"), "--quiet", "--exit-zero"]
    subprocess.run(words, check=True)
    ours, theirs = ((folder / name / "cases.jsonl").read_bytes() for name in ("ours", "theirs"))
    assert ours == theirs
    assert (run["planned"], run["finished"], run["failed"], run["isComplete"]) == (5, 5, 1, True)
    assert [failure["case"] for failure in run["failures"]] == ["004"]
    assert told[-1]["finished"] == 5


def test_a_run_goes_on_where_it_was(cohort):
    folder, manifest, rows = cohort
    voxmatch.evaluate_cohort(manifest, out=folder / "out", input="semantic")
    shutil.copy(rows[0]["prediction"], rows[4]["prediction"])
    again = voxmatch.evaluate_cohort(manifest, out=folder / "out", input="semantic")
    assert (again["before"], again["failed"]) == (5, 1)
    retried = voxmatch.evaluate_cohort(manifest, out=folder / "out", input="semantic", retry_failed=True)
    assert (retried["before"], retried["failed"]) == (4, 0)
    with pytest.raises(voxmatch.VoxmatchError) as refused:
        voxmatch.evaluate_cohort(manifest, out=folder / "out", input="semantic", fresh=True)
    assert refused.value.code == "INVALID_OPTION"


@pytest.mark.parametrize("kind", ["mappings", "tuples", "frame", "pairs"])
def test_cases_may_be_listed(cohort, kind):
    _, _, rows = cohort
    rows = rows[:3]
    cases = {
        "mappings": lambda: rows,
        "tuples": lambda: [(row["case"], row["reference"], row["prediction"]) for row in rows],
        "frame": lambda: pandas.DataFrame(rows),
        "pairs": lambda: {row["case"]: (row["reference"], row["prediction"]) for row in rows},
    }[kind]()
    run = voxmatch.evaluate_cohort(cases, input="semantic")
    records = list(run.records())
    assert [record["case"] for record in records] == ["000", "001", "002"]
    pair = voxmatch.evaluate(rows[1]["reference"], rows[1]["prediction"], input="semantic")
    assert records[1]["groups"] == pair.groups


def test_folders_are_paired_by_name(cohort):
    folder, _, _ = cohort
    predictions = {"ours": folder / "prediction", "theirs": folder / "reference"}
    run = voxmatch.evaluate_cohort(references=folder / "reference", predictions=predictions, input="semantic")
    frame = run.frame()
    assert sorted(frame.model.unique()) == ["ours", "theirs"]
    assert (frame[frame.model == "theirs"].pq == 1).all()


def test_frames_of_a_run(cohort):
    _, manifest, rows = cohort
    run = voxmatch.evaluate_cohort(manifest, input="semantic", groups={"a": [1], "b": [2]})
    frame = run.frame()
    assert len(frame) == 4 * 2 + 1
    failed = frame[frame.status == "failed"].iloc[0]
    assert (failed.case, failed.error_code) == ("004", "FILE_ACCESS")
    row = frame[(frame.case == "001") & (frame.group == "a")].iloc[0]
    pair = voxmatch.evaluate(rows[1]["reference"], rows[1]["prediction"], input="semantic", groups={"a": [1], "b": [2]})
    assert (row.pq, row.site) == (pair.groups["a"]["pq"], "B")
    assert set(run.instances().case) == {"000", "001", "002", "003"}


def test_a_run_is_summed_up(cohort):
    folder, manifest, _ = cohort
    run = voxmatch.evaluate_cohort(manifest, out=folder / "out", input="semantic")
    summary = run.summarize(resamples=99, metrics=["pq"])
    assert summary == voxmatch.summarize(folder / "out", resamples=99, metrics=["pq"])
    with pytest.raises(voxmatch.VoxmatchError) as refused:
        run.summarize(metrics=["nothing"])
    assert refused.value.code == "INVALID_OPTION"


def test_a_temporary_run_is_removed_with_what_holds_it(cohort):
    _, _, rows = cohort
    run = voxmatch.evaluate_cohort(rows[:2], input="semantic")
    folder = run.folder
    assert os.path.exists(folder)
    del run
    assert not os.path.exists(folder)


def test_a_run_is_interrupted(cohort):
    folder, manifest, _ = cohort

    def interrupt(told):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        voxmatch.evaluate_cohort(manifest, out=folder / "out", input="semantic", progress=interrupt)
    run = voxmatch.evaluate_cohort(manifest, out=folder / "out", input="semantic")
    assert run["isComplete"]


def test_folders_without_records_are_refused(tmp_path):
    with pytest.raises(voxmatch.VoxmatchError) as refused:
        list(voxmatch.read_records(tmp_path))
    assert refused.value.code == "FILE_ACCESS"
