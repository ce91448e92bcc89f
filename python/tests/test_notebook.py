"""The notebooks run from the first cell to the last."""

import importlib.util
import json
import os
import pathlib
import subprocess
import sys

import pytest

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "notebooks"
IS_INSTALLED = all(importlib.util.find_spec(name) for name in ("nbconvert", "ipykernel"))
# Where all tests must run, a missing package is a failure.
MUST_RUN = os.environ.get("CI") == "true" or os.environ.get("VOXMATCH_ALL_TESTS") == "1"


@pytest.mark.skipif(not IS_INSTALLED and not MUST_RUN, reason="nbconvert and ipykernel are not installed")
@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ipynb")), ids=lambda path: path.name)
def test_a_notebook_runs(path, tmp_path):
    source = pathlib.Path(__file__).resolve().parents[1] / "src"
    done = subprocess.run(
        [sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute", str(path), "--output-dir", str(tmp_path)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(source)},
    )
    assert done.returncode == 0, done.stderr
    cells = [cell for cell in json.loads((tmp_path / path.name).read_text())["cells"] if cell["cell_type"] == "code"]
    assert all(cell["execution_count"] for cell in cells)
    assert sum(len(cell["outputs"]) for cell in cells) >= 6


def test_notebooks_are_kept_without_what_they_printed():
    paths = list(FOLDER.glob("*.ipynb"))
    assert paths
    for path in paths:
        for cell in json.loads(path.read_text())["cells"]:
            assert cell.get("outputs", []) == [] and cell.get("execution_count") is None
