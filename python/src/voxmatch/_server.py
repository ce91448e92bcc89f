"""The process `voxmatch serve --stdio`: one line of JSON a message (JSON-RPC 2.0)."""

from __future__ import annotations

import json
import math
import os
import queue
import subprocess
import tempfile
import threading
from typing import Any, Callable, Dict, List, Mapping, Optional

from ._errors import VoxmatchError
from ._numbers import decode_numbers

PROTOCOL = 1
_FAREWELL_SECONDS = 2.0
# After an interrupt the process has this long to answer that it gave up; then it is ended.
_CANCEL_SECONDS = 1.0
# Waiting in steps lets interrupts through on every system.
_STEP_SECONDS = 0.5
_STDERR_BYTES = 4000

Progress = Callable[[Dict[str, Any]], None]


class Server:
    """A running process. It serves one request at a time."""

    def __init__(self, command: List[str], scratch: str) -> None:
        self._stderr = tempfile.TemporaryFile()
        # A session of its own: an interrupt at the terminal is for Python, which then asks the process to give up.
        detached: Dict[str, Any] = (
            {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP} if os.name == "nt" else {"start_new_session": True}
        )
        try:
            self._process = subprocess.Popen(
                [*command, "serve", "--stdio"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._stderr,
                **detached,
            )
        except OSError as cause:
            raise VoxmatchError(
                "COMMAND_NOT_FOUND", f"{command[0]} cannot be started: {cause}.", {"command": command}
            ) from cause
        self._id = 0
        self._lines: "queue.SimpleQueue[Optional[bytes]]" = queue.SimpleQueue()
        threading.Thread(target=self._read, args=(self._process.stdout,), name="voxmatch", daemon=True).start()
        self.about = self.request("hello", {"protocol": PROTOCOL, "scratch": scratch})

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def request(self, method: str, params: Dict[str, Any], progress: Optional[Progress] = None) -> Any:
        """The result of a method. An interrupt, or what `progress` raises, gives it up."""
        self._id += 1
        own = self._id
        message = {"jsonrpc": "2.0", "id": own, "method": method, "params": params}
        line = json.dumps(_plain(message), separators=(",", ":")).encode() + b"\n"
        is_sent = False
        try:
            self._send(line)
            is_sent = True
            while True:
                answer = self._receive()
                if answer.get("id") == own:
                    return _result_of(answer)
                if progress is not None and answer.get("method") == "$/progress":
                    told = answer["params"]
                    if told.pop("id", None) == own:
                        progress(told)
        except VoxmatchError:
            raise
        except BaseException:
            # Half a line, or an answer that nobody waits for, must not be met by the next request.
            if not (is_sent and self._cancel(own)):
                self.kill()
            raise

    def close(self) -> None:
        """Ends the process; what it is at is given up."""
        try:
            self._process.stdin.close()
        except OSError:
            pass
        try:
            self._process.wait(_FAREWELL_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
        self._stderr.close()

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def _cancel(self, own: int) -> bool:
        """Asks to give a request up; True once it is answered."""
        notice = {"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": own}}
        try:
            self._send(json.dumps(notice).encode() + b"\n")
            while True:
                line = self._lines.get(timeout=_CANCEL_SECONDS)
                if line is None:
                    return False
                if json.loads(line).get("id") == own:
                    return True
        except (queue.Empty, VoxmatchError, ValueError):
            return False

    def _send(self, line: bytes) -> None:
        try:
            self._process.stdin.write(line)
            self._process.stdin.flush()
        except (OSError, ValueError) as cause:
            raise self._lost() from cause

    def _receive(self) -> Dict[str, Any]:
        while True:
            try:
                line = self._lines.get(timeout=_STEP_SECONDS)
            except queue.Empty:
                continue
            if line is None:
                raise self._lost()
            # Only where a number is not finite there is a reason to restore it.
            message = json.loads(line)
            if b'_reason"' in line and "result" in message:
                message["result"] = _decoded(message["result"])
            return message

    def _read(self, stream: Any) -> None:
        for line in stream:
            self._lines.put(line)
        self._lines.put(None)
        stream.close()

    def _lost(self) -> VoxmatchError:
        try:
            status: Optional[int] = self._process.wait(_FAREWELL_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            status = None
        size = self._stderr.seek(0, os.SEEK_END)
        self._stderr.seek(max(0, size - _STDERR_BYTES))
        said = self._stderr.read().decode(errors="replace").strip()
        return VoxmatchError(
            "WORKER_LOST",
            f"The process voxmatch ended before it had an answer (status {status})."
            + (f" It said: {said}" if said else "")
            + " The next call starts it anew.",
            {"reason": said, "status": status},
        )


def _result_of(answer: Dict[str, Any]) -> Any:
    error = answer.get("error")
    if error is None:
        return answer["result"]
    data = error.get("data") or {}
    raise VoxmatchError(data.get("code", "INTERNAL"), error["message"], data.get("details", {}))


def _decoded(result: Any) -> Any:
    """Paths and versions are text, whatever they spell."""
    if not isinstance(result, dict):
        return decode_numbers(result)
    kept = {key: result[key] for key in ("engine", "inputs") if key in result}
    return {**decode_numbers(result), **kept}


def _plain(value: Any) -> Any:
    """Plain data as JSON has it: of NumPy's numbers and lists, paths, other sequences; NaN and infinities by their names."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        if math.isfinite(value):
            return value
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, range)):
        return [_plain(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return [_plain(item) for item in sorted(value)]
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if hasattr(value, "tolist"):
        return _plain(value.tolist())
    raise VoxmatchError("INVALID_OPTION", f"{value!r} is of type {type(value).__name__}, which no option takes.")
