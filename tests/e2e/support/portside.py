"""The program's own command line."""

import json
import os
import subprocess
from dataclasses import dataclass

from support.server import PROGRAM


@dataclass
class Done:
    status: int
    out: str
    err: str

    def json(self):
        assert (self.status, self.err) == (0, "")
        return json.loads(self.out)


def environment(**variables):
    """That of the tests, without what somebody has for Portside."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PORTSIDE_")}
    return {**own, **variables}


def portside(*arguments, stdin=None, cwd=None, **variables):
    """Runs `portside ARGUMENTS` with these environment variables."""
    done = subprocess.run(
        [PROGRAM, *map(str, arguments)], env=environment(**variables), input=stdin, cwd=cwd,
        capture_output=True, text=True, timeout=60,
    )
    return Done(done.returncode, done.stdout, done.stderr)


class Operator:
    """Somebody with a shell who looks after a server."""

    def __init__(self, server):
        self.server = server

    def run(self, *arguments, **options):
        return portside(*arguments, PORTSIDE_URL=self.server.url, **options)

    def __call__(self, *arguments, **options):
        """What a command prints that must succeed."""
        done = self.run(*arguments, **options)
        assert (done.status, done.err) == (0, ""), done
        return done.out

    def json(self, *arguments):
        return json.loads(self(*arguments, "--json"))
