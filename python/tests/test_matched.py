"""Volumes of `voxmatch evaluate --write-matched`, as nibabel reads them, and their colour tables."""

import os
import re
import shlex
import subprocess

import nibabel
import numpy as np
import pytest

import voxmatch


@pytest.fixture(params=[".nii.gz", "sform only", "qform only"])
def written(request, lesions, tmp_path):
    affine = np.array([[0, -1.25, 0, 20], [0.75, 0, 0, -10], [0, 0, 3, 5], [0, 0, 0, 1.0]])
    paths = []
    for name, array in zip("rp", lesions):
        image = nibabel.Nifti1Image(array, None)
        image.set_sform(affine, int(request.param != "qform only"))
        image.set_qform(affine, int(request.param != "sform only"))
        paths.append(tmp_path / f"{name}.nii.gz")
        nibabel.save(image, paths[-1])
    out = tmp_path / "out"
    words = ["evaluate", "-r", *paths[:1], "-p", *paths[1:], "--input", "semantic", "--write-matched", out, "--quiet"]
    subprocess.run([*shlex.split(os.environ["VOXMATCH_COMMAND"]), *map(str, words)], check=True, capture_output=True)
    return paths, out


def test_volumes_lie_where_the_files_do_and_hold_their_instances(written):
    paths, out = written
    group = voxmatch.evaluate(*paths, input="semantic").groups["ungrouped"]
    for side, path, key in zip(("reference", "prediction"), paths, ("reference_instances", "predicted_instances")):
        source = nibabel.load(path)
        matched, outcome = (nibabel.load(out / f"{side}-{kind}.nii.gz") for kind in ("matched", "outcome"))
        for image in (matched, outcome):
            np.testing.assert_allclose(image.affine, source.affine, atol=1e-6)
            assert image.header.get_zooms() == source.header.get_zooms()
            assert image.header.get_xyzt_units()[0] == "mm"
            assert image.get_data_dtype() == np.uint8
            np.testing.assert_array_equal(np.asarray(image.dataobj) > 0, np.asarray(source.dataobj) > 0)
        numbers, outcomes = np.asarray(matched.dataobj), np.asarray(outcome.dataobj)
        assert sorted(np.bincount(numbers.ravel())[1:][np.unique(numbers[numbers > 0]) - 1]) == sorted(
            row[f"instance_voxel_count_{side[:3 if side == 'reference' else 4]}"] for row in group[key]
        )
        for row in group[key]:
            place = np.unravel_index(row["first_voxel"], numbers.shape, order="F")
            assert outcomes[place] == (1 if row["is_matched"] else 2 if side == "reference" else 3)
    reference, prediction = (np.asarray(nibabel.load(out / f"{side}-matched.nii.gz").dataobj) for side in ("reference", "prediction"))
    shared = set(np.unique(reference)) & set(np.unique(prediction)) - {0}
    assert len(shared) == group["tp"] == 2
    for match in group["matches"]:
        both = (reference > 0) & (reference == prediction)
        assert both.sum() == sum(each["overlap"] for each in group["matches"]), match


def test_colour_tables_name_every_number(written):
    _, out = written
    lines = [line for line in (out / "matched-itksnap.txt").read_text().splitlines() if not line.startswith("#")]
    # As ITK-SNAP reads a line: seven numbers and a name in quotes.
    rows = [re.fullmatch(r"\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d)\s+(\d)\s+\"([^\"]*)\"", line) for line in lines]
    assert [int(row[1]) for row in rows] == [0, 1, 2, 3, 4]
    assert rows[1][8].startswith("ungrouped 1 matched: reference")
    table = [line.split() for line in (out / "matched-slicer.ctbl").read_text().splitlines() if not line.startswith("#")]
    assert [int(number) for number, *_ in table] == [0, 1, 2, 3, 4] and all(len(row) == 6 for row in table)
    assert [row.groups()[1:4] for row in rows[1:]] == [tuple(row[2:5]) for row in table[1:]]
