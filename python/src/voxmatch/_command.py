"""Where the command `voxmatch` is."""

from __future__ import annotations

import os
import shlex
import shutil
from typing import List, Optional, Sequence, Union

from ._errors import VoxmatchError

_VARIABLE = "VOXMATCH_COMMAND"


def find_command(command: Union[None, str, Sequence[str]] = None) -> List[str]:
    """The words that start the command: those given, those of $VOXMATCH_COMMAND, a local installation by npm, or $PATH."""
    if command is not None:
        return [command] if isinstance(command, str) else [str(word) for word in command]
    named = os.environ.get(_VARIABLE)
    if named:
        return [named] if os.path.exists(named) else shlex.split(named)
    found = _installed_locally() or shutil.which("voxmatch")
    if found is not None:
        return [found]
    raise VoxmatchError(
        "COMMAND_NOT_FOUND",
        "The command voxmatch is not found. Install Node and then voxmatch with npm (npm install --global voxmatch), or say "
        f"where it is in the environment variable {_VARIABLE}.",
        {"variable": _VARIABLE},
    )


def _installed_locally() -> Optional[str]:
    folder = os.getcwd()
    while True:
        found = shutil.which("voxmatch", path=os.path.join(folder, "node_modules", ".bin"))
        if found is not None:
            return found
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent
