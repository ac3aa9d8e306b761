"""Resets, snapshots and archives of a server that several users share, seen through SDKs."""

import json

import pytest

from support import geospatial, glue, personalize, sagemaker
from support.polling import wait_until
from support.raw import request
from support.user import User

PLACES = "longitude,latitude\n-122.33,47.61\n13.4,52.52\n"


def control(server, method, path, body=None):
    content = body if isinstance(body, bytes) else json.dumps(body or {}).encode()
    answer = request(server.url, method, path, content)
    assert answer.status in (200, 201), answer.body
    return answer.json()


def fill(user):
    """Something in every service, some of it on its way."""
    glue.make_table(user)
    transform = glue.make_transform(user)
    personalize.make_datasets(user, "INTERACTIONS")
    user.put("places.csv", PLACES)
    user.put("odd//", "a key that is no file name")
    sagemaker.start_compilation(user, user.put("model.tar.gz", "none"))
    geospatial.start_enrichment(user, user.uri("places.csv"))
    s3 = user.client("s3")
    upload = s3.create_multipart_upload(Bucket=user.bucket, Key="joined")["UploadId"]
    etag = s3.upload_part(Bucket=user.bucket, Key="joined", UploadId=upload, PartNumber=1,
                          Body=b"part")["ETag"]
    s3.complete_multipart_upload(
        Bucket=user.bucket, Key="joined", UploadId=upload,
        MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": etag}]})
    s3.create_multipart_upload(Bucket=user.bucket, Key="under way")
    return transform


def seen(user):
    """What the user's clients show, without the states that time changes."""
    s3 = user.client("s3")
    buckets = [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]
    objects = {}
    for bucket in buckets:
        for item in s3.list_objects_v2(Bucket=bucket).get("Contents", []):
            head = s3.head_object(Bucket=bucket, Key=item["Key"])
            objects[item["Key"]] = (item["ETag"], item["LastModified"], head["ContentType"],
                                    s3.get_object(Bucket=bucket, Key=item["Key"])["Body"].read())
    jobs = geospatial.geospatial(user).list_vector_enrichment_jobs()
    compilations = sagemaker.sagemaker(user).list_compilation_jobs()
    return {
        "buckets": buckets, "objects": objects,
        "uploads": [[upload["Key"] for upload in
                     s3.list_multipart_uploads(Bucket=bucket).get("Uploads", [])]
                    for bucket in buckets],
        "databases": [it["Name"] for it in glue.glue(user).get_databases()["DatabaseList"]],
        "transforms": glue.glue(user).list_ml_transforms()["TransformIds"],
        "datasets": [it["datasetArn"] for it in
                     personalize.personalize(user).list_datasets()["datasets"]],
        "enrichments": [it["Arn"] for it in jobs["VectorEnrichmentJobSummaries"]],
        "compilations": [it["CompilationJobArn"] for it in
                         compilations["CompilationJobSummaries"]],
    }


def change(user):
    user.put("places.csv", "changed")
    user.put("added/deep/down", "added")
    user.client("s3").delete_object(Bucket=user.bucket, Key="odd//")
    user.make_bucket()
    glue.glue(user).create_database(DatabaseInput={"Name": "added"})
    personalize.personalize(user).create_dataset_group(name="added")
    sagemaker.start_compilation(user, user.uri("model.tar.gz"), name="added")
    geospatial.start_enrichment(user, user.uri("places.csv"), name="added")


@pytest.mark.parametrize("scope", [False, True])
def test_each_test_begins_from_the_same_state(start_server, scope):
    """Two users share a server; what one saves and restores does not concern the other."""
    server = start_server()
    user, other = User(server), User(server)
    fill(user)
    before = seen(user)
    body = {"account": user.account} if scope else {}
    saved = control(server, "PUT", "/_portside/snapshots/filled", body)
    assert (saved["name"], saved["scope"], saved["objects"]) == ("filled", body, 4)
    fill(other)
    others = seen(other)
    for _ in range(2):
        change(user)
        assert seen(user) != before
        assert control(server, "POST", "/_portside/snapshots/filled") == saved
        assert seen(user) == before
        assert seen(other) == others if scope else seen(other)["buckets"] == []
    control(server, "POST", "/_portside/reset", body)
    assert seen(user)["buckets"] == [] == seen(user)["compilations"]
    control(server, "POST", "/_portside/snapshots/filled")
    assert seen(user) == before
    # Work that was interrupted is done after all.
    assert sagemaker.finish_compilation(user)[-1]["CompilationJobStatus"] == "FAILED"
    [arn] = before["enrichments"]
    assert geospatial.finish(user, arn)[-1]["Status"] == "COMPLETED"


def test_a_snapshot_survives_a_kill(start_server):
    server = start_server()
    user = User(server)
    fill(user)
    before = seen(user)
    control(server, "PUT", "/_portside/snapshots/kept")
    change(user)
    server.kill()
    server.start()
    assert seen(user) != before
    control(server, "POST", "/_portside/snapshots/kept")
    assert seen(user) == before
    server.kill()
    server.start()
    assert seen(user) == before


def test_recommendations_are_those_of_the_snapshot(start_server):
    """What was put after the snapshot, and a campaign that follows another training, are gone."""
    server = start_server("--time-scale", "0")
    user = User(server)
    client, runtime = personalize.personalize(user), user.client("personalize-runtime")
    group, datasets = personalize.make_datasets(user, "INTERACTIONS")
    rows = personalize.rows_of_two_circles()
    personalize.import_csv(user, datasets["INTERACTIONS"], "in/rows.csv", rows)
    tracking = personalize.make_tracker(user, group)
    campaign = personalize.deploy(user, group)

    def recommended(asked):
        answer = runtime.get_recommendations(campaignArn=campaign, userId=asked, numResults=10)
        return answer["itemList"]

    before = {asked: recommended(asked) for asked in ("a-3", "newcomer")}
    control(server, "PUT", "/_portside/snapshots/trained")
    events = [{"eventType": "view", "itemId": f"b{at}", "sentAt": 1_800_000_000 + at}
              for at in range(5)]
    for asked in before:
        user.client("personalize-events").put_events(
            trackingId=tracking, userId=asked, sessionId="s", eventList=events)
        assert recommended(asked) != before[asked]
    # The same data the other way round is another model.
    swapped = rows.replace("a-", "?-").replace("b-", "a-").replace("?-", "b-")
    personalize.import_csv(user, datasets["INTERACTIONS"], "in/swapped.csv", swapped, "swapped")
    solution = client.list_solutions(datasetGroupArn=group)["solutions"][0]["solutionArn"]
    version = personalize.train(user, solution)
    client.update_campaign(campaignArn=campaign, solutionVersionArn=version)
    wait_until(lambda: client.describe_campaign(campaignArn=campaign)["campaign"],
               lambda it: it["solutionVersionArn"] == version)
    assert all(item["itemId"].startswith("b") for item in recommended("a-3"))
    control(server, "POST", "/_portside/snapshots/trained")
    assert {asked: recommended(asked) for asked in before} == before


def test_an_archive_fills_another_server(start_server):
    server, second = start_server(), start_server()
    user = User(server)
    fill(user)
    before = seen(user)
    archive = request(server.url, "GET", "/_portside/state")
    assert archive.headers["Content-Type"] == "application/x-tar"
    change(User(second))
    loaded = control(second, "PUT", "/_portside/state", archive.body)
    assert loaded["status"] == "ok" and loaded["loaded"]["objects"] == 4
    carried = User(second, user.account)
    assert seen(carried) == before
    second.kill()
    second.start()
    assert seen(carried) == before

    cut = request(second.url, "PUT", "/_portside/state", archive.body[: len(archive.body) // 2])
    assert cut.status == 400
    assert cut.json()["message"].startswith("The archive is refused: ")
    assert seen(carried) == before


def test_a_file_that_was_edited_is_named(start_server):
    server = start_server()
    user = User(server)
    user.put("edited.txt", "before")
    control(server, "PUT", "/_portside/snapshots/kept")
    (server.data_dir / "s3" / user.bucket / "edited.txt").write_text("by hand")
    answer = request(server.url, "POST", "/_portside/snapshots/kept")
    assert answer.status == 409
    assert f"{user.bucket}/edited.txt" in answer.json()["message"]
    assert user.get(user.uri("edited.txt")) == b"by hand"


def test_ids_repeat_after_a_restore(start_server):
    server = start_server("--seed", "7")
    user = User(server)
    glue.make_table(user)
    control(server, "PUT", "/_portside/snapshots/start")
    first = glue.make_transform(user)
    control(server, "POST", "/_portside/snapshots/start")
    assert glue.make_transform(user) == first
