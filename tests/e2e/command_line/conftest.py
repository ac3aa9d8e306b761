"""A server, and somebody with a shell."""

import pytest

from support.portside import Operator
from support.raw import request


@pytest.fixture
def operator(start_server):
    """Of a server whose jobs are quick."""
    return Operator(start_server("--time-scale", "0.1"))


@pytest.fixture
def needs(operator):
    """needs("/_portside/jobs"): skips the test where the server has no such endpoint yet."""

    def check(path):
        if request(operator.server.url, "GET", path).status == 404:
            pytest.skip(f"the server has no {path} yet")

    return check
