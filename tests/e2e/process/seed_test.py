"""The ids of a seeded server: they repeat for the same calls, whatever else happens."""

from support import raw, sagemaker
from support.user import User

ACCOUNT = "210987654321"
BUCKET = "portside-seeded"


def seeded(start_server, **options):
    return User(start_server("--seed", "7", "--time-scale", "0", **options), account=ACCOUNT)


def make_bucket(user):
    user.client("s3").create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": user.region})


def ids_of_a_round(user, name):
    """Ids of every way in which they are drawn."""
    geospatial = user.client("sagemaker-geospatial")
    job = geospatial.start_vector_enrichment_job(
        Name=name, ExecutionRoleArn=user.role,
        JobConfig={"ReverseGeocodingConfig": {"XAttributeName": "x", "YAttributeName": "y"}},
        InputConfig={"DocumentType": "CSV", "DataSourceConfig": {
            "S3Data": {"S3Uri": f"s3://{BUCKET}/in.csv"}}},
    )["Arn"]
    upload = user.client("s3").create_multipart_upload(Bucket=BUCKET, Key="k")["UploadId"]
    group = user.client("personalize").create_dataset_group(name=name)["datasetGroupArn"]
    tracker = user.client("personalize").create_event_tracker(
        name=name, datasetGroupArn=group)["trackingId"]
    return [job, upload, tracker]


def look_around(user):
    for path in ("/_portside/health", "/_portside/requests", "/_portside/jobs", "/metrics"):
        assert raw.request(user.server.url, "GET", path).status == 200
    user.client("glue").get_databases()
    user.client("s3").list_objects_v2(Bucket=BUCKET)


def test_ids_do_not_depend_on_what_is_asked_in_between(start_server):
    calm, busy = seeded(start_server), seeded(start_server)
    rounds = []
    for user in (calm, busy):
        make_bucket(user)
        if user is busy:
            look_around(user)
            sagemaker.start_compilation(user, f"s3://{BUCKET}/model.tar.gz")
        rounds.append([ids_of_a_round(user, "one")])
        if user is busy:
            look_around(user)
        rounds[-1].append(ids_of_a_round(user, "two"))
    assert rounds[0] == rounds[1]
    assert not set(rounds[0][0]) & set(rounds[0][1])


def test_ids_go_on_after_a_restart(start_server):
    whole, restarted = seeded(start_server), seeded(start_server)
    make_bucket(whole)
    expected = [ids_of_a_round(whole, "one"), ids_of_a_round(whole, "two")]
    make_bucket(restarted)
    first = ids_of_a_round(restarted, "one")
    restarted.client("s3").upload_part(
        Bucket=BUCKET, Key="k", UploadId=first[1], PartNumber=1, Body=b"x")
    restarted.server.kill()
    restarted.server.start()
    second = ids_of_a_round(restarted, "two")
    assert [first, second] == expected
    parts = restarted.client("s3").list_parts(Bucket=BUCKET, Key="k", UploadId=second[1])
    assert "Parts" not in parts


def test_ids_begin_anew_after_a_reset(start_server):
    user = seeded(start_server)
    make_bucket(user)
    first = ids_of_a_round(user, "one")
    assert raw.request(user.server.url, "POST", "/_portside/reset").status == 200
    make_bucket(user)
    assert ids_of_a_round(user, "one") == first
