"""A user of Personalize deletes people from a dataset group. The SDK of Debian does not know these
operations yet, so they are called without it."""

from support import personalize
from support.polling import watch
from support.raw import call


def test_people_are_deleted_with_what_they_did(user):
    group, datasets = personalize.make_datasets(user, "INTERACTIONS", "USERS")
    header = "USER_ID,ITEM_ID,EVENT_TYPE,EVENT_VALUE,TIMESTAMP\n"
    personalize.import_csv(
        user,
        datasets["INTERACTIONS"],
        "interactions.csv",
        header + "u1,i1,view,,1700000000\nu2,i1,view,,1700000001\n",
    )
    personalize.import_csv(
        user, datasets["USERS"], "users.csv", "USER_ID,AGE,MEMBERSHIP_TYPE\nu1,1,a\nu2,2,b\n", "u"
    )
    body = {
        "jobName": "forget",
        "datasetGroupArn": group,
        "dataSource": {"dataLocation": user.put("forget.csv", "USER_ID\nu1\n")},
        "roleArn": user.role,
    }
    arn = call(user, "AmazonPersonalize.CreateDataDeletionJob", body).json()["dataDeletionJobArn"]

    def describe():
        target = "AmazonPersonalize.DescribeDataDeletionJob"
        return call(user, target, {"dataDeletionJobArn": arn}).json()["dataDeletionJob"]

    statuses, job = watch(describe, lambda it: it["status"], ("PENDING", "IN_PROGRESS"))
    assert statuses == ["PENDING", "IN_PROGRESS", "COMPLETED"]
    assert job["numDeleted"] == 2
    listed = call(user, "AmazonPersonalize.ListDataDeletionJobs", {"datasetGroupArn": group})
    assert [it["status"] for it in listed.json()["dataDeletionJobs"]] == ["COMPLETED"]

    for name, rows in (
        ("INTERACTIONS", header + "u2,i1,view,,1700000001\n"),
        ("USERS", "USER_ID,AGE,MEMBERSHIP_TYPE\nu2,2,b\n"),
    ):
        export = personalize.start_export(user, datasets[name], name, ingestionMode="ALL")
        assert personalize.finish_export(user, export)[1]["status"] == "ACTIVE"
        assert personalize.exported(user, name) == rows
