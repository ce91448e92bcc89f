"""A client of the command, and what it evaluates."""

from __future__ import annotations

import atexit
import os
import re
import tempfile
import threading
import weakref
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Union

import numpy as np

from ._command import find_command
from ._errors import VoxmatchError
from ._results import Cohort, Result
from ._scratch import Scratch, describe
from ._server import PROTOCOL, Server
from ._volumes import File, Voxels, as_volume


class Client:
    """A process of the command, started when it is first needed, and again if it was lost. Threads wait for each other.

    `command` are the words that start the command; by default it is found by $VOXMATCH_COMMAND, in node_modules, or on $PATH.
    Several clients are several processes. A client is closed by `close`, at the end of a ``with`` block, and at exit.
    """

    def __init__(self, command: Union[None, str, Sequence[str]] = None) -> None:
        self._command = command
        self._lock = threading.RLock()
        self._server: Optional[Server] = None
        self._scratch: Optional[Scratch] = None
        self._moved: List[Scratch] = []
        _CLIENTS.add(self)

    def evaluate(
        self,
        reference: Any,
        prediction: Any,
        *,
        spacing: Optional[Sequence[float]] = None,
        affine: Any = None,
        axes: str = "xyz",
        config: Union[None, str, "os.PathLike[str]"] = None,
        threads: Union[None, int, str] = None,
        memory: Optional[int] = None,
        hash: bool = True,
        progress: Optional[Callable[[float], None]] = None,
        **options: Any,
    ) -> Result:
        """Evaluates a prediction against a reference, instance by instance. See :func:`voxmatch.evaluate`."""
        params = _options(options, config)
        if threads is not None:
            params["threads"] = threads
        if memory is not None:
            params["memoryBytes"] = memory
        told = None
        if progress is not None:
            params["progress"] = True
            told = lambda news: progress(news["share"])  # noqa: E731
        volumes = _volumes(reference, prediction, spacing, affine, axes)
        with self._lock:
            server = self._connect()
            params.update(self._written(server, volumes, hash))
            return Result(server.request("evaluate", params, told))

    def explore(
        self,
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
        """A row for each group, score, strategy and threshold. See :func:`voxmatch.explore`."""
        params = _options(options, None)
        if threads is not None:
            params["threads"] = threads
        volumes = _volumes(reference, prediction, spacing, affine, axes)
        with self._lock:
            server = self._connect()
            params.update(self._written(server, volumes, hash))
            return server.request("explore", params)

    def evaluate_cohort(
        self,
        cases: Any = None,
        *,
        references: Union[None, str, "os.PathLike[str]"] = None,
        predictions: Any = None,
        pattern: Optional[str] = None,
        prediction_pattern: Optional[str] = None,
        out: Union[None, str, "os.PathLike[str]"] = None,
        config: Union[None, str, "os.PathLike[str]"] = None,
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
        """Evaluates many cases of files. See :func:`voxmatch.evaluate_cohort`."""
        params = _options(options, config)
        params.update(_cases(cases))
        named = {
            "references": references,
            "predictions": predictions,
            "pattern": pattern,
            "predictionPattern": prediction_pattern,
            "threads": threads,
            "memoryBytes": memory,
            "caseTimeoutMs": None if case_timeout is None else round(1000 * case_timeout),
        }
        params.update((name, value) for name, value in named.items() if value is not None)
        kept = tempfile.TemporaryDirectory(prefix="voxmatch-run-") if out is None else None
        params["out"] = os.path.abspath(kept.name if out is None else out)
        params.update(retryFailed=retry_failed, fresh=fresh, explore=explore, hash=hash, progress=progress is not None)
        for name in ("references", "predictions", "manifest"):
            if name in params:
                params[name] = _absolute(params[name])
        with self._lock:
            return Cohort(self._connect().request("run", params, progress), self, kept)

    def summarize(self, folder: Union[str, "os.PathLike[str]"], **options: Any) -> Dict[str, Any]:
        """Sums up the folder of a run. See :func:`voxmatch.summarize`."""
        params = {"folder": os.path.abspath(os.fspath(folder)), "options": _camel(options)}
        with self._lock:
            return self._connect().request("summarize", params)

    @property
    def pid(self) -> Optional[int]:
        """The process that serves this client; None while there is none."""
        server = self._server
        return server.pid if server is not None and server.is_alive else None

    @property
    def version(self) -> str:
        """The version of the command."""
        with self._lock:
            return self._connect().about["version"]

    def close(self) -> None:
        """Ends the process and removes what was written for it. The next call starts it anew."""
        with self._lock:
            server, scratch = self._server, self._scratch
            self._server = self._scratch = None
            if server is not None:
                server.close()
            for each in [*self._moved, *([] if scratch is None else [scratch])]:
                each.remove()
            self._moved = []

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def _connect(self) -> Server:
        """The running process, or a new one."""
        if self._server is not None and not self._server.is_alive:
            self.close()
        if self._server is None:
            self._scratch = Scratch()
            self._server = Server(find_command(self._command), self._scratch.folder)
        return self._server

    def _written(self, server: Server, volumes: Sequence[Union[File, Voxels]], hash: bool) -> Dict[str, Any]:
        """The volumes as a request names them, their voxels written to files."""
        # Two sides that are one array are written once, and named alike.
        names = {id(volume): side for side, volume in reversed(list(zip(_SIDES, volumes)))}
        paths = self._write(server, {names[id(each)]: each.array for each in volumes if isinstance(each, Voxels)})
        return {
            side: {"file": volume.path, "hash": hash}
            if isinstance(volume, File)
            else describe(paths[names[id(volume)]], volume.array, volume.spacing, volume.affine)
            for side, volume in zip(_SIDES, volumes)
        }

    def _write(self, server: Server, arrays: Mapping[str, np.ndarray]) -> Dict[str, str]:
        try:
            return self._scratch.write(arrays)
        except OSError as cause:
            if self._scratch.is_on_disk:
                sides = " and ".join(f"{side} ({array.nbytes} bytes)" for side, array in arrays.items())
                raise VoxmatchError(
                    "FILE_ACCESS",
                    f"The voxels of {sides} cannot be written to {self._scratch.folder}: {cause}.",
                    {"path": self._scratch.folder},
                ) from cause
        # Shared memory is small in many containers.
        kept, self._scratch = self._scratch, Scratch(tempfile.gettempdir())
        server.request("hello", {"protocol": PROTOCOL, "scratch": self._scratch.folder})
        self._moved.append(kept)
        return self._write(server, arrays)

    def _after_fork(self) -> None:
        """A forked process must not talk over the pipes of its parent."""
        self._lock = threading.RLock()
        self._server = self._scratch = None
        self._moved = []


_SIDES = ("reference", "prediction")
_CLIENTS: "weakref.WeakSet[Client]" = weakref.WeakSet()


def _volumes(reference: Any, prediction: Any, spacing: Any, affine: Any, axes: str) -> Sequence[Union[File, Voxels]]:
    first = as_volume(reference, "reference", spacing, affine, axes)
    if prediction is reference:
        return (first, first)
    return (first, as_volume(prediction, "prediction", spacing, affine, axes))


def _options(options: Mapping[str, Any], config: Any) -> Dict[str, Any]:
    params: Dict[str, Any] = {"options": _camel(options)}
    if config is not None:
        params["config"] = os.path.abspath(os.fspath(config))
    return params


def _camel(options: Mapping[str, Any]) -> Dict[str, Any]:
    """Options by the command's names: `matching_metric` is `matchingMetric`."""
    named: Dict[str, Any] = {}
    for name, value in options.items():
        key = re.sub(r"_([a-z0-9])", lambda found: found.group(1).upper(), name)
        if key in named:
            raise VoxmatchError("INVALID_OPTION", f"Option {key} is given twice.", {"option": key})
        named[key] = value
    return named


def _cases(cases: Any) -> Dict[str, Any]:
    """A manifest, or the rows of a list, a frame of pandas, or a mapping from cases to pairs of files."""
    if cases is None:
        return {}
    if isinstance(cases, (str, os.PathLike)):
        return {"manifest": os.path.abspath(os.fspath(cases))}
    if hasattr(cases, "to_dict") and hasattr(cases, "columns"):
        cases = cases.to_dict("records")
    if isinstance(cases, Mapping):
        cases = [(case, *pair) for case, pair in cases.items()]
    return {"cases": [_row(case) for case in cases], "root": os.getcwd()}


def _row(case: Any) -> Dict[str, str]:
    if not isinstance(case, Mapping):
        names = ("case", "reference", "prediction", "model")
        values = tuple(case)
        if not 3 <= len(values) <= len(names):
            raise VoxmatchError(
                "INVALID_OPTION", f"A case is {values!r}, but must be (case, reference, prediction[, model]).", {"option": "cases"}
            )
        case = dict(zip(names, values))
    return {str(name): os.fspath(value) if isinstance(value, os.PathLike) else str(value) for name, value in case.items()}


def _absolute(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(model): _absolute(folder) for model, folder in value.items()}
    return os.path.abspath(os.fspath(value))


def _close_all() -> None:
    for client in list(_CLIENTS):
        client.close()


def _forget_all() -> None:
    for client in list(_CLIENTS):
        client._after_fork()


atexit.register(_close_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)
