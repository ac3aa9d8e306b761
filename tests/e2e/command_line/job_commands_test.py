"""Somebody watches jobs, in a pipe and on a terminal."""

import json
import os
import pty
import re
import select
import signal
import subprocess
import time

from support import geospatial
from support.portside import environment
from support.server import PROGRAM


def test_jobs_are_listed_filtered_and_described(operator, user):
    operator("clock", "set", "--mode", "manual", "--now", "2030-01-01T00:00:00Z")
    arns = [geospatial.start_places(user, name) for name in ("one", "two")]
    operator("clock", "advance", "1h")
    lines = operator("jobs").splitlines()
    assert lines[0].split() == ["KIND", "NAME", "STATE", "PROGRESS", "UPDATED", "REASON"]
    assert [line.split()[1:4] for line in lines[1:]] == [
        ["one", "COMPLETED", "100%"], ["two", "COMPLETED", "100%"]]
    assert len(operator("jobs", "--name", "t*", "--state", "COMPLETED").splitlines()) == 2
    assert len(operator("jobs", "--account", "000000000000").splitlines()) == 1
    listed = operator.json("jobs", "--kind", "sagemaker-geospatial::vector_enrichment_job")
    assert [job["arn"] for job in listed["jobs"]] == arns
    described = operator("jobs", "describe", arns[0])
    assert re.search(rf"^arn +{re.escape(arns[0])}$", described, re.MULTILINE)
    assert re.search(r"^COMPLETED +2030-01-01T00:00:0\d\.\d{3}Z", described, re.MULTILINE)
    done = operator.run("jobs", "describe", "arn:aws:none")
    assert (done.status, done.err.count("\n")) == (1, 1)


def test_in_a_pipe_every_change_is_a_line(operator, user):
    geospatial.start_places(user)
    lines = operator("jobs", "watch", "--until-rest", "--interval", "0.05").splitlines()
    assert lines[-1].endswith("-> COMPLETED")
    assert all(re.match(r"\d{4}-\d\d-\d\dT[\d:.]+Z sagemaker-geospatial::\S+ one ", line)
               for line in lines)
    last = operator("jobs", "watch", "--until-rest", "--json").splitlines()[-1]
    assert json.loads(last)["change"]["state"] == "COMPLETED"


def read_until(descriptor, text, timeout=10):
    """What the terminal shows, until `text` is part of it."""
    shown = ""
    deadline = time.monotonic() + timeout
    while text not in shown:
        assert time.monotonic() < deadline, repr(shown)
        if select.select([descriptor], [], [], 0.1)[0]:
            shown += os.read(descriptor, 65536).decode()
    return shown


def test_a_terminal_shows_bars_until_an_interrupt_and_gets_its_cursor_back(operator, user):
    geospatial.start_places(user)
    controller, terminal = pty.openpty()
    watching = subprocess.Popen(
        [PROGRAM, "jobs", "watch", "--interval", "0.05"], stdin=terminal, stdout=terminal,
        stderr=terminal, env=environment(PORTSIDE_URL=operator.server.url, TERM="xterm"),
    )
    os.close(terminal)
    shown = read_until(controller, "[##########] 100%")
    assert shown.startswith("\x1b[?25l") and "COMPLETED" in shown
    watching.send_signal(signal.SIGINT)
    assert read_until(controller, "\x1b[?25h")
    assert watching.wait(timeout=10) == 0
    os.close(controller)
