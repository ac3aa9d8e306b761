"""docs/CONTROL.md: every example, sent as it stands."""

import json
import re

from support.raw import request
from support.server import ROOT

PAGE = (ROOT / "docs/CONTROL.md").read_text()
# ```http: method and path, a body or none, an empty line, the status, the answer.
EXAMPLES = re.findall(
    r"^```http\n([A-Z]+) (\S+)\n(?:([{\[].*?)\n)?\n(\d+)\n(.*?)^```$",
    PAGE, re.DOTALL | re.MULTILINE,
)


def fits(expected, found):
    """Whether an answer holds at least what the page shows."""
    if isinstance(expected, dict):
        return isinstance(found, dict) and all(
            name in found and fits(value, found[name]) for name, value in expected.items()
        )
    if isinstance(expected, list):
        return isinstance(found, list) and len(expected) == len(found) and all(
            map(fits, expected, found))
    return expected == found or (expected == "…" and isinstance(found, str))


def test_every_example_is_answered_as_the_page_shows(start_server):
    assert len(EXAMPLES) == PAGE.count("\n```http\n") > 4
    server = start_server()
    for method, path, body, status, shown in EXAMPLES:
        answer = request(server.url, method, path, body.encode())
        assert answer.status == int(status), (method, path, answer.body)
        assert fits(json.loads(shown), answer.json()), (method, path, answer.body)


def test_every_endpoint_is_on_the_page(start_server):
    known = request(start_server().url, "GET", "/_portside/none").json()["endpoints"]
    assert "PUT /_portside/clock" in known
    assert [it for it in known if it not in PAGE] == []
