"""Evaluates predicted against reference label volumes, instance by instance: the numbers of the command voxmatch.

>>> result = voxmatch.evaluate(reference, prediction, threshold=0.25)
>>> result.groups["ungrouped"]["pq"]
"""

from __future__ import annotations

import os
import threading
from typing import Any, Callable, Dict, List, Optional, Sequence, Union

from ._client import Client
from ._errors import VoxmatchError
from ._results import Cohort, Result, read_records

__version__ = "0.1.0"
__all__ = [
    "Client",
    "Cohort",
    "Result",
    "VoxmatchError",
    "close",
    "evaluate",
    "evaluate_cohort",
    "explore",
    "read_records",
    "summarize",
]

_Path = Union[str, "os.PathLike[str]"]
_lock = threading.Lock()
_default: Optional[Client] = None


def _client() -> Client:
    global _default
    with _lock:
        if _default is None:
            _default = Client()
        return _default


def evaluate(
    reference: Any,
    prediction: Any,
    *,
    spacing: Optional[Sequence[float]] = None,
    affine: Any = None,
    axes: str = "xyz",
    config: Optional[_Path] = None,
    threads: Union[None, int, str] = None,
    memory: Optional[int] = None,
    hash: bool = True,
    progress: Optional[Callable[[float], None]] = None,
    **options: Any,
) -> Result:
    """Evaluates a prediction against a reference, instance by instance.

    Each volume is a path, an array (NumPy, torch, anything with ``__array__``), or an image of nibabel or SimpleITK, whose
    spacing and affine are taken. Labels are whole numbers, 0 is background, and the array has two or three axes.

    spacing: millimetres along each axis, in the order of the array's axes; by default the image's or the affine's, else 1.
    affine: voxel to world (4 × 4, RAS+), of x, y, z; by default the image's.
    axes: ``"xyz"`` (the default): the first axis of arrays is x. ``"zyx"``: the last one is, as SimpleITK's
        ``GetArrayFromImage`` has it; such arrays need not be turned round. Results are always in the order x, y, z.
    config: a configuration (YAML, JSON, or panoptica's); options override it.
    threads: ``"auto"`` or a number; never changes a number of the result.
    memory: read the two files slab by slab within about so many bytes; arrays are refused, and so are metrics of whole volumes.
    hash: compute the SHA-256 of files.
    progress: called with the share that is measured, from 0 to 1, where metrics need more than counts.
    options: those of docs/configuration.md, as ``matchingMetric`` or ``matching_metric``.

    Raises VoxmatchError with the command's code and details.
    """
    return _client().evaluate(
        reference,
        prediction,
        spacing=spacing,
        affine=affine,
        axes=axes,
        config=config,
        threads=threads,
        memory=memory,
        hash=hash,
        progress=progress,
        **options,
    )


def explore(
    reference: Any,
    prediction: Any,
    *,
    spacing: Optional[Sequence[float]] = None,
    affine: Any = None,
    axes: str = "xyz",
    threads: Union[None, int, str] = None,
    hash: bool = True,
    **options: Any,
) -> List[Dict[str, Any]]:
    """Evaluates one pair by every strategy (``strategies``) with every score (``matching_metrics``) at every threshold
    (``thresholds``): a row for each group, score, strategy and threshold. Volumes are those of `evaluate`.
    """
    return _client().explore(
        reference, prediction, spacing=spacing, affine=affine, axes=axes, threads=threads, hash=hash, **options
    )


def evaluate_cohort(
    cases: Any = None,
    *,
    references: Optional[_Path] = None,
    predictions: Any = None,
    pattern: Optional[str] = None,
    prediction_pattern: Optional[str] = None,
    out: Optional[_Path] = None,
    config: Optional[_Path] = None,
    threads: Optional[int] = None,
    memory: Optional[int] = None,
    case_timeout: Optional[float] = None,
    retry_failed: bool = False,
    fresh: bool = False,
    explore: bool = False,
    hash: bool = True,
    progress: Optional[Callable[[Dict[str, Any]], None]] = None,
    **options: Any,
) -> Cohort:
    """Evaluates many cases of files as ``voxmatch run`` does; a failed case becomes a record that says why.

    cases: the path of a manifest (.csv, .tsv, .jsonl); or rows with ``case``, ``reference``, ``prediction``, perhaps
        ``model``, and others, which are kept: mappings, tuples, a frame of pandas, or ``{case: (reference, prediction)}``.
    references, predictions: instead of cases, folders whose files are paired by name; predictions of several models as
        ``{model: folder}``. `pattern` and `prediction_pattern` say where the case's name is.
    out: the folder of the results. A run that was stopped goes on there. By default a temporary one, which is removed
        with the Cohort.
    threads, memory (bytes), case_timeout (seconds): cases at once, what they may need together, how long one may take.
    retry_failed: evaluate failed cases again. fresh: refuse a folder that holds results already.
    explore: keep results of every strategy at thresholds from 0.1 to 0.9.
    progress: called with ``planned``, ``before``, ``finished`` and ``failed``, now and then.
    """
    return _client().evaluate_cohort(
        cases,
        references=references,
        predictions=predictions,
        pattern=pattern,
        prediction_pattern=prediction_pattern,
        out=out,
        config=config,
        threads=threads,
        memory=memory,
        case_timeout=case_timeout,
        retry_failed=retry_failed,
        fresh=fresh,
        explore=explore,
        hash=hash,
        progress=progress,
        **options,
    )


def summarize(folder: _Path, **options: Any) -> Dict[str, Any]:
    """Sums up the folder of a run as ``voxmatch summarize --format json`` does, with its options."""
    return _client().summarize(folder, **options)


def close() -> None:
    """Ends the process that serves these functions; the next call starts it anew. At exit this is done by itself."""
    if _default is not None:
        _default.close()
