"""The README's examples do what the README says, run as a user would run them."""

import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import tarfile

import numpy as np
import pytest
from rasterio.io import MemoryFile

from support import geospatial
from support.server import AWS_CLI, PROGRAM, ROOT
from support.user import User

README = (ROOT / "README.md").read_text()
# <!-- example:NAME -->, and the fenced block below it.
EXAMPLES = {
    name: (language, text)
    for name, language, text in re.findall(
        r"^<!-- example:(\S+) -->\n```(\w+)\n(.*?)^```$", README, re.DOTALL | re.MULTILINE
    )
}
LAND_COVER = ROOT / "docs/images/land-cover.png"
NODE_MODULES = ROOT / "tests/e2e/js/node_modules"


@pytest.fixture
def run_example(start_server, tmp_path):
    """run_example(name, *arguments): runs an example against a server of its own with these
    arguments; returns the lines that it prints and a user who sees what it left."""

    def run(name, *arguments):
        server = start_server(*arguments)
        port = server.url.rpartition(":")[2]
        language, text = EXAMPLES[name]
        assert "4566" in text
        folder = tmp_path / "example"
        folder.mkdir()
        (folder / "portside-data").symlink_to(server.data_dir)  # where it is by default
        done = subprocess.run(
            command(language, text.replace("4566", port), folder),
            cwd=folder,
            env=environment(),
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}\n{server.log_tail()}"
        return done.stdout.splitlines(), User(server, account="123456789012")

    return run


def command(language, text, folder):
    """Writes the example into the folder; returns what runs it."""
    if language == "sh":
        # As an interactive shell, bash expands aliases.
        (folder / "example.sh").write_text(text)
        return ["bash", "-O", "expand_aliases", "-e", "example.sh"]
    if language == "python":
        (folder / "example.py").write_text(text)
        return ["/usr/bin/python3", "example.py"]
    assert language == "js"
    (folder / "example.mjs").write_text(text)
    (folder / "node_modules").symlink_to(NODE_MODULES)
    return ["node", "example.mjs"]


def environment():
    """What the README exports, with the program and Debian's own AWS CLI first in the PATH."""
    exports = re.findall(r"^export (AWS_.*)$", README, re.MULTILINE)
    assert len(exports) == 1
    variables = dict(pair.split("=") for pair in exports[0].split())
    path = f"{pathlib.Path(PROGRAM).parent}:{pathlib.Path(AWS_CLI).parent}:{os.environ['PATH']}"
    return {**os.environ, **variables, "PATH": path}


def test_every_example_is_run_here():
    source = pathlib.Path(__file__).read_text()
    run = re.findall(r'run_example\("([\w-]+)"', source)
    assert sorted(run) == sorted(EXAMPLES)
    use = README[README.index("## Use it") : README.index("## Control it")]
    # All blocks of this chapter but the exports are examples.
    assert use.count("\n```") == 2 * (len(EXAMPLES) + 1)


def test_the_geospatial_example_prints_an_address(run_example):
    lines, user = run_example("cli-geospatial")
    header, row = lines[-2:]
    assert header.startswith("id,longitude,latitude,reverse_geo.address_number,")
    assert row.startswith("1,-149.8935557,61.21759217,")
    assert ",Anchorage," in row and row.endswith(",Alaska,Valid Data")
    user.bucket = "maps"
    [key] = user.keys("out/")
    assert user.get(user.uri(key)).decode().splitlines() == [header, row]


def test_the_edge_example_lists_a_package(run_example):
    lines, user = run_example("cli-edge")
    user.bucket = "models"
    package = user.get(user.uri("packages/resnet-1.0.tar.gz"))
    with tarfile.open(fileobj=io.BytesIO(package), mode="r:gz") as archive:
        members = archive.getnames()
    assert {"sagemaker_edge_manifest", "model.pth", "compiled.so"} <= set(members)
    assert lines[-len(members) :] == members


def test_the_personalize_example_prints_all_rows(run_example):
    lines, _ = run_example("boto3-personalize")
    assert lines == ["USER_ID,ITEM_ID,TIMESTAMP", "ann,book,1700000000", "bob,pen,1700000001"]


# Of the scene classification: water blue, plants green, bare ground and towns brown, snow white.
CLASS_COLOURS = {
    0: (0, 0, 0), 3: (60, 60, 60), 4: (62, 139, 62), 5: (205, 170, 110), 6: (38, 92, 168),
    8: (190, 190, 190), 9: (225, 225, 225), 10: (160, 190, 215), 11: (255, 255, 255),
}  # fmt: skip


def picture_of(raster):
    """Every third pixel of a land cover, in colours: (3, rows, columns)."""
    classes = raster.read(1, out_shape=(raster.height // 3, raster.width // 3))
    colours = np.zeros((256, 3), np.uint8)
    for number, colour in CLASS_COLOURS.items():
        colours[number] = colour
    assert set(np.unique(classes)) <= set(CLASS_COLOURS)
    return np.moveaxis(colours[classes], 2, 0)


def check_picture(file, picture):
    """Whether the README's file shows this; UPDATE_GOLDEN=1 draws it anew."""
    if os.environ.get("UPDATE_GOLDEN"):
        _, rows, columns = picture.shape
        shape = {"width": columns, "height": rows, "count": 3, "dtype": "uint8"}
        with MemoryFile() as memory:
            with memory.open(driver="PNG", **shape) as drawn:
                drawn.write(picture)
            file.write_bytes(memory.read())
    with MemoryFile(file.read_bytes()) as memory, memory.open() as shown:
        assert np.array_equal(shown.read(), picture), f"UPDATE_GOLDEN=1 draws {file.name} anew"


def test_the_earth_observation_example_lists_rasters(run_example):
    lines, user = run_example("boto3-earth-observation", "--seed", "7")
    user.bucket = "scenes"
    sizes = {key: str(len(user.get(user.uri(key)))) for key in user.keys("out/")}
    assert sizes
    assert [line.split(" ", 1) for line in lines] == [[size, key] for key, size in sizes.items()]
    for key in sizes:
        assert re.fullmatch(r"out/\w{12}/output/consolidated/\w{5}/2022-06-0.*_L2A\.tif", key), key
    with geospatial.open_raster(user, next(iter(sizes))) as raster:
        check_picture(LAND_COVER, picture_of(raster))


def test_the_labels_example_prints_the_labels(run_example):
    if not shutil.which("node") or not NODE_MODULES.exists():
        pytest.skip("tests/e2e/js has no SDK yet: npm ci")
    lines, _ = run_example("js-glue")
    labels = ["labeling_set_id,label,id,title", "0,A,1,Dune", "0,A,2,Dune (1965)"]
    assert lines == [*labels, ""]


def test_the_example_of_s3_tools_prints_one_file_twice(run_example):
    lines, user = run_example("s3-tools")
    assert lines[-2:] == ["hello", "hello"]
    user.bucket = "tools"
    assert user.keys() == ["hello.txt"]


def test_the_example_of_the_command_line_shows_a_job_that_failed(run_example):
    lines, _ = run_example("command-line")
    answer, header, rule = lines[-3:]
    assert answer.split("\t") == ["FAILED", "ClientError: out of memory"]
    assert header.split() == ["ID", "MATCH", "NTH", "TIMES", "MATCHED", "APPLIED", "OUTCOME"]
    assert rule.split()[-4:] == ["1", "fail=out", "of", "memory"]


def test_the_example_of_https_prints_what_clients_trust(run_example):
    lines, user = run_example("https", "--tls")
    assert lines[0] == "make_bucket: secured"
    assert json.loads(lines[1])["tls"]["authority"].endswith("/.portside/tls/ca.pem")
    [header] = lines[2:]
    assert header.split()[:3] == ["KIND", "NAME", "STATE"]
    user.bucket = "secured"
    assert user.keys() == []


@pytest.fixture
def options(start_server):
    """{option: (kind of its value, default, environment variable)}, as the help has them. With an
    endpoint instead of a program, start_server skips the test."""
    done = subprocess.run([PROGRAM, "serve", "--help"], capture_output=True, text=True, timeout=30)
    assert (done.returncode, done.stderr) == (0, "")
    found = re.findall(
        r"^ +(--[a-z-]+)(?: ([^=\n]+?)(?:=(\S+))?)? \(Env:(\w+)\)(?: Needs: \S+)?$",
        done.stdout, re.MULTILINE,
    )
    return {name: rest for name, *rest in found}


def test_the_help_lists_every_option_with_its_variable(options):
    assert {name: variable for name, (_, _, variable) in options.items()} == {
        name: "PORTSIDE_" + name[2:].upper().replace("-", "_") for name in options
    }
    control = README[README.index("## Control it") : README.index("## In a container")]
    run = README[README.index("## Run it") : README.index("## Test it")]
    named = set(re.findall(r"--[a-z][a-z-]*", control + run))
    assert named >= {"--port", "--seed", "--time-scale", "--ephemeral", "--config"}
    assert named - {"--help"} <= set(options)


def test_every_option_is_a_key_of_the_config_file(options, start_server, tmp_path):
    config = tmp_path / "portside.toml"
    lines = []
    for name, (kind, default, _) in options.items():
        if name == "--config":
            continue
        value = default or ("1" if kind else "false")
        if kind == "URL":
            value = "http://localhost:1"
        if kind == "FILE":
            value = ""  # none: what is there must be a certificate
        if ":DIR" in kind:
            value = str(tmp_path / "directory")
            (tmp_path / "directory").mkdir()
        if ":FILE" in kind:
            (tmp_path / "file").touch()
            value = str(tmp_path / "file")
        is_bare = re.fullmatch(r"0|[1-9]\d*|false", value)
        lines.append(f"{name[2:]} = " + (value if is_bare else f'"{value}"') + "\n")
    assert len(lines) > 8
    config.write_text("".join(lines))
    server = start_server("--config", str(config))
    assert server.is_running()
    config.write_text("".join(lines) + "no-such-option = 1\n")
    done = subprocess.run(
        [PROGRAM, "serve", "--config", str(config)], capture_output=True, text=True, timeout=30
    )
    assert done.returncode == 2
    assert "'no-such-option'" in done.stderr
