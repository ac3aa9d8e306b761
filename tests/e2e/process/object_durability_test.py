"""Objects under kill -9: what was answered is there, what was not leaves nothing."""

import threading

from botocore.exceptions import BotoCoreError

from support.connection import Connection
from support.polling import wait_until
from support.s3 import PART, multipart_etag, s3
from support.user import User


def content_of(number):
    """Of another size and text for every number."""
    return f"content of {number} ".encode() * (number % 7 * 997)


def write_until_killed(server, writers, write):
    """Runs write(worker, number, client) in threads until the server goes. Returns what was
    answered, as (worker, number)."""
    answered = []
    user = User(server)

    def work(worker):
        client = server.client("s3", user.account)
        for number in range(100_000):
            try:
                write(client, user.bucket, worker, number)
            except (BotoCoreError, OSError):
                return
            answered.append((worker, number))

    assert user.bucket
    threads = [threading.Thread(target=work, args=(it,)) for it in range(writers)]
    for thread in threads:
        thread.start()
    wait_until(lambda: len(answered) > 100, lambda enough: enough)
    server.kill()
    for thread in threads:
        thread.join(timeout=30)
        assert not thread.is_alive()
    return user, answered


def test_answered_puts_of_many_writers_survive_a_kill(start_server):
    server = start_server()

    def write(client, bucket, worker, number):
        client.put_object(Bucket=bucket, Key=f"{worker}/{number}", Body=content_of(number))

    user, answered = write_until_killed(server, 4, write)
    server.start()
    for worker, number in answered:
        assert user.get(user.uri(f"{worker}/{number}")) == content_of(number)
    # Those under way may be there, whole, without their answers.
    unanswered = set(user.keys()) - {f"{worker}/{number}" for worker, number in answered}
    assert len(unanswered) <= 4
    for key in unanswered:
        assert user.get(user.uri(key)) == content_of(int(key.partition("/")[2]))


def test_answered_completions_survive_a_kill(start_server):
    server = start_server()

    def write(client, bucket, worker, number):
        names = {"Bucket": bucket, "Key": f"{worker}/{number}"}
        begun = client.create_multipart_upload(**names)["UploadId"]
        part = client.upload_part(
            UploadId=begun, PartNumber=1, Body=content_of(number) + b"!", **names
        )
        client.complete_multipart_upload(
            UploadId=begun, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]},
            **names,
        )

    user, answered = write_until_killed(server, 4, write)
    server.start()
    for worker, number in answered:
        read = s3(user).get_object(Bucket=user.bucket, Key=f"{worker}/{number}")
        content = content_of(number) + b"!"
        assert (read["Body"].read(), read["ETag"]) == (content, multipart_etag([content]))


def test_an_upload_goes_on_after_a_kill(start_server):
    """Parts that were answered are there; one that was not is not, and is put again."""
    server = start_server()
    user = User(server)
    names = {"Bucket": user.bucket, "Key": "k"}
    begun = s3(user).create_multipart_upload(Metadata={"a": "b"}, **names)["UploadId"]
    first = s3(user).upload_part(UploadId=begun, PartNumber=1, Body=b"a" * PART, **names)
    with Connection(user) as connection:
        connection.send_head(
            "PUT", f"/{user.bucket}/k?partNumber=2&uploadId={begun}", Content_Length=1_000_000
        )
        connection.send(b"half" * 100_000)
        wait_for_staged_bytes(server, 100_000)
        server.kill()
    server.start()
    # What was half sent is gone from the disk too.
    assert bytes_beneath(server.data_dir / ".portside") < PART + 100_000
    assert user.keys() == []
    [part] = s3(user).list_parts(UploadId=begun, **names)["Parts"]
    assert (part["PartNumber"], part["ETag"]) == (1, first["ETag"])
    second = s3(user).upload_part(UploadId=begun, PartNumber=2, Body=b"end", **names)
    parts = [{"PartNumber": number, "ETag": answer["ETag"]}
             for number, answer in ((1, first), (2, second))]
    s3(user).complete_multipart_upload(
        UploadId=begun, MultipartUpload={"Parts": parts}, **names
    )
    answer = s3(user).get_object(**names)
    assert answer["Body"].read() == b"a" * PART + b"end"
    assert answer["Metadata"] == {"a": "b"}


def bytes_beneath(folder):
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:
            pass
    return total


def wait_for_staged_bytes(server, size):
    """Until what a client has sent so far is in files."""
    folder = server.data_dir / ".portside"
    wait_until(lambda: bytes_beneath(folder) >= size, lambda enough: enough)
