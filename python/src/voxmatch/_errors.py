"""The one error of this package."""

from __future__ import annotations

from typing import Any, Dict, Optional


class VoxmatchError(Exception):
    """A refusal or failure. `code` is for programs, the message for people, `details` (plain data) for both.

    Codes are those of the command, such as ``INVALID_OPTION``, ``INVALID_VOLUME``, ``INVALID_FILE``, ``FILE_ACCESS``,
    ``GEOMETRY_MISMATCH``, ``OUT_OF_MEMORY``, ``WORKER_LOST``, and two of this package: ``COMMAND_NOT_FOUND`` and
    ``INVALID_REQUEST``.
    """

    def __init__(self, code: str, message: str, details: Optional[Dict[str, Any]] = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.details: Dict[str, Any] = {} if details is None else details

    def __reduce__(self):
        return (VoxmatchError, (self.code, self.message, self.details))

    def __repr__(self) -> str:
        return f"VoxmatchError({self.code!r}, {self.message!r})"
