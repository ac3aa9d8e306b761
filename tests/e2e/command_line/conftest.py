"""A server, and somebody with a shell."""

import pytest

from support.portside import Operator


@pytest.fixture
def operator(start_server):
    """Of a server whose jobs are quick."""
    return Operator(start_server("--time-scale", "0.1"))
