"""Results as dictionaries, and as frames of pandas where that is installed."""

from __future__ import annotations

import json
import os
from typing import Any, Dict, Iterable, Iterator, List, Optional

from ._errors import VoxmatchError
from ._numbers import decode_numbers

Row = Dict[str, Any]


class Result(dict):
    """The result of a pair: the dictionary that ``voxmatch evaluate --format json`` writes, with NaN and infinities as floats."""

    @property
    def groups(self) -> Dict[str, Any]:
        """Numbers by group; ``ungrouped`` if no groups were asked for."""
        return self["groups"]

    def rows(self) -> List[Row]:
        """Every number of every group, a row each."""
        return [{"group": group, **_numbers(values)} for group, values in self.groups.items()]

    def instance_rows(self) -> List[Row]:
        """Every instance of either side, a row each."""
        return [row for group, values in self.groups.items() for row in _instances(group, values)]

    def frame(self):
        """`rows` as a DataFrame of pandas, by group."""
        return _frame(self.rows(), ["group"]).set_index("group")

    def instances(self):
        """`instance_rows` as a DataFrame of pandas."""
        return _frame(self.instance_rows(), ["group", "side", "label"])


class Cohort(dict):
    """A run of a cohort: how it ended (``planned``, ``finished``, ``failed``, ``failures``, ``notices``) and its folder."""

    def __init__(self, ended: Dict[str, Any], client: Any, kept: Any = None) -> None:
        super().__init__(ended)
        self._client = client
        self._kept = kept

    @property
    def folder(self) -> str:
        return self["folder"]

    def records(self) -> Iterator[Dict[str, Any]]:
        """The records of the cases as dictionaries, read from the folder one by one, sorted by case and model."""
        return read_records(self.folder)

    def rows(self) -> List[Row]:
        """Every number of every group of every case, a row each; a failed case has one row, which says why."""
        return [row for record in self.records() for row in _record_rows(record)]

    def frame(self):
        """`rows` as a DataFrame of pandas."""
        return _frame(self.rows(), ["case", "model", "status", "group"])

    def instances(self):
        """Every instance of every case as a DataFrame of pandas."""
        rows: List[Row] = []
        for record in self.records():
            for group, values in record.get("groups", {}).items():
                rows += [{**_key(record), **row} for row in _instances(group, values)]
        return _frame(rows, ["case", "model", "group", "side", "label"])

    def summarize(self, **options: Any) -> Dict[str, Any]:
        """The summary of ``voxmatch summarize --format json``: leaderboard, intervals, tests, best and worst cases."""
        return self._client.summarize(self.folder, **options)


def read_records(folder: Any) -> Iterator[Dict[str, Any]]:
    """The records of a folder that ``voxmatch run`` wrote.

    Raises VoxmatchError ``FILE_ACCESS`` if there are none.
    """
    path = os.path.join(os.fspath(folder), "cases.jsonl")
    try:
        file = open(path, encoding="utf-8")
    except OSError as cause:
        raise VoxmatchError("FILE_ACCESS", f"{path} cannot be read: {cause}.", {"path": path}) from cause
    with file:
        for line in file:
            if not line.endswith("\n"):
                return  # a run that is under way, or was killed, may have written half a line
            record = json.loads(line)
            if record["status"] == "done":
                for key in ("groups", "exploration"):
                    if key in record:
                        record[key] = decode_numbers(record[key])
            yield record


def _record_rows(record: Dict[str, Any]) -> Iterable[Row]:
    key = _key(record)
    if record["status"] == "failed":
        error = record["error"]
        return [{**key, "status": "failed", "error_code": error["code"], "error_message": error["message"]}]
    groups = record["groups"].items()
    return [{**_numbers(values), **key, "status": "done", "group": group} for group, values in groups]


_RESERVED = {"case", "model", "status", "group", "error_code", "error_message", "side"}


def _key(record: Dict[str, Any]) -> Row:
    columns = record.get("columns", {}).items()
    carried = {f"manifest_{name}" if name in _RESERVED else name: value for name, value in columns}
    return {"case": record["case"], "model": record["model"], **carried}


def _numbers(values: Dict[str, Any]) -> Row:
    """A number that has no value here (None) keeps its column."""
    return {key: value for key, value in values.items() if value is None or _is_number(value)}


def _instances(group: str, values: Dict[str, Any]) -> Iterator[Row]:
    sides = (("reference", "reference_instances", "predictions"), ("prediction", "predicted_instances", "references"))
    for side, key, partners in sides:
        for instance in values[key]:
            row: Row = {"group": group, "side": side}
            row.update((name, value) for name, value in instance.items() if _is_number(value))
            for axis, at in zip("xyz", instance["centre"]):
                row[f"centre_{axis}"] = at
            for axis, (first, last) in zip("xyz", instance["box"]):
                row[f"box_{axis}_first"], row[f"box_{axis}_last"] = first, last
            row["matched_to"] = list(instance[partners])
            yield row


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _frame(rows: List[Row], first: List[str]):
    try:
        import pandas
    except ImportError as cause:
        raise VoxmatchError(
            "MISSING_PACKAGE", "Frames need pandas: pip install pandas. Rows are there without it.", {"packages": ["pandas"]}
        ) from cause
    frame = pandas.DataFrame(rows)
    named = [column for column in first if column in frame.columns]
    return frame.reindex(columns=[*named, *(column for column in frame.columns if column not in named)])
