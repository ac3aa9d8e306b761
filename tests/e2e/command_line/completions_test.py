"""Completions, as a shell calls them."""

import subprocess

import pytest

from support.portside import portside
from support.server import PROGRAM

BASH = r"""
source <("$1" completions bash)
shift
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_portside
printf '%s\n' "${COMPREPLY[@]}"
"""


def offered(*words, cwd=None):
    """What bash offers for the last of these words."""
    done = subprocess.run(["bash", "-c", BASH, "bash", PROGRAM, "portside", *words], cwd=cwd,
                          capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.split()


def test_bash_completes_commands_verbs_and_options():
    assert {"serve", "jobs", "clock", "config", "completions"} <= set(offered(""))
    assert offered("cl") == ["clock"]
    assert offered("clock", "") == ["show", "set", "advance", "--help"]
    assert offered("clock", "set", "--m") == ["--mode"]
    assert offered("jobs", "--ki") == []
    assert offered("jobs", "list", "--ki") == ["--kind"]
    assert offered("outcomes", "deny", "r") == ["read"]
    assert "--time-scale" in offered("serve", "--t")


def test_bash_completes_values():
    assert offered("clock", "set", "--mode", "") == ["real", "scaled", "manual"]
    assert offered("clock", "set", "--mode", "=", "sc") == ["scaled"]
    assert offered("clock", "set", "--mode", "=") == ["real", "scaled", "manual"]
    assert offered("completions", "z") == ["zsh"]
    assert offered("serve", "--log-format", "j") == ["json"]
    # Nothing is known of a name, and a verb that is a value is no verb.
    assert offered("jobs", "list", "--name", "") == []
    assert offered("outcomes", "fail", "--name", "remove", "--re") == ["--region", "--reason"]


def test_bash_completes_files(tmp_path):
    (tmp_path / "before state.tar").touch()
    (tmp_path / "beside").mkdir()
    assert offered("state", "load", "bef", cwd=tmp_path) == ["before", "state.tar"]
    assert offered("serve", "--credentials", "bes", cwd=tmp_path) == ["beside"]


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_read_their_script(shell):
    done = portside("completions", shell)
    assert (done.status, done.err) == (0, "")
    assert "until-rest" in done.out
    subprocess.run([shell, "-n"], input=done.out, text=True, check=True, timeout=60)
