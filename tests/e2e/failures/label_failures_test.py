"""Imports and exports of labels that fail, at once or later in `ErrorString`."""

import pytest

from support import glue
from support.errors import refused
from support.polling import watch


@pytest.fixture
def transform(hasty_user):
    """The id of a transform without labels."""
    glue.make_table(hasty_user)
    return glue.make_transform(hasty_user)


def test_without_labels_there_is_nothing_to_export(hasty_user, transform):
    with refused("EntityNotFoundException") as refusal:
        glue.start_export(hasty_user, transform)
    assert refusal.message == (
        f"No labelset exists for transformId {transform} in account id {hasty_user.account}."
    )


def test_an_unknown_transform_is_named(hasty_user):
    unknown = "tfm-" + "0" * 40
    for call in (glue.start_export, glue.get_transform):
        with refused("EntityNotFoundException") as refusal:
            call(hasty_user, unknown)
        assert refusal.message == (
            f"Cannot find MLTransform in account {hasty_user.account} with handle {unknown}."
        )


def test_an_export_into_a_missing_bucket_fails(user):
    """The states of a task that fails, on the default clock."""
    glue.make_table(user)
    transform = glue.make_transform(user)
    glue.import_labels(user, transform, glue.HEADER + "1,A,1,Emma,1815\n")
    task = glue.start_export(user, transform, "s3://portside-no-such-bucket/labels/")
    statuses, run = glue.finish_task(user, transform, task)
    assert statuses == ["STARTING", "RUNNING", "FAILED"]
    assert "'portside-no-such-bucket' does not exist" in run["ErrorString"]
    assert "CompletedOn" in run


def test_a_path_that_is_not_in_s3_is_refused_at_once(hasty_user, transform):
    for path in ("/labels", "s3://", "s3:///labels", "s3://Not_A_Bucket/labels"):
        with refused("InvalidInputException") as refusal:
            glue.start_export(hasty_user, transform, path)
        assert path in refusal.message


def test_a_label_file_that_cannot_be_read_is_refused_at_once(hasty_user, transform):
    missing = hasty_user.uri("labels/none.csv")
    for path in (missing, "s3://portside-no-such-bucket/labels.csv"):
        with refused("InvalidInputException") as refusal:
            glue.start_import(hasty_user, transform, path)
        assert refusal.message.startswith(f"Cannot access the label file at {path}. ")
    with refused("InvalidInputException") as refusal:
        glue.start_import(hasty_user, transform, hasty_user.uri("labels/"))
    assert refusal.message == "Invalid label file path."
    with refused("InvalidInputException") as refusal:
        glue.start_import(hasty_user, transform, hasty_user.put("labels/empty.csv", ""))
    assert refusal.message == "Invalid label file of size 0."


def test_a_label_file_that_is_too_large_is_refused_at_once(hasty_user, transform):
    uri = hasty_user.put("labels/large.csv", b"x" * (10 * 1024 * 1024 + 1))
    with refused("ResourceNumberLimitExceededException") as refusal:
        glue.start_import(hasty_user, transform, uri)
    assert refusal.message == "Label file has exceeded the limit of 10 MB."


@pytest.mark.parametrize(
    "text, reason",
    [
        ("labeling_set_id,label,id,name,year\n", 'line 1, column 4: found "name" where "title"'),
        ("label,id\n1,2\n", 'line 1, column 1: found "label" where "labeling_set_id"'),
        (glue.HEADER + "1,A,1\n", "line 2: found 3 fields where the header has 5"),
        (glue.HEADER + "1,A,1,a,1\n,B,2,b,2\n", "line 3, column 1: "),
        (glue.HEADER + '1,A,1,"Emma,1815\n', "line 2, column 4: unbalanced quote"),
        (glue.HEADER + "1,,1,Emma,1815\n", "no row has a label"),
    ],
)
def test_a_wrong_label_file_fails_the_task(hasty_user, transform, text, reason):
    """A user reads line and column, and finds the transform as it was."""
    uri = hasty_user.put("labels/wrong.csv", text)
    task = glue.start_import(hasty_user, transform, uri)
    _, run = glue.finish_task(hasty_user, transform, task)
    assert run["Status"] == "FAILED"
    assert uri in run["ErrorString"]
    assert reason in run["ErrorString"]
    after = glue.get_transform(hasty_user, transform)
    assert (after["Status"], after["LabelCount"]) == ("NOT_READY", 0)


def test_bytes_that_are_not_utf_8_fail_the_task(hasty_user, transform):
    content = glue.HEADER.encode() + "1,A,1,Überredung,1822\n".encode("cp1252")
    task = glue.start_import(hasty_user, transform, hasty_user.put("labels/ansi.csv", content))
    _, run = glue.finish_task(hasty_user, transform, task)
    assert run["Status"] == "FAILED"
    assert "line 2: the bytes are not UTF-8" in run["ErrorString"]


def test_a_failed_import_keeps_the_labels_of_before(hasty_user, transform):
    """A user wants to replace all labels, by a file that is wrong."""
    labels = glue.HEADER + "1,A,1,Emma,1815\n"
    glue.import_labels(hasty_user, transform, labels)
    wrong = hasty_user.put("labels/wrong.csv", glue.HEADER + "1,A\n")
    task = glue.start_import(hasty_user, transform, wrong, ReplaceAllLabels=True)
    assert glue.finish_task(hasty_user, transform, task)[1]["Status"] == "FAILED"
    assert glue.export_labels(hasty_user, transform) == labels


def test_a_transform_needs_a_table_with_its_key(hasty_user):
    user = hasty_user
    with refused("InvalidInputException") as refusal:
        glue.make_transform(user)
    assert refusal.message == (
        "Problem fetching the data catalog schema: Database library not found."
    )
    glue.make_table(user, columns=[("isbn", "string")])
    with refused("InvalidInputException") as refusal:
        glue.make_transform(user)
    assert refusal.message == "Schema should contain given primary key: id."


def test_a_cancelled_task_writes_nothing(user):
    """A user cancels an export."""
    glue.make_table(user)
    transform = glue.make_transform(user)
    glue.import_labels(user, transform, glue.HEADER + "1,A,1,Emma,1815\n")
    task = glue.start_export(user, transform)
    answer = glue.glue(user).cancel_ml_task_run(TransformId=transform, TaskRunId=task)
    assert answer["Status"] == "STOPPING"
    statuses, _ = watch(
        lambda: glue.glue(user).get_ml_task_run(TransformId=transform, TaskRunId=task),
        lambda run: run["Status"],
        ("STOPPING",),
    )
    assert statuses == ["STOPPING", "STOPPED"]
    assert user.keys("exported/") == []
