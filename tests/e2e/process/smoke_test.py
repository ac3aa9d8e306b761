"""The script that images are tested with."""

import pathlib
import subprocess

SMOKE = pathlib.Path(__file__).parents[1] / "smoke"


def smoke(*arguments):
    return subprocess.run([SMOKE, *arguments], capture_output=True, text=True, timeout=60)


def test_it_succeeds_again_and_again(hasty_user):
    for _ in range(2):
        done = smoke(hasty_user.server.url)
        assert (done.returncode, done.stderr) == (0, "")
        assert "labels were imported and exported to s3://smoke-" in done.stdout


def test_it_fails_where_nobody_listens():
    done = smoke("http://127.0.0.1:9")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("smoke: http://127.0.0.1:9: EndpointConnectionError: ")
    assert done.stderr.count("\n") == 1
