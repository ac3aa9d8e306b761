"""A server that begins with what an init file asks for."""

import json
import re
import subprocess

import pytest

from support.raw import request
from support.server import PROGRAM, ROOT, serve_command

DATABASE = {"service": "glue", "operation": "CreateDatabase",
            "input": {"DatabaseInput": {"Name": "shop"}}, "as": "shop"}


def run(*arguments):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=30)


def check_refused(done, line):
    assert (done.returncode, done.stdout, done.stderr) == (1, "", line + "\n")


@pytest.fixture
def example(tmp_path):
    """The example of docs/INIT.md, and the file beside it."""
    page = (ROOT / "docs/INIT.md").read_text()
    [text] = re.findall(
        r"^<!-- example:init -->\n```yaml\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    folder = tmp_path / "fixtures/interactions"
    folder.mkdir(parents=True)
    (folder / "day-1.csv").write_text("USER_ID,ITEM_ID,TIMESTAMP\n1,pen,1700000000\n")
    path = tmp_path / "shop.yaml"
    path.write_text(text)
    return path


def test_the_example_of_the_page_is_there_when_the_server_is_ready(start_server, example):
    server = start_server("--init", str(example))
    personalize = server.client("personalize")
    [group] = personalize.list_dataset_groups()["datasetGroups"]
    assert (group["name"], group["status"]) == ("demo", "ACTIVE")
    [job] = personalize.list_dataset_import_jobs()["datasetImportJobs"]
    assert job["status"] == "ACTIVE"
    s3 = server.client("s3")
    keys = [it["Key"] for it in s3.list_objects_v2(Bucket="training-data")["Contents"]]
    assert keys == ["interactions/day-1.csv", "users.csv"]
    assert s3.get_object(Bucket="training-data", Key="users.csv")["ContentType"] == "text/csv"
    assert s3.get_bucket_tagging(Bucket="training-data")["TagSet"] == [
        {"Key": "team", "Value": "shop"}]

    [ran] = request(server.url, "GET", "/_portside/init").json()["files"]
    calls = ran.pop("calls")
    assert ran == {"file": str(example), "state": "done", "buckets": 1, "objects": 2}
    assert [it["as"] for it in calls] == ["group", "schema", "dataset", None]
    assert request(server.url, "GET", "/_localstack/init").json()["scripts"] == [
        {"stage": "READY", "name": "shop.yaml", "state": "SUCCESSFUL"}]


def test_a_file_runs_once_in_a_data_directory_until_it_is_reset(start_server, example):
    server = start_server("--init", str(example))

    def state():
        return request(server.url, "GET", "/_portside/init").json()["files"][0]["state"]

    server.stop()
    server.start()
    assert state() == "skipped"
    assert len(server.client("personalize").list_dataset_groups()["datasetGroups"]) == 1
    server.kill()
    server.start()
    assert state() == "skipped"
    request(server.url, "POST", "/_portside/reset")
    server.stop()
    server.start()
    assert state() == "done"
    assert len(server.client("personalize").list_dataset_groups()["datasetGroups"]) == 1

    # A file that changed runs again, and its failures stop the start.
    server.stop()
    example.write_text("# changed\n" + example.read_text())
    check_refused(
        run(*serve_command(server.data_dir, "--init", str(example))[1:]),
        f"portside serve: {example}:16: personalize.CreateDatasetGroup: "
        "ResourceAlreadyExistsException: Another resource with Arn arn:aws:personalize:us-west-2:"
        "123456789012:dataset-group/demo already exists.",
    )


def test_json_and_a_directory_of_files_run_in_their_order(start_server, tmp_path):
    folder = tmp_path / "init"
    folder.mkdir()
    (folder / "2.json").write_text(json.dumps({
        "objects": [{"bucket": "shop", "key": "smile", "text": "\U0001f600"}]}))
    (folder / "1.yml").write_text("buckets:\n  - name: shop\n")
    (folder / "README").write_text("no init file")
    first = tmp_path / "first.json"
    first.write_text(json.dumps({"calls": [DATABASE]}, indent=2))
    server = start_server("--init", str(first), "--init-dir", str(folder),
                          "--account", "123456789012", "--region", "us-west-2")
    files = request(server.url, "GET", "/_portside/init").json()["files"]
    assert [it["file"] for it in files] == [str(first), f"{folder}/1.yml", f"{folder}/2.json"]
    body = server.client("s3").get_object(Bucket="shop", Key="smile")["Body"].read()
    assert body.decode() == "\U0001f600"
    assert server.client("glue").get_database(Name="shop")["Database"]["Name"] == "shop"


def test_a_mistake_stops_the_start_before_anything_is_made(tmp_path):
    path = tmp_path / "init.yaml"
    path.write_text("buckets:\n  - name: shop\ncalls:\n  - service: glue\n    operation: Fly\n")
    data = tmp_path / "data"
    check_refused(run(*serve_command(data, "--init", str(path))[1:]),
                  f"portside serve: {path}:4: glue has no operation 'Fly'")
    assert not data.exists()


def test_a_job_that_fails_stops_the_start(tmp_path, example):
    example.write_text(example.read_text().replace("2,37", "2,old"))
    done = run("serve", "--port", "0", "--ephemeral", "--log-level", "off", "--init", str(example))
    check_refused(
        done,
        f"portside serve: {example}:36: personalize.CreateDatasetImportJob: arn:aws:personalize:"
        "us-west-2:123456789012:dataset-import-job/users ended CREATE FAILED: s3://training-data/"
        "users.csv, line 3, column AGE: expected an int (a whole number of 32 bits), found 'old'.",
    )


def test_a_start_that_failed_leaves_a_new_directory_as_it_was(start_server, tmp_path, example):
    """A user corrects a file and starts again, on a directory of its own and on a mounted one."""
    right = example.read_text()
    example.write_text(right.replace("2,37", "2,old"))
    mounted = tmp_path / "mounted"
    mounted.mkdir()
    for data in (tmp_path / "new", mounted):
        assert run(*serve_command(data, "--init", str(example))[1:]).returncode == 1
    assert not (tmp_path / "new").exists()
    assert list(mounted.iterdir()) == []
    example.write_text(right)
    server = start_server("--init", str(example), data_dir=mounted)
    assert len(server.client("personalize").list_dataset_groups()["datasetGroups"]) == 1

    # Nothing goes of a directory that was used before.
    server.stop()
    example.write_text("# changed\n" + right)
    assert run(*serve_command(mounted, "--init", str(example))[1:]).returncode == 1
    server.start("--time-scale", "0")
    assert len(server.client("personalize").list_dataset_groups()["datasetGroups"]) == 1


def test_init_check_needs_no_server(example, tmp_path):
    done = run("init", "check", str(example))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{example}: ok, 1 bucket, 2 objects, 4 calls\n"
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(example.read_text().replace("group.datasetGroupArn", "group.arn"))
    check_refused(
        run("init", "check", str(wrong)),
        f"{wrong}:33: ${{group.arn}}: CreateDatasetGroup has no 'arn'; it has datasetGroupArn, "
        "domain",
    )
    help_text = run("init", "check", "--help")
    assert help_text.returncode == 0
    assert "portside init check fixtures.yaml" in help_text.stdout


def test_the_example_of_the_readme_is_right(tmp_path):
    readme = (ROOT / "README.md").read_text()
    [text] = re.findall(r"^```yaml\n(buckets:.*?)^```$", readme, re.DOTALL | re.MULTILINE)
    (tmp_path / "fixtures/interactions").mkdir(parents=True)
    path = tmp_path / "seed.yaml"
    path.write_text(text)
    done = run("init", "check", str(path))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{path}: ok, 1 bucket, 1 object, 2 calls\n"
