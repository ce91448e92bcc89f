"""What users hold as volumes, by their protocols: none of their packages is imported here.

The first axis of the voxels that are passed on is x, the second y, the third z.
"""

from __future__ import annotations

import os
import sys
from typing import Any, List, NamedTuple, Optional, Sequence, Union

import numpy as np

from ._errors import VoxmatchError

_TYPES = ("uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64", "float32", "float64")
# Kinds that hold the same numbers in a type that is read.
_WIDENED = {"bool": "uint8", "float16": "float32"}
_MILLIMETRES = {"micron": 1e-3, "meter": 1e3}


class Voxels(NamedTuple):
    """Labels by x, y (and z), and where they lie."""

    array: np.ndarray
    spacing: Optional[List[float]]
    affine: Optional[List[float]]


class File(NamedTuple):
    path: str


def as_volume(
    value: Any,
    side: str,
    spacing: Optional[Sequence[float]],
    affine: Any,
    axes: str,
) -> Union[File, Voxels]:
    """A file, or the voxels of an array, an image of nibabel or SimpleITK, or a tensor."""
    if isinstance(value, (str, os.PathLike)):
        for name, given in (("spacing", spacing), ("affine", affine)):
            if given is not None:
                raise _refuse(side, f"a file says its {name} itself, so {name} must be left out")
        return File(os.path.abspath(os.fspath(value)))
    if _has(value, "GetSpacing", "GetOrigin", "GetDirection", "GetPixelIDValue"):
        found = _from_simpleitk(value)
    elif _has(value, "dataobj", "header", "affine"):
        found = _from_nibabel(value)
    else:
        found = _from_array(value, side, axes)
        if spacing is not None and axes != "xyz":
            spacing = list(spacing)[::-1]
    if spacing is not None:
        found = found._replace(spacing=[float(step) for step in spacing])
    if affine is not None:
        found = found._replace(affine=_flat(affine))
    return found._replace(array=_stored(found.array, side))


def _has(value: Any, *names: str) -> bool:
    return all(hasattr(value, name) for name in names)


def _from_array(value: Any, side: str, axes: str) -> Voxels:
    affine = getattr(value, "affine", None)  # MONAI's tensors carry one
    if _has(value, "detach", "cpu"):
        value = value.detach().cpu()
    array = np.asarray(value)
    if axes == "xyz":
        return Voxels(array, None, None if affine is None else _flat(affine))
    if axes in ("zyx", "yx"):
        return Voxels(array.T, None, None if affine is None else _flat(affine))
    raise VoxmatchError("INVALID_OPTION", f'axes is {axes!r}, but must be "xyz" or "zyx".', {"option": "axes"})


def _from_nibabel(image: Any) -> Voxels:
    array = np.asanyarray(image.dataobj)
    # Trailing axes of one voxel are no axes of space; files are read the same way.
    while array.ndim > 3 and array.shape[-1] == 1:
        array = array[..., 0]
    header = image.header
    spacing = [float(size) for size in header.get_zooms()[: array.ndim]]
    affine = None if image.affine is None else np.asarray(image.affine, dtype=np.float64)
    if _has(header, "get_qform", "get_sform") and not (int(header["sform_code"]) or int(header["qform_code"])):
        affine = None  # nibabel makes one up
    scale = _MILLIMETRES.get(header.get_xyzt_units()[0], 1.0) if _has(header, "get_xyzt_units") else 1.0
    if scale != 1.0:
        # As files are read: by 1000, or by a division, which rounds once.
        spacing = [size * 1000 if scale > 1 else size / 1000 for size in spacing]
        if affine is not None:
            affine = affine.copy()
            affine[:3] = affine[:3] * 1000 if scale > 1 else affine[:3] / 1000
    return Voxels(array, spacing, None if affine is None else _flat(affine))


def _from_simpleitk(image: Any) -> Voxels:
    module = sys.modules.get(type(image).__module__.split(".")[0])
    view = getattr(module, "GetArrayViewFromImage", None) or getattr(module, "GetArrayFromImage")
    array = np.asarray(view(image)).T
    spacing = [float(size) for size in image.GetSpacing()]
    count = len(spacing)
    affine = np.eye(4)
    affine[:count, :count] = np.reshape(image.GetDirection(), (count, count)) * spacing
    affine[:count, 3] = image.GetOrigin()
    affine[:2] = -affine[:2]  # from left-posterior-superior to right-anterior-superior
    return Voxels(array, spacing, _flat(affine + 0.0))


def _flat(affine: Any) -> List[float]:
    if _has(affine, "detach", "cpu"):
        affine = affine.detach().cpu()
    return [float(entry) for entry in np.asarray(affine, dtype=np.float64).ravel()]


def _stored(array: np.ndarray, side: str) -> np.ndarray:
    """In a type that is read, in this machine's order of bytes."""
    name = array.dtype.name
    if name in _WIDENED:
        return array.astype(_WIDENED[name]) if name != "bool" else array.view(np.uint8)
    if name not in _TYPES:
        raise _refuse(side, f"its numbers are of type {array.dtype}, and labels must be of {', '.join(_TYPES)} or bool")
    return array if array.dtype.isnative else array.astype(array.dtype.newbyteorder("="))


def _refuse(side: str, what: str) -> VoxmatchError:
    return VoxmatchError("INVALID_VOLUME", f"The {side}: {what}.", {"source": side})
