"""The command under test: that of $VOXMATCH_COMMAND, or what this checkout has built."""

import json
import os
import pathlib
import shlex
import subprocess

import numpy as np
import pytest

import voxmatch
from voxmatch._numbers import decode_numbers

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
REFERENCE, PREDICTION = EXAMPLES / "reference.nii.gz", EXAMPLES / "prediction.nii.gz"
os.environ.setdefault("VOXMATCH_COMMAND", shlex.join(["node", str(ROOT / "dist" / "src" / "cli" / "main.js")]))


@pytest.fixture
def command(tmp_path):
    """Runs the command itself and reads its JSON."""

    def run(*words):
        out = tmp_path / "result.json"
        subprocess.run(
            [*shlex.split(os.environ["VOXMATCH_COMMAND"]), *map(str, words), "--format", "json", "--output", str(out), "--quiet"],
            check=True,
        )
        return decode_numbers(json.loads(out.read_text()))

    return run


@pytest.fixture
def client():
    with voxmatch.Client() as own:
        yield own


@pytest.fixture
def lesions():
    """Two volumes of 24 × 20 × 16 with lesions that are found, missed, shifted and made up."""
    reference = np.zeros((24, 20, 16), np.uint8)
    prediction = np.zeros_like(reference)
    reference[2:6, 2:7, 3:9] = 1
    prediction[3:6, 2:8, 3:9] = 1
    reference[12:15, 4:6, 2:5] = 1
    reference[18:22, 12:18, 9:15] = 2
    prediction[17:22, 12:18, 10:15] = 2
    prediction[8:10, 15:18, 1:3] = 2
    return reference, prediction
