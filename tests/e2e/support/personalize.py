"""What users of Amazon Personalize do: describe their data, import it, put more, export it."""

import json

from support.polling import wait_until, watch

RUNNING = ("CREATE PENDING", "CREATE IN_PROGRESS")


def personalize(user):
    return user.client("personalize")


def schema_text(record, fields):
    return json.dumps(
        {
            "type": "record",
            "name": record,
            "namespace": "com.amazonaws.personalize.schema",
            "fields": fields,
            "version": "1.0",
        }
    )


INTERACTIONS = schema_text(
    "Interactions",
    [
        {"name": "USER_ID", "type": "string"},
        {"name": "ITEM_ID", "type": "string"},
        {"name": "EVENT_TYPE", "type": "string"},
        {"name": "EVENT_VALUE", "type": ["float", "null"]},
        {"name": "TIMESTAMP", "type": "long"},
    ],
)
ITEMS = schema_text(
    "Items",
    [
        {"name": "ITEM_ID", "type": "string"},
        {"name": "GENRES", "type": "string", "categorical": True},
        {"name": "PRICE", "type": ["null", "float"]},
        {"name": "DESCRIPTION", "type": ["null", "string"], "textual": True},
    ],
)
USERS = schema_text(
    "Users",
    [
        {"name": "USER_ID", "type": "string"},
        {"name": "AGE", "type": ["null", "int"]},
        {"name": "MEMBERSHIP_TYPE", "type": "string", "categorical": True},
    ],
)
ACTIONS = schema_text(
    "Actions",
    [
        {"name": "ACTION_ID", "type": "string"},
        {"name": "OFFER", "type": "string", "categorical": True},
    ],
)
SCHEMAS = {"INTERACTIONS": INTERACTIONS, "ITEMS": ITEMS, "USERS": USERS, "ACTIONS": ACTIONS}


def rows_of_two_circles():
    """1,200 interactions: users of each circle take that circle's items alone."""
    lines = ["USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE"]
    for row in range(600):
        for circle in "ab":
            user, item = row // 20, (row * 7 + row // 20) % 25
            lines.append(f"{circle}-{user},{circle}{item},{1_700_000_000 + 60 * row},view,")
    return "\n".join(lines) + "\n"


def make_datasets(user, *types, group="shop", domain=None):
    """Makes a dataset group with datasets of these types; returns the group's ARN and the
    datasets' ARNs by type when all are ACTIVE."""
    client = personalize(user)
    of_domain = {} if domain is None else {"domain": domain}
    group_arn = client.create_dataset_group(name=group, **of_domain)["datasetGroupArn"]
    active(lambda: client.describe_dataset_group(datasetGroupArn=group_arn)["datasetGroup"])
    datasets = {}
    for type_ in types:
        schema = client.create_schema(
            name=f"{group}-{type_.lower()}", schema=SCHEMAS[type_], **of_domain
        )
        datasets[type_] = client.create_dataset(
            name=type_.lower(),
            datasetType=type_,
            datasetGroupArn=group_arn,
            schemaArn=schema["schemaArn"],
        )["datasetArn"]
    for arn in datasets.values():
        active(lambda: client.describe_dataset(datasetArn=arn)["dataset"])
    return group_arn, datasets


def active(describe):
    """Waits until a resource is ACTIVE."""
    seen = wait_until(describe, lambda it: it["status"] not in RUNNING)[-1]
    assert seen["status"] == "ACTIVE", seen.get("failureReason")


def make_tracker(user, group_arn):
    """Returns the tracking id of a new event tracker of the group, when it is ACTIVE."""
    client = personalize(user)
    tracker = client.create_event_tracker(name="clicks", datasetGroupArn=group_arn)
    arn = tracker["eventTrackerArn"]
    active(lambda: client.describe_event_tracker(eventTrackerArn=arn)["eventTracker"])
    return tracker["trackingId"]


def train(user, solution_arn):
    """Returns the ARN of a new version of a solution, when it is ACTIVE."""
    client = personalize(user)
    version = client.create_solution_version(solutionArn=solution_arn)["solutionVersionArn"]
    active(lambda: client.describe_solution_version(solutionVersionArn=version)["solutionVersion"])
    return version


def deploy(user, group_arn, recipe="aws-user-personalization"):
    """Trains a recipe on a group's data. Returns the ARN of a campaign of it, when it is ACTIVE."""
    client = personalize(user)
    arn = f"arn:aws:personalize:::recipe/{recipe}"
    made = client.create_solution(name="s", datasetGroupArn=group_arn, recipeArn=arn)
    solution = made["solutionArn"]
    active(lambda: client.describe_solution(solutionArn=solution)["solution"])
    version = train(user, solution)
    made = client.create_campaign(name="c", solutionVersionArn=version)
    campaign = made["campaignArn"]
    active(lambda: client.describe_campaign(campaignArn=campaign)["campaign"])
    return campaign


def start_import(user, dataset_arn, location, name="import", **options):
    """Returns the ARN of a new import job."""
    return personalize(user).create_dataset_import_job(
        jobName=name,
        datasetArn=dataset_arn,
        dataSource={"dataLocation": location},
        roleArn=user.role,
        **options,
    )["datasetImportJobArn"]


def finish_import(user, arn):
    """Waits for an import job. Returns the statuses seen on the way and its description."""
    client = personalize(user)
    return watch(
        lambda: client.describe_dataset_import_job(datasetImportJobArn=arn)["datasetImportJob"],
        lambda job: job["status"],
        RUNNING,
    )


def import_csv(user, dataset_arn, key, text, name="import", **options):
    """Puts a CSV file and imports it."""
    _, job = finish_import(
        user, start_import(user, dataset_arn, user.put(key, text), name, **options)
    )
    assert job["status"] == "ACTIVE", job.get("failureReason")


def start_export(user, dataset_arn, name, path=None, **options):
    """Returns the ARN of a new export job, into the folder `exports/` unless `path` says else."""
    return personalize(user).create_dataset_export_job(
        jobName=name,
        datasetArn=dataset_arn,
        roleArn=user.role,
        jobOutput={"s3DataDestination": {"path": path or user.uri("exports/")}},
        **options,
    )["datasetExportJobArn"]


def get_export(user, arn):
    answer = personalize(user).describe_dataset_export_job(datasetExportJobArn=arn)
    return answer["datasetExportJob"]


def finish_export(user, arn):
    """Waits for an export job. Returns the statuses seen on the way and its description."""
    return watch(lambda: get_export(user, arn), lambda job: job["status"], RUNNING)


def exported(user, name, prefix="exports/"):
    """The text of the one CSV file that an export job wrote."""
    keys = user.keys(f"{prefix}{name}/")
    assert len(keys) == 1, keys
    assert keys[0].endswith(".csv")
    return user.get(user.uri(keys[0])).decode()


def export_rows(user, dataset_arn, *modes):
    """Exports a dataset in several modes at once; returns the texts by mode."""
    jobs = {mode: start_export(user, dataset_arn, mode, ingestionMode=mode) for mode in modes}
    texts = {}
    for mode, arn in jobs.items():
        _, job = finish_export(user, arn)
        assert job["status"] == "ACTIVE", job.get("failureReason")
        texts[mode] = exported(user, mode)
    return texts
