"""StartExportLabelsTaskRun: users import the labels that they made, and export all of them."""

import re

from support import glue

LABELS = (
    glue.HEADER + "set-1,A,1,Emma,1815\n"
    "set-1,A,2,\"Emma, a novel\",1815\n"
    "set-1,B,3,\"Emma \"\"The Play\"\"\",\n"
    "set-2,,4,Persuasion,1817\n"
    "set-2,x,5,Überredung,1822\n"
)
# The row without a label is no label.
LABELLED = LABELS.replace("set-2,,4,Persuasion,1817\n", "")
FILE_NAME = (
    r"exported/(tfm-[0-9a-f]{40})_labels_\d{4}-\d\d-\d\d_\d\d_\d\d_\d\d_"
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\.csv"
)


def test_labels_are_exported_as_they_were_imported(user):
    """A user describes a table, makes a transform, imports a label file and exports it."""
    glue.make_table(user)
    transform = glue.make_transform(user)
    fresh = glue.get_transform(user, transform)
    assert (fresh["Status"], fresh["LabelCount"]) == ("NOT_READY", 0)
    assert fresh["Schema"] == [{"Name": name, "DataType": type_} for name, type_ in glue.COLUMNS]

    task = glue.start_import(user, transform, user.put("labels/mine.csv", LABELS))
    statuses, run = glue.finish_task(user, transform, task)
    assert statuses == ["STARTING", "RUNNING", "SUCCEEDED"]
    assert run["Properties"] == {
        "TaskType": "IMPORT_LABELS",
        "ImportLabelsTaskRunProperties": {
            "InputS3Path": user.uri("labels/mine.csv"),
            "Replace": False,
        },
    }
    ready = glue.get_transform(user, transform)
    assert (ready["Status"], ready["LabelCount"]) == ("READY", 4)

    task = glue.start_export(user, transform)
    assert re.fullmatch("tsk-[0-9a-f]{40}", task)
    statuses, run = glue.finish_task(user, transform, task)
    assert statuses == ["STARTING", "RUNNING", "SUCCEEDED"]
    assert run["TransformId"] == transform
    assert run["Properties"] == {
        "TaskType": "EXPORT_LABELS",
        "ExportLabelsTaskRunProperties": {"OutputS3Path": user.uri("exported/")},
    }
    assert "ErrorString" not in run
    assert run["StartedOn"] < run["CompletedOn"]
    assert run["ExecutionTime"] == int((run["CompletedOn"] - run["StartedOn"]).total_seconds())
    [key] = user.keys("exported/")
    assert re.fullmatch(FILE_NAME, key).group(1) == transform
    assert user.get(user.uri(key)) == LABELLED.encode()


def test_imports_add_up_until_one_replaces_them(hasty_user):
    """A user imports a file twice, which doubles its labels, and replaces all by another file."""
    user = hasty_user
    glue.make_table(user)
    transform = glue.make_transform(user)
    glue.import_labels(user, transform, LABELS)
    glue.import_labels(user, transform, LABELS, ReplaceAllLabels=False)
    assert glue.get_transform(user, transform)["LabelCount"] == 8
    assert glue.export_labels(user, transform) == LABELLED + LABELLED.replace(glue.HEADER, "")

    # As a spreadsheet saves it: a byte order mark and Windows line ends.
    new = "\ufefflabeling_set_id,label,id,title,year\r\n9,yes,9,Sanditon,1817\r\n"
    glue.import_labels(user, transform, new, ReplaceAllLabels=True)
    assert glue.get_transform(user, transform)["LabelCount"] == 1
    assert glue.export_labels(user, transform) == glue.HEADER + "9,yes,9,Sanditon,1817\n"


def test_exported_labels_can_be_imported_into_another_transform(hasty_user):
    """A user moves labels: the export of one transform is the import of another."""
    user = hasty_user
    glue.make_table(user)
    first = glue.make_transform(user, "first")
    second = glue.make_transform(user, "second")
    glue.import_labels(user, first, LABELS)
    glue.finish_task(user, first, glue.start_export(user, first))
    [key] = user.keys("exported/")
    _, run = glue.finish_task(user, second, glue.start_import(user, second, user.uri(key)))
    assert run["Status"] == "SUCCEEDED", run.get("ErrorString")
    assert glue.export_labels(user, second) == LABELLED


def test_the_tasks_of_a_transform_are_listed(hasty_user):
    """A user looks up which tasks a transform had, filtered by what they did."""
    user = hasty_user
    glue.make_table(user)
    transform = glue.make_transform(user)
    glue.import_labels(user, transform, LABELS)
    exports = [glue.start_export(user, transform) for _ in range(2)]
    for task in exports:
        glue.finish_task(user, transform, task)
    answer = glue.glue(user).get_ml_task_runs(
        TransformId=transform,
        Filter={"TaskRunType": "EXPORT_LABELS"},
        Sort={"Column": "STARTED", "SortDirection": "DESCENDING"},
    )
    assert [run["TaskRunId"] for run in answer["TaskRuns"]] == exports[::-1]
    assert {run["Status"] for run in answer["TaskRuns"]} == {"SUCCEEDED"}
