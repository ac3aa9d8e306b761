"""What a test sees of jobs from outside: lists, events, metrics."""

import http.server
import json
import queue
import re
import threading
import time
import urllib.parse

import pytest

from support import sagemaker
from support.polling import wait_until
from support.raw import connect, request
from support.user import User


@pytest.fixture
def user(start_server):
    return User(start_server("--time-scale", "0.1"))


def compile_model(user, name):
    model = user.put("model.tar.gz", sagemaker.tar_gz({"model.pt": b"weights"}))
    sagemaker.start_compilation(user, model, name)
    return sagemaker.finish_compilation(user, name)[1]


class Events:
    """A client of the stream, which reads event by event."""

    def __init__(self, user, query="", headers=None):
        self.connection = connect(user.server.url)
        self.connection.request("GET", "/_portside/events" + query, headers=headers or {})
        self.response = self.connection.getresponse()
        assert self.response.headers["Content-Type"] == "text/event-stream"
        assert self.read() == {"": "hello"}

    def read(self):
        fields = {}
        while line := self.response.readline().decode().rstrip("\n"):
            name, _, value = line.partition(": ")
            fields[name] = value
        return fields

    def read_until_final(self):
        events = []
        while not events or not events[-1]["final"]:
            fields = self.read()
            if fields.get("event") == "transition":
                events.append(json.loads(fields["data"]))
                assert events[-1]["id"] == int(fields["id"])
        return events

    def close(self):
        self.response.close()
        self.connection.close()


def test_a_job_is_found_with_its_timeline(user):
    job = compile_model(user, "nightly-1")
    found = request(user.server.url, "GET", "/_portside/jobs?name=nightly-*").json()["jobs"]
    assert [it["arn"] for it in found] == [job["CompilationJobArn"]]
    states = [entry["state"] for entry in found[0]["timeline"]]
    assert states == ["STARTING", "INPROGRESS", job["CompilationJobStatus"]]
    assert (found[0]["final"], found[0]["progress"], found[0]["due_at"]) == (True, 1.0, None)
    path = "/_portside/jobs/" + urllib.parse.quote(job["CompilationJobArn"], safe="")
    assert request(user.server.url, "GET", path).json() == found[0]
    other = request(user.server.url, "GET", "/_portside/jobs?account=999999999999").json()
    assert other == {"jobs": [], "next_token": None}
    refused = request(user.server.url, "GET", "/_portside/jobs?state=DONE")
    assert (refused.status, refused.json()["member"]) == (400, "state")


def test_transitions_are_streamed_and_replayed(user):
    stream = Events(user, "?name=seen")
    compile_model(user, "unseen")
    job = compile_model(user, "seen")
    events = stream.read_until_final()
    assert [event["to"] for event in events] == [
        "STARTING", "INPROGRESS", job["CompilationJobStatus"]]
    assert [event["from"] for event in events] == [None, "STARTING", "INPROGRESS"]
    assert {event["arn"] for event in events} == {job["CompilationJobArn"]}
    assert {event["account"] for event in events} == {user.account}
    stream.close()
    again = Events(user, "?name=seen", {"Last-Event-ID": str(events[0]["id"])})
    assert again.read_until_final() == events[1:]
    again.close()


def test_a_stream_does_not_hold_up_a_stop(user):
    stream = Events(user)
    begin = time.monotonic()
    assert user.server.stop() == 0
    assert time.monotonic() - begin < 5
    assert stream.response.read() == b""


SAMPLE = re.compile(
    r'[a-z_]+(\{[a-z_]+="(\\.|[^"\\\n])*"(,[a-z_]+="(\\.|[^"\\\n])*")*\})? [0-9]+(\.[0-9]+)?')


def scrape(user):
    answer = request(user.server.url, "GET", "/metrics")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    samples = {}
    for line in answer.body.decode().splitlines():
        if line.startswith("# "):
            assert re.fullmatch(
                r"# (HELP [a-z_]+ .+|TYPE [a-z_]+ (counter|gauge|histogram))", line), line
            continue
        assert SAMPLE.fullmatch(line), line
        name, _, value = line.rpartition(" ")
        assert name not in samples
        samples[name] = float(value)
    return samples


def test_metrics_follow_what_is_done(user):
    compile_model(user, "counted")
    samples = scrape(user)
    created = '{service="sagemaker",operation="CreateCompilationJob"'
    assert samples["portside_requests_total" + created + ',status="200"}'] == 1
    assert samples["portside_request_duration_seconds_count" + created + "}"] == 1
    assert samples["portside_request_duration_seconds_bucket" + created + ',le="+Inf"}'] == 1
    jobs = [name for name in samples if name.startswith("portside_jobs{")]
    assert len(jobs) == 1 and 'kind="sagemaker::compilation_job"' in jobs[0]
    assert samples["portside_buckets"] == 1
    assert samples["portside_connections_open"] >= 1
    assert samples["process_resident_memory_bytes"] > 1e6


def test_metrics_want_the_token_and_probes_do_not(start_server):
    url = start_server("--control-token", "secret").url
    assert request(url, "GET", "/metrics").status == 401
    bearer = {"Authorization": "Bearer secret"}
    assert request(url, "GET", "/metrics", headers=bearer).status == 200
    assert request(url, "GET", "/_portside/ready").json() == {"ready": True}
    assert request(url, "GET", "/_localstack/info").status == 401
    info = request(url, "GET", "/_localstack/info", headers=bearer).json()
    assert set(info) == {
        "version", "edition", "is_license_activated", "session_id", "machine_id", "system",
        "is_docker", "server_time_utc", "uptime"}


def test_a_bucket_named_metrics_is_there_for_sdks(user):
    bucket = user.client("s3")
    bucket.create_bucket(
        Bucket="metrics", CreateBucketConfiguration={"LocationConstraint": user.region})
    bucket.put_object(Bucket="metrics", Key="a", Body=b"1")
    assert [it["Key"] for it in bucket.list_objects_v2(Bucket="metrics")["Contents"]] == ["a"]


@pytest.fixture
def receiver():
    """A server that refuses the first post, takes the others and keeps them in a queue."""
    posts = queue.Queue()

    class Handler(http.server.BaseHTTPRequestHandler):
        has_refused = False

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = 200 if Handler.has_refused else 503
            Handler.has_refused = True
            if status == 200:
                posts.put((self.path, json.loads(body)))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_address[1]}/events?x=1", posts
    server.shutdown()
    thread.join()
    server.server_close()


def test_transitions_are_posted_in_the_envelope_of_eventbridge(start_server, receiver):
    url, posts = receiver
    user = User(start_server("--time-scale", "0.1", "--event-target", url))
    job = compile_model(user, "posted")
    envelopes = []
    for _ in range(3):
        path, envelope = posts.get(timeout=15)
        assert path == "/events?x=1"
        envelopes.append(envelope)
    assert [it["detail"]["to"] for it in envelopes] == [
        "STARTING", "INPROGRESS", job["CompilationJobStatus"]]
    first = envelopes[0]
    assert first["source"] == "portside.sagemaker"
    assert first["detail-type"] == "Portside Job State Change"
    assert first["resources"] == [job["CompilationJobArn"]]
    assert (first["account"], first["region"]) == (user.account, user.region)
    assert len({it["id"] for it in envelopes}) == 3
    wait_until(lambda: scrape(user)["portside_event_target_posted_total"], lambda it: it == 3)


def test_a_dead_target_changes_nothing(start_server):
    user = User(start_server("--time-scale", "0", "--event-target", "http://127.0.0.1:9/"))
    assert compile_model(user, "alone")["CompilationJobStatus"] in ("COMPLETED", "FAILED")
    assert scrape(user)["portside_event_target_queued"] == 3
    assert user.server.stop() == 0
