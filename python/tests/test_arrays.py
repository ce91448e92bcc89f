"""Arrays and what acts as one: the same numbers as from a file, whatever the order of their memory."""

import os
import pathlib
import subprocess
import sys
import types

import nibabel
import numpy as np
import pytest

import voxmatch
from conftest import PREDICTION, REFERENCE

OPTIONS = {"input": "semantic", "groups": {"a": [1], "b": [2]}, "metrics": ["iou", "dsc", "assd", "hd95", "cedi"]}


def saved(folder, name, array, affine):
    path = folder / name
    image = nibabel.Nifti1Image(array, affine)
    image.header.set_xyzt_units("mm")
    nibabel.save(image, path)
    return path


@pytest.fixture
def files(lesions, tmp_path):
    affine = np.diag([0.75, 1.25, 3.0, 1.0])
    affine[:3, 3] = [-10, 20, 5]
    return affine, [saved(tmp_path, f"{i}.nii.gz", array, affine) for i, array in enumerate(lesions)]


def test_files_are_evaluated_as_by_the_command(command):
    by_command = command("evaluate", "-r", REFERENCE, "-p", PREDICTION, "--metrics", "iou,dsc,assd,hd95")
    result = voxmatch.evaluate(REFERENCE, str(PREDICTION), metrics=["iou", "dsc", "assd", "hd95"])
    for section in ("inputs", "options", "groups", "notes", "definitions"):
        assert result[section] == by_command[section]


def test_arrays_give_the_numbers_of_files(lesions, files):
    affine, paths = files
    expected = voxmatch.evaluate(*paths, **OPTIONS).groups
    spacing = (0.75, 1.25, 3.0)
    assert expected["a"]["tp"] == 1 and expected["a"]["fn"] == 1 and expected["b"]["fp"] == 1
    for turn in (np.ascontiguousarray, np.asfortranarray, lambda array: np.repeat(array, 2, 0)[::2]):
        arrays = [turn(array) for array in lesions]
        assert voxmatch.evaluate(*arrays, spacing=spacing, **OPTIONS).groups == expected
        assert voxmatch.evaluate(*arrays, affine=affine, **OPTIONS).groups == expected


def test_axes_may_be_reversed(lesions, files):
    _, paths = files
    arrays = [np.ascontiguousarray(array.T) for array in lesions]
    assert voxmatch.evaluate(*arrays, axes="zyx", spacing=(3.0, 1.25, 0.75), **OPTIONS).groups == (
        voxmatch.evaluate(*paths, **OPTIONS).groups
    )
    with pytest.raises(voxmatch.VoxmatchError) as refused:
        voxmatch.evaluate(*arrays, axes="yzx")
    assert refused.value.code == "INVALID_OPTION"


def test_places_are_in_the_order_of_the_axes():
    reference = np.zeros((9, 7, 5), np.int32)
    reference[1:3, 4:7, 2] = 8
    (row,) = voxmatch.evaluate(reference, reference).groups["ungrouped"]["reference_instances"]
    # Voxels 1–2, 4–6 and 2 along x, y, z; their means are 1.5, 5 and 2.
    assert row["box"] == [[1, 2], [4, 6], [2, 2]]
    assert row["centre"] == [1.5, 5, 2]
    assert row["instance_voxel_count_ref"] == 6


@pytest.mark.parametrize(
    "kind",
    ["bool", "uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64", "float16", "float32", "float64", ">i2", ">f8"],
)
def test_every_type_of_labels(lesions, kind):
    reference, prediction = ((array > 0).astype(kind) for array in lesions)
    expected = voxmatch.evaluate(*((array > 0).astype(np.uint8) for array in lesions), input="semantic").groups
    assert voxmatch.evaluate(reference, prediction, input="semantic").groups == expected


@pytest.mark.parametrize("array", [np.zeros((4, 4), complex), np.array([["a"]]), np.zeros((2, 2), object), [[1, None]]])
def test_what_is_no_label_is_refused(array):
    with pytest.raises(voxmatch.VoxmatchError, match="The reference") as refused:
        voxmatch.evaluate(array, array)
    assert refused.value.code == "INVALID_VOLUME"


@pytest.mark.parametrize("shape", [(), (5,), (0, 4), (1, 4, 4, 4)])
def test_shapes_that_are_none_of_a_volume_are_refused(shape):
    with pytest.raises(voxmatch.VoxmatchError) as refused:
        voxmatch.evaluate(np.zeros(shape, np.uint8), np.zeros(shape, np.uint8))
    assert refused.value.code == "INVALID_VOLUME"


def test_images_of_nibabel_are_those_of_their_files(files):
    _, paths = files
    images = [nibabel.load(path) for path in paths]
    result, expected = voxmatch.evaluate(*images, **OPTIONS), voxmatch.evaluate(*paths, **OPTIONS)
    assert result.groups == expected.groups
    assert result["inputs"]["reference"]["spacing"] == expected["inputs"]["reference"]["spacing"]


@pytest.mark.parametrize("unit, size", [("micron", 750.0), ("meter", 0.00075), ("mm", 0.75)])
def test_units_and_missing_worlds_of_nibabel(lesions, tmp_path, unit, size):
    paths, images = [], []
    for i, array in enumerate(lesions):
        image = nibabel.Nifti1Image(array, None)
        image.header.set_zooms((size, size, size))
        image.header.set_xyzt_units(unit)
        path = tmp_path / f"{i}.nii"
        nibabel.save(image, path)
        paths.append(path)
        images.append(nibabel.load(path))
    result, expected = voxmatch.evaluate(*images, **OPTIONS), voxmatch.evaluate(*paths, **OPTIONS)
    assert result["inputs"]["reference"]["spacing"] == expected["inputs"]["reference"]["spacing"]
    assert result["inputs"]["reference"]["spacing"][0] == pytest.approx(0.75)
    assert result.groups == expected.groups


def test_an_oblique_image_lies_where_its_file_does(lesions, tmp_path):
    cosine, sine = np.cos(0.3), np.sin(0.3)
    affine = np.eye(4)
    affine[:3, :3] = np.array([[cosine, -sine, 0], [sine, cosine, 0], [0, 0, 1]]) * [0.8, 0.8, 2.5]
    paths = [saved(tmp_path, f"{i}.nii", array, affine) for i, array in enumerate(lesions)]
    expected = voxmatch.evaluate(*paths, **OPTIONS).groups
    assert voxmatch.evaluate(nibabel.load(paths[0]), paths[1], **OPTIONS).groups == expected


class SimpleItkImage:
    """What SimpleITK's images say of themselves: arrays by z, y, x, and places by x, y, z in LPS."""

    def __init__(self, array, spacing, origin, direction):
        self.array, self.spacing, self.origin, self.direction = np.ascontiguousarray(array.T), spacing, origin, direction

    def GetSpacing(self):
        return self.spacing

    def GetOrigin(self):
        return self.origin

    def GetDirection(self):
        return self.direction

    def GetPixelIDValue(self):
        return 1


@pytest.fixture
def simpleitk(monkeypatch):
    """The real package where it is installed, which then makes the images, else a stand-in of its protocol."""
    try:
        import SimpleITK
    except ImportError:
        module = types.ModuleType("standin")
        module.GetArrayViewFromImage = lambda image: image.array
        monkeypatch.setitem(sys.modules, "standin", module)
        monkeypatch.setattr(SimpleItkImage, "__module__", "standin")
        return SimpleItkImage

    def image(array, spacing, origin, direction):
        made = SimpleITK.GetImageFromArray(np.ascontiguousarray(array.T))
        made.SetSpacing(spacing)
        made.SetOrigin(origin)
        made.SetDirection(direction)
        return made

    return image


def test_images_of_simpleitk(lesions, files, simpleitk):
    # LPS: the first two axes of the file's affine, 0.75 and 1.25 mm from −10, 20 in RAS, have the other sign.
    _, paths = files
    images = [simpleitk(array, (0.75, 1.25, 3.0), (10.0, -20.0, 5.0), (-1, 0, 0, 0, -1, 0, 0, 0, 1)) for array in lesions]
    expected = voxmatch.evaluate(*paths, **OPTIONS).groups
    assert voxmatch.evaluate(*images, **OPTIONS).groups == expected
    assert voxmatch.evaluate(images[0], paths[1], **OPTIONS).groups == expected


class Tensor:
    """A tensor on a device, with gradients: NumPy reads it only once it is detached and moved."""

    def __init__(self, array, state=("grad", "cuda")):
        self.array, self.state = array, state

    def detach(self):
        return Tensor(self.array, self.state[1:])

    def cpu(self):
        return Tensor(self.array, ())

    def __array__(self, dtype=None):
        assert self.state == ()
        return self.array


def test_tensors(lesions):
    expected = voxmatch.evaluate(*lesions, **OPTIONS).groups
    assert voxmatch.evaluate(*map(Tensor, lesions), **OPTIONS).groups == expected
    torch = pytest.importorskip("torch")
    assert voxmatch.evaluate(*map(torch.from_numpy, lesions), **OPTIONS).groups == expected


def test_an_affine_of_a_tensor_is_taken(lesions, files):
    affine, paths = files
    tensors = [Tensor(array) for array in lesions]
    for tensor in tensors:
        tensor.affine = affine
    assert voxmatch.evaluate(*tensors, **OPTIONS).groups == voxmatch.evaluate(*paths, **OPTIONS).groups


def test_a_volume_compared_with_itself_is_noted(lesions):
    assert any("compared with itself" in note for note in voxmatch.evaluate(lesions[0], lesions[0])["notes"])


def test_a_file_says_its_own_spacing():
    with pytest.raises(voxmatch.VoxmatchError, match="spacing must be left out"):
        voxmatch.evaluate(REFERENCE, PREDICTION, spacing=(1, 1, 1))


@pytest.mark.parametrize("is_mapped", [True, False])
def test_without_room_in_shared_memory_voxels_go_to_a_disk(lesions, client, monkeypatch, tmp_path, is_mapped):
    import voxmatch._scratch as scratch

    expected = voxmatch.evaluate(*lesions).groups
    shared, disk = tmp_path / "shared", tmp_path / "disk"
    shared.mkdir()
    disk.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(disk))
    monkeypatch.setattr(scratch, "_SHARED_MEMORY", str(shared))
    truncate = os.ftruncate

    def full(handle, size):
        if os.readlink(f"/proc/self/fd/{handle}").startswith(str(shared)):
            raise OSError(28, "No space left on device")
        truncate(handle, size)

    monkeypatch.setattr(os, "ftruncate", full)
    if not is_mapped:
        monkeypatch.delattr(os, "posix_fallocate")
    assert client.evaluate(*lesions).groups == expected
    assert client.evaluate(*(np.ascontiguousarray(array) for array in lesions)).groups == expected
    assert [path.parent for path in disk.glob("*/reference.voxels")] == [pathlib.Path(client._scratch.folder)]
    client.close()
    assert list(shared.iterdir()) == list(disk.iterdir()) == []


def test_volumes_of_one_client_may_grow_and_shrink(client):
    rng = np.random.default_rng(3)
    for shape in [(30, 20, 10), (5, 4), (40, 33, 21), (16, 17, 18)]:
        for kind in (np.uint8, np.float64):
            reference = (rng.random(shape) > 0.7).astype(kind)
            group = client.evaluate(reference, np.asfortranarray(reference), input="semantic").groups["ungrouped"]
            assert (group["fp"], group["fn"], group["global_bin_volume_ref"]) == (0, 0, reference.sum())


def test_numpy_is_the_only_package_that_is_imported():
    script = "import sys, voxmatch; print(sorted({name.split('.')[0] for name in sys.modules} & {'pandas', 'nibabel', 'torch', 'SimpleITK'}))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env={"PYTHONPATH": ":".join(sys.path)})
    assert done.stdout.strip() == "[]", done.stderr
