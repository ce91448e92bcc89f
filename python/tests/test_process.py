"""The process behind a client: kept, restarted, interrupted, ended."""

import os
import pathlib
import signal
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

import voxmatch


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # An ended process that nobody has waited for is none.
    return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"


def wait_until(condition):
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def hard_case():
    """Surfaces of many instances, which take a second or more to measure."""
    rng = np.random.default_rng(7)
    return [np.kron(rng.random((20, 20, 20)) > 0.6, np.ones((6, 6, 6))).astype(np.uint8) for _ in range(2)]


HARD = {"input": "semantic", "metrics": ["iou", "assd", "hd95", "nsd", "cldsc"], "nsd_tolerance": 1.0, "threads": 1, "strategy": "union", "threshold": 0.01}


def test_one_process_serves_all_calls(client, lesions):
    assert client.pid is None
    client.evaluate(*lesions)
    first = client.pid
    client.evaluate(*lesions)
    assert client.pid == first and is_running(first)
    client.close()
    assert client.pid is None and not is_running(first)
    client.evaluate(*lesions)
    assert client.pid not in (None, first)


def test_a_process_that_was_killed_is_started_anew(client, lesions):
    expected = client.evaluate(*lesions).groups
    lost = client.pid
    os.kill(lost, signal.SIGKILL)
    wait_until(lambda: client.pid is None)
    assert client.evaluate(*lesions).groups == expected
    assert client.pid != lost


def test_a_process_that_dies_at_work_is_an_error_and_then_started_anew(client, lesions):
    expected = client.evaluate(*lesions).groups
    # A process that stands still cannot answer before it dies.
    os.kill(client.pid, signal.SIGSTOP)
    threading.Timer(2, os.kill, (client.pid, signal.SIGKILL)).start()
    with pytest.raises(voxmatch.VoxmatchError) as lost:
        client.evaluate(*lesions)
    assert lost.value.code == "WORKER_LOST"
    assert lost.value.details["status"] == -signal.SIGKILL
    assert client.evaluate(*lesions).groups == expected


def test_progress_rises_to_the_end(client):
    shares = []
    client.evaluate(*hard_case(), progress=shares.append, **HARD)
    assert len(shares) > 0 and shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)


def test_an_interrupt_gives_up_and_the_process_stays_usable(client, lesions):
    expected = client.evaluate(*lesions).groups

    def interrupt(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        client.evaluate(*hard_case(), progress=interrupt, **HARD)
    assert client.evaluate(*lesions).groups == expected


def test_an_interrupt_of_the_terminal_reaches_python_alone(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "import sys, voxmatch\n"
        f"sys.path.insert(0, {str(pathlib.Path(__file__).parent)!r})\n"
        "from test_process import HARD, hard_case\n"
        "client = voxmatch.Client()\n"
        "print(client.version, flush=True)\n"
        "volumes = hard_case()\n"
        "pid = client.pid\n"
        "try:\n"
        "    while True:\n"
        "        client.evaluate(*volumes, progress=lambda _: print('working', flush=True), **HARD)\n"
        "except KeyboardInterrupt:\n"
        "    print('interrupted', client.evaluate(volumes[0], volumes[0]).groups['ungrouped']['fn'], flush=True)\n"
    )
    process = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        start_new_session=True,
    )
    for line in process.stdout:
        if line == "working\n":
            break
    os.killpg(process.pid, signal.SIGINT)
    rest = process.stdout.read()
    assert process.wait(60) == 0
    assert rest.splitlines()[-1] == "interrupted 0"


@pytest.mark.parametrize("end", ["sys.exit(3)", "os.kill(os.getpid(), 9)", "os._exit(0)"])
def test_nothing_is_left_behind(tmp_path, end):
    script = (
        "import os, sys, numpy, voxmatch\n"
        "client = voxmatch.Client()\n"
        "client.evaluate(numpy.ones((8, 8, 8), 'u1'), numpy.ones((8, 8, 8), 'u1'))\n"
        "print(client.pid, client._scratch.folder, flush=True)\n"
        f"{end}\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment)
    pid, folder = done.stdout.split()
    wait_until(lambda: not is_running(int(pid)))
    assert not os.path.exists(folder)


def test_threads_wait_for_each_other(client, lesions):
    expected = client.evaluate(*lesions).groups
    results = []
    threads = [threading.Thread(target=lambda: results.append(client.evaluate(*lesions).groups)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [expected] * 8


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_process_starts_one_of_its_own(client, lesions):
    expected = client.evaluate(*lesions).groups
    parent = client.pid
    child = os.fork()
    if child == 0:
        status = 1
        try:
            is_same = client.evaluate(*lesions).groups == expected
            status = 0 if is_same and client.pid != parent else 2
            client.close()
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert client.evaluate(*lesions).groups == expected and client.pid == parent


def test_voxels_never_reach_the_disk_where_there_is_shared_memory(client, lesions):
    if not os.access("/dev/shm", os.W_OK):
        pytest.skip("no shared memory here")
    client.evaluate(*lesions)
    folder = pathlib.Path(client._scratch.folder)
    assert folder.parent == pathlib.Path("/dev/shm")
    assert sorted(path.stat().st_mode & 0o777 for path in folder.iterdir()) == [0o600, 0o600]
