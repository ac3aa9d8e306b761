"""What a program has really sent: the log of requests, seen through an SDK."""

import pytest

from support.raw import request
from support.user import User


@pytest.fixture
def user(start_server):
    return User(start_server())


def ask(user, path="", method="GET"):
    answer = request(user.server.url, method, "/_portside/requests" + path)
    assert answer.status == 200, answer.body
    return answer.json()


def test_a_test_looks_at_what_its_program_sent(user):
    glue = user.client("glue")
    glue.create_database(DatabaseInput={"Name": "library", "Description": "books"})
    sent = ask(user, "?service=glue&operation=CreateDatabase&account=" + user.account)["requests"]
    assert len(sent) == 1
    assert sent[0]["input"] == {"DatabaseInput": {"Name": "library", "Description": "books"}}
    whole = ask(user, "/" + sent[0]["id"])
    headers = {name.lower(): value for name, value in whole["headers"]}
    assert headers["x-amz-target"] == "AWSGlue.CreateDatabase"
    assert "authorization" not in headers and "Signature" not in str(whole)


def test_a_call_is_sent_again(user):
    user.put("a.txt", "first")
    put = ask(user, "?operation=PutObject")["requests"][0]
    user.put("a.txt", "second")
    again = ask(user, f"/{put['id']}/replay", "POST")
    assert (again["status"], again["account"]) == (200, user.account)
    assert user.get(user.uri("a.txt")) == b"first"


def test_links_lose_their_signature(user):
    uri = user.put("a.txt", "text")
    link = user.client("s3").generate_presigned_url(
        "get_object", Params={"Bucket": user.bucket, "Key": "a.txt"})
    assert request(user.server.url, "GET", link[len(user.server.url):]).body == b"text"
    target = ask(user, "?operation=GetObject")["requests"][0]["target"]
    assert "Signature=-" in target and uri.rpartition("/")[2] in target


def test_nothing_is_kept_where_none_is_wanted(start_server):
    user = User(start_server("--keep-requests", "0"))
    user.client("glue").get_databases()
    assert ask(user) == {"requests": [], "next_token": None}
