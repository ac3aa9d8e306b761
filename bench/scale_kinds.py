"""The calls of bench/scale: how jobs of a kind are made, listed and asked for.

A call is (method, path, headers, body). UNIQUE in a body becomes the number of the request.
"""

import dataclasses
import typing

from measure import ACCOUNT, headers_for

ROLE = f"arn:aws:iam::{ACCOUNT}:role/bench"
RARE = "777-e"  # is in one name of a thousand, which end in -e after their number
NOWHERE = "nowhere"


class Call(typing.NamedTuple):
    method: str
    path: str
    headers: dict
    body: dict | None = None


@dataclasses.dataclass(frozen=True)
class Kind:
    """How jobs of a kind are called. Functions return the call."""

    name: str                # as rules know it
    first_state: str         # nothing works for a job in it yet
    create: typing.Callable  # of the first part of the names
    list: typing.Callable    # of the members of the question
    page: int                # the most that a list gives at once
    member: str              # of the list's answer: the jobs
    key: str                 # of each of them
    describe: typing.Callable  # of a key
    stop: typing.Callable      # of a key
    descending: str            # the order
    key_of: typing.Callable | None = None  # the key that a number leads to, where it can be known
    questions: tuple[tuple[str, dict, bool], ...] = ()  # (title, members, whether it has a goal)


def sagemaker(operation, body):
    return Call("POST", "/", headers_for("sagemaker", f"SageMaker.{operation}"), body)


def geospatial(method, path, body=None):
    return Call(method, path, headers_for("sagemaker-geospatial"), body)


def create_compilation_job(prefix):
    return sagemaker("CreateCompilationJob", {
        "CompilationJobName": f"{prefix}-UNIQUE-e", "RoleArn": ROLE,
        "InputConfig": {"S3Uri": "s3://bench/model.tar.gz", "Framework": "PYTORCH",
                        "DataInputConfig": '{"input0":[1,3,224,224]}'},
        "OutputConfig": {"S3OutputLocation": "s3://bench/out", "TargetDevice": "ml_c5"},
        "StoppingCondition": {"MaxRuntimeInSeconds": 900},
    })


def start_vector_enrichment_job(prefix):
    return geospatial("POST", "/vector-enrichment-jobs", {
        "Name": f"{prefix}-UNIQUE-e", "ExecutionRoleArn": ROLE,
        "ClientToken": f"{prefix}-00000000-0000-4000-8000-UNIQUE",  # as SDKs send with every call
        "InputConfig": {"DocumentType": "CSV",
                        "DataSourceConfig": {"S3Data": {"S3Uri": "s3://bench/points.csv"}}},
        "JobConfig": {"ReverseGeocodingConfig": {"XAttributeName": "x", "YAttributeName": "y"}},
    })


def create_database():
    return Call("POST", "/", headers_for("glue", "AWSGlue.CreateDatabase"),
                {"DatabaseInput": {"Name": "database-UNIQUE"}})


def quoted(arn):
    return arn.replace(":", "%3A").replace("/", "%2F")


KINDS = {
    "compilation": Kind(
        name="sagemaker::compilation_job",
        first_state="STARTING",
        create=create_compilation_job,
        list=lambda question: sagemaker("ListCompilationJobs", question),
        page=100, member="CompilationJobSummaries", key="CompilationJobName",
        describe=lambda name: sagemaker("DescribeCompilationJob", {"CompilationJobName": name}),
        stop=lambda name: sagemaker("StopCompilationJob", {"CompilationJobName": name}),
        descending="Descending",
        key_of=lambda number: f"job-{number:012}-e",
        questions=(("first page by name, ms", {"SortBy": "Name"}, True),
                   ("NameContains, 1 in 1,000, ms", {"NameContains": RARE, "MaxResults": 1}, True),
                   # Without a goal, because a thousand jobs have one such name and not ten.
                   ("ten of those names, ms", {"NameContains": RARE, "MaxResults": 10}, False),
                   ("NameContains, none, ms", {"NameContains": NOWHERE}, True)),
    ),
    "enrichment": Kind(
        name="sagemaker-geospatial::vector_enrichment_job",
        first_state="INITIALIZING",
        create=start_vector_enrichment_job,
        list=lambda question: geospatial("POST", "/list-vector-enrichment-jobs", question),
        page=20, member="VectorEnrichmentJobSummaries", key="Arn",
        describe=lambda arn: geospatial("GET", f"/vector-enrichment-jobs/{quoted(arn)}"),
        stop=lambda arn: geospatial("POST", "/vector-enrichment-jobs/stop", {"Arn": arn}),
        descending="DESCENDING",
        questions=(("first page by name, ms", {"SortBy": "Name"}, True),),
    ),
}
