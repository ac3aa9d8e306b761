"""What the command line says of itself, and how it refuses."""

import re

import pytest

from support.portside import Operator, portside

COMMANDS = ["serve", "health", "version", "config", "completions", "jobs", "clock", "outcomes",
            "transitions", "faults", "snapshot", "state", "reset", "requests"]
# Those that call a server, each with its verbs.
CALLERS = {
    "jobs": ["list", "watch", "describe"],
    "clock": ["show", "set", "advance"],
    "outcomes": ["list", "fail", "stay", "take", "deny", "add", "remove"],
    "transitions": ["list", "kinds", "set", "release", "remove"],
    "faults": ["list", "add", "remove"],
    "snapshot": ["list", "save", "restore", "drop"],
    "state": ["save", "load"],
    "reset": [],
    "requests": ["list", "show", "replay", "clear"],
}


def test_the_help_lists_all_commands():
    for arguments in (["--help"], ["-h"], ["help"]):
        done = portside(*arguments)
        assert (done.status, done.err) == (0, "")
        listed = re.findall(r"^  (\w+) +\w", done.out.split("Examples:")[0], re.MULTILINE)
        assert [name for name in listed if name in COMMANDS] == COMMANDS


@pytest.mark.parametrize("command", CALLERS)
def test_every_command_has_help_with_examples(command):
    noun = portside(command, "--help")
    assert (noun.status, noun.err) == (0, "")
    assert f"Examples:\n  portside {command}" in noun.out
    for verb in CALLERS[command] or [None]:
        words = [command, verb] if verb else [command]
        done = portside(*words, "--help")
        assert (done.status, done.err) == (0, "")
        assert f"Usage: portside {' '.join(words)} " in done.out
        assert f"Examples:\n  portside {command}" in done.out
        for option in ("--url", "--token", "--json", "PORTSIDE_URL", "PORTSIDE_CONTROL_TOKEN"):
            assert option in done.out
        if verb:
            assert re.search(rf"^  {verb} +\w", noun.out, re.MULTILINE)


def refused(done, status):
    assert (done.status, done.out) == (status, "")
    assert done.err.count("\n") == 1, done.err
    return done.err


def test_a_server_that_is_not_there_is_one_line():
    line = refused(portside("clock", "--url", "http://127.0.0.1:9"), 1)
    assert line.startswith("portside clock show: ")
    assert "127.0.0.1:9" in line and "refused" in line


def test_wrong_usage_is_one_line_and_2():
    assert "portside jobs watch --help" in refused(portside("jobs", "watch", "--nope"), 2)
    assert "unknown command 'stop'" in refused(portside("clock", "stop"), 2)
    assert "unknown command 'nope'" in refused(portside("nope"), 2)
    assert "http://" in refused(portside("clock", "--url", "localhost"), 2)


def test_a_refusal_of_the_server_is_its_message(operator):
    line = refused(operator.run("clock", "set", "--mode", "scaled"), 1)
    assert line == ("portside clock set: scale is missing; the mode scaled needs it: a number from "
                    "0.001 to 1000000.\n")


def test_the_token_is_a_flag_or_a_variable(start_server):
    operator = Operator(start_server("--control-token", "secret"))
    assert "--token" in refused(operator.run("clock"), 1)
    assert operator("clock", "--token", "secret").startswith("mode ")
    assert operator("clock", PORTSIDE_CONTROL_TOKEN="secret").startswith("mode ")
    refused(operator.run("clock", PORTSIDE_CONTROL_TOKEN="wrong"), 1)
