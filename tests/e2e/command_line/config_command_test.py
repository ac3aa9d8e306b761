"""Where the values of the options come from."""

from support.portside import portside


def test_every_value_has_its_source(tmp_path):
    (tmp_path / "portside.toml").write_text('port = 4711\nregion = "eu-west-1"\n')
    done = portside("config", "--config", "portside.toml", "--workers", "3", cwd=tmp_path,
                    PORTSIDE_PORT="4600", PORTSIDE_CONTROL_TOKEN="very-secret")
    assert (done.status, done.err) == (0, "")
    found = {line.split()[0]: line.split()[1:] for line in done.out.splitlines()}
    assert found["port"] == ["4600", "environment", "PORTSIDE_PORT"]
    assert found["region"] == ["eu-west-1", "file", "portside.toml"]
    assert found["workers"] == ["3", "flag"]
    assert found["account"] == ["000000000000", "default"]
    assert found["control-token"] == ["***", "environment", "PORTSIDE_CONTROL_TOKEN"]
    assert "very-secret" not in done.out


def test_a_program_reads_it_as_json():
    options = portside("config", "--json", "--port", "0", "--ephemeral").json()["options"]
    found = {option["name"]: option for option in options}
    assert found["port"] == {"name": "port", "value": 0, "source": "flag", "from": None}
    assert found["ephemeral"]["value"] is True
    assert found["seed"] == {"name": "seed", "value": None, "source": "default", "from": None}
    # They are the options of serve.
    shown = portside("serve", "--help").out
    assert all(f"--{name}" in shown for name in found)
    assert len(found) == shown.count("(Env:PORTSIDE_")


def test_what_serve_refuses_is_refused():
    done = portside("config", PORTSIDE_PORT="many")
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
