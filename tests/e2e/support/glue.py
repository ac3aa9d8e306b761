"""What users of AWS Glue's FindMatches do: describe a table, make a transform, move labels."""

from support.polling import watch

RUNNING = ("STARTING", "RUNNING")
COLUMNS = [("id", "int"), ("title", "string"), ("year", "int")]
HEADER = "labeling_set_id,label,id,title,year\n"


def glue(user):
    return user.client("glue")


def make_table(user, database="library", table="books", columns=COLUMNS):
    glue(user).create_database(DatabaseInput={"Name": database})
    glue(user).create_table(
        DatabaseName=database,
        TableInput={
            "Name": table,
            "StorageDescriptor": {
                "Columns": [{"Name": name, "Type": type_} for name, type_ in columns],
                "Location": user.uri("books/"),
            },
        },
    )


def make_transform(user, name="same-books", database="library", table="books"):
    """Returns the id of a new FindMatches transform over the table."""
    return glue(user).create_ml_transform(
        Name=name,
        InputRecordTables=[{"DatabaseName": database, "TableName": table}],
        Parameters={
            "TransformType": "FIND_MATCHES",
            "FindMatchesParameters": {"PrimaryKeyColumnName": "id"},
        },
        Role=user.role,
    )["TransformId"]


def get_transform(user, transform):
    return glue(user).get_ml_transform(TransformId=transform)


def finish_task(user, transform, task):
    """Waits for a task run. Returns the statuses seen on the way and its description."""
    return watch(
        lambda: glue(user).get_ml_task_run(TransformId=transform, TaskRunId=task),
        lambda run: run["Status"],
        RUNNING,
    )


def start_import(user, transform, uri, **options):
    """Returns the id of a new task run that imports a label file."""
    return glue(user).start_import_labels_task_run(
        TransformId=transform, InputS3Path=uri, **options
    )["TaskRunId"]


def import_labels(user, transform, text, key="labels/new.csv", **options):
    """Puts a label file and imports it."""
    task = start_import(user, transform, user.put(key, text), **options)
    _, run = finish_task(user, transform, task)
    assert run["Status"] == "SUCCEEDED", run.get("ErrorString")


def start_export(user, transform, path=None):
    """Returns the id of a new task run that exports labels, into `exported/` unless `path` says
    else."""
    return glue(user).start_export_labels_task_run(
        TransformId=transform, OutputS3Path=path or user.uri("exported/")
    )["TaskRunId"]


def export_labels(user, transform):
    """Exports all labels; returns the text of the newest file."""
    known = user.keys("exported/")
    _, run = finish_task(user, transform, start_export(user, transform))
    assert run["Status"] == "SUCCEEDED", run.get("ErrorString")
    new = [key for key in user.keys("exported/") if key not in known]
    assert len(new) == 1, new
    return user.get(user.uri(new[0])).decode()
