"""With a seed, a clock that stands, and the same calls, two runs give the same bytes: all answers
with their headers, and all objects."""

import functools

from support import geospatial, glue, personalize, polling, sagemaker
from support.raw import request
from support.user import User

ACCOUNT = "123456789012"
BUCKET = "same-bytes"
MODEL = sagemaker.tar_gz(sagemaker.MODEL_FILES)
USERS = "USER_ID,AGE,MEMBERSHIP_TYPE\nu1,20,gold\nu2,30,silver\n"
PLACES = "longitude,latitude\n-122.33,47.61\n13.4,52.52\n2.35,48.86\n"
WATER = {"BandMathConfig": {"PredefinedIndices": ["NDWI"]}}


class Witness(User):
    """A user who writes down every answer, as it came."""

    def __init__(self, server):
        super().__init__(server, ACCOUNT)
        self.heard = []
        self.client("s3").create_bucket(
            Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": self.region})

    bucket = BUCKET

    def client(self, service):
        is_new = (service, self.server.url) not in self._clients
        client = super().client(service)
        if is_new:
            client.meta.events.register("response-received", self.hear)
        return client

    def hear(self, response_dict, context, **_):
        # The Date is the machine's; the connection and its port are not part of the answer.
        headers = {name.lower(): value for name, value in response_dict["headers"].items()
                   if name.lower() != "date"}
        body = response_dict["body"]
        self.heard.append((response_dict["status_code"], headers,
                           body if isinstance(body, bytes) else "streamed"))


def observe(user):
    """ExportEarthObservationJob."""
    arn = geospatial.start_observation(user, WATER)
    geospatial.finish(user, arn)
    geospatial.export(user, arn, user.uri("observed/"), ExportSourceImages=True)
    assert geospatial.finish_export(user, arn)[1]["ExportStatus"] == "SUCCEEDED"


def enrich(user):
    """ExportVectorEnrichmentJob, two at once."""
    uri = user.put("places.csv", PLACES)
    arns = [geospatial.start_enrichment(user, uri, name=name) for name in ("one", "two")]
    for arn in arns:
        geospatial.finish(user, arn)
        geospatial.export(user, arn, user.uri("enriched/"))
    for arn in arns:
        assert geospatial.finish_export(user, arn)[1]["ExportStatus"] == "SUCCEEDED"


def export_dataset(user):
    """CreateDatasetExportJob, of imported and of put rows."""
    group, datasets = personalize.make_datasets(user, "USERS", "ITEMS")
    personalize.import_csv(user, datasets["USERS"], "users.csv", USERS)
    user.client("personalize-events").put_users(
        datasetArn=datasets["USERS"],
        users=[{"userId": "u3", "properties": '{"age": 40, "membershipType": "gold"}'}])
    texts = personalize.export_rows(user, datasets["USERS"], "ALL", "BULK", "PUT")
    assert "u3" in texts["ALL"] and "u3" not in texts["BULK"]


def package(user):
    """DescribeEdgePackagingJob."""
    sagemaker.start_compilation(user, user.put("model.tar.gz", MODEL))
    sagemaker.finish_compilation(user)
    sagemaker.start_packaging(user, PresetDeploymentType="GreengrassV2Component")
    assert sagemaker.finish_packaging(user)[1]["EdgePackagingJobStatus"] == "COMPLETED"


def export_labels(user):
    """StartExportLabelsTaskRun."""
    glue.make_table(user)
    transform = glue.make_transform(user)
    glue.import_labels(user, transform, glue.HEADER + "1,A,1,Emma,1815\n1,A,2,Emma.,1815\n")
    assert "Emma" in glue.export_labels(user, transform)


def run(start_server, monkeypatch):
    """All answers, and all objects with their keys and times."""
    server = start_server("--seed", "7", "--workers", "2")
    url = server.url
    request(url, "PUT", "/_portside/clock",
            b'{"mode": "manual", "now": "2024-01-31T12:00:00Z"}')

    def advance(_):
        answer = request(url, "POST", "/_portside/clock/advance", b'{"seconds": 0.25}')
        assert answer.status == 200

    user = Witness(server)
    with monkeypatch.context() as patch:
        # Between two questions the clock moves on, and nothing else.
        patch.setattr(polling.time, "sleep", advance)
        for flow in (observe, enrich, export_dataset, package, export_labels):
            flow(user)
    objects = {key: user.get(user.uri(key)) for key in user.keys()}
    listing = user.client("s3").list_objects_v2(Bucket=BUCKET)["Contents"]
    server.stop()
    return user.heard, objects, listing


def test_two_runs_give_the_same_bytes(start_server, monkeypatch):
    again = functools.partial(run, start_server, monkeypatch)
    (heard, objects, listing), (heard_again, objects_again, listing_again) = again(), again()
    assert len(heard) > 100 and len(objects) > 10
    for number, (one, two) in enumerate(zip(heard, heard_again)):
        assert one == two, f"answer {number}"
    assert len(heard) == len(heard_again)
    assert objects.keys() == objects_again.keys()
    assert [key for key in objects if objects[key] != objects_again[key]] == []
    assert listing == listing_again
    assert {item["LastModified"].date().isoformat() for item in listing} == {"2024-01-31"}
