"""A server, and somebody with a shell."""

import pytest

from support.portside import Operator
from support.user import User


@pytest.fixture
def operator(start_server):
    """Of a server whose jobs are quick."""
    return Operator(start_server("--time-scale", "0.1"))


@pytest.fixture
def user(operator):
    """A customer of the same server."""
    return User(operator.server)
