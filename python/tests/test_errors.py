"""Errors have the command's codes and details."""

import pickle

import numpy as np
import pytest

import voxmatch


def refused(*arguments, **options):
    with pytest.raises(voxmatch.VoxmatchError) as error:
        voxmatch.evaluate(*arguments, **options)
    return error.value


def test_an_unknown_option_is_named_with_the_one_that_was_meant(lesions):
    error = refused(*lesions, treshold=0.5)
    assert error.code == "INVALID_OPTION"
    assert (error.details["name"], error.details["suggestion"]) == ("treshold", "threshold")


def test_grids_that_differ_are_refused_with_both(lesions):
    error = refused(lesions[0], lesions[1][:20])
    assert error.code == "GEOMETRY_MISMATCH"
    assert error.details == {"part": "shape", "axis": 0, "reference": [24, 20, 16], "prediction": [20, 20, 16]}


def test_a_fraction_is_named_with_its_voxel():
    volume = np.zeros((5, 4, 3))
    volume[3, 2, 1] = 0.5
    error = refused(volume, volume.astype(np.uint8))
    assert error.code == "INVALID_VOLUME"
    assert error.details["voxel"] == [3, 2, 1]


def test_a_file_that_is_not_there(tmp_path):
    error = refused(tmp_path / "none.nii.gz", tmp_path / "none.nii.gz")
    assert error.code == "FILE_ACCESS" and "none.nii.gz" in str(error)


def test_a_spacing_that_is_none(lesions):
    for spacing in ((1, 1), (1, 1, 0), (1, 1, float("nan"))):
        assert refused(*lesions, spacing=spacing).code == "INVALID_VOLUME"


def test_a_value_that_no_option_takes(lesions):
    assert refused(*lesions, threshold=object()).code == "INVALID_OPTION"


def test_errors_travel_between_processes(lesions):
    error = refused(*lesions, treshold=0.5)
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.code, str(copy), copy.details) == (error.code, str(error), error.details)


def test_a_command_that_is_not_there(monkeypatch, tmp_path):
    with pytest.raises(voxmatch.VoxmatchError) as error:
        voxmatch.Client(str(tmp_path / "none")).version
    assert error.value.code == "COMMAND_NOT_FOUND"
    monkeypatch.delenv("VOXMATCH_COMMAND")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(voxmatch.VoxmatchError, match="npm install") as error:
        voxmatch.Client().version
    assert error.value.code == "COMMAND_NOT_FOUND"


def test_a_command_that_is_another():
    import sys

    with voxmatch.Client([sys.executable, "-c", "raise SystemExit('no such command')"]) as client:
        with pytest.raises(voxmatch.VoxmatchError, match="no such command") as error:
            client.version
    assert error.value.code == "WORKER_LOST"
