"""NaN and infinity, which JSON does not have: null, and beside it under ``<key>_reason`` what the number was."""

from __future__ import annotations

from typing import Any

_NUMBERS = {"NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf")}
_SUFFIX = "_reason"


def decode_numbers(value: Any) -> Any:
    """Plain data with its NaN and infinities restored."""
    if isinstance(value, list):
        return [decode_numbers(item) for item in value]
    if not isinstance(value, dict):
        return value
    decoded = {}
    for key, item in value.items():
        if key.endswith(_SUFFIX):
            named = key[: -len(_SUFFIX)]
            if named in value and _is_reason_of(value[named], item):
                continue
        reason = value.get(key + _SUFFIX)
        decoded[key] = _restore(item, reason, "") if _is_reason_of(item, reason) else decode_numbers(item)
    return decoded


def _is_reason_of(item: Any, reason: Any) -> bool:
    """Whether `reason` was written beside `item`, and is no sentence that a result holds itself."""
    if item is None:
        return isinstance(reason, str) and reason in _NUMBERS
    return (
        isinstance(item, list)
        and isinstance(reason, dict)
        and all(isinstance(name, str) and name in _NUMBERS for name in reason.values())
    )


def _restore(item: Any, reason: Any, place: str) -> Any:
    if not isinstance(reason, dict):
        return _NUMBERS[reason]
    if not isinstance(item, list):
        name = reason.get(place)
        return decode_numbers(item) if name is None else _NUMBERS[name]
    return [_restore(each, reason, str(i) if place == "" else f"{place}.{i}") for i, each in enumerate(item)]
