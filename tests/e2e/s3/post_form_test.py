"""Browsers' forms: boto3 signs the policy, and the form is posted as a browser posts it."""

import re
import urllib.parse

from support.raw import request

BOUNDARY = "----WebKitFormBoundary7MA4YWxkTrZu0gW"


def presigned(user, key, **arguments):
    return user.client("s3").generate_presigned_post(user.bucket, key, **arguments)


def post(form, content, filename="file.txt", **changes):
    """Posts the form that boto3 made, with changed or added fields; the file comes last."""
    body = b""
    for name, value in {**form["fields"], **changes}.items():
        body += f"--{BOUNDARY}\r\n".encode()
        body += f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    body += f"--{BOUNDARY}\r\n".encode()
    body += f'Content-Disposition: form-data; name="file"; filename="{filename}"\r\n'.encode()
    body += b"Content-Type: text/plain\r\n\r\n" + content + f"\r\n--{BOUNDARY}--\r\n".encode()
    url = urllib.parse.urlsplit(form["url"])
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    return request(f"{url.scheme}://{url.netloc}", "POST", url.path, body, headers)


def message_of(answer):
    found = re.search(rb"<Message>(.*)</Message>", answer.body)
    return found.group(1).decode().replace("&quot;", '"')


def test_a_form_uploads_its_file(hasty_user):
    content = bytes(range(256)) * 4096
    form = presigned(
        hasty_user,
        "in/${filename}",
        Fields={"Content-Type": "text/csv", "x-amz-meta-made-by": "me"},
        Conditions=[{"Content-Type": "text/csv"}, ["starts-with", "$x-amz-meta-made-by", ""]],
    )
    answer = post(form, content, filename="C:\\data\\ü 1.csv")
    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["Location"].endswith("/in%2F%C3%BC%201.csv")
    stored = hasty_user.client("s3").get_object(Bucket=hasty_user.bucket, Key="in/ü 1.csv")
    assert stored["Body"].read() == content
    assert stored["ContentType"] == "text/csv"
    assert stored["Metadata"] == {"made-by": "me"}
    assert stored["ETag"] == answer.headers["ETag"]


def test_a_form_may_ask_for_xml_or_a_redirect(hasty_user):
    conditions = [
        {"success_action_status": "201"},
        ["starts-with", "$success_action_redirect", ""],
    ]
    form = presigned(
        hasty_user, "key", Fields={"success_action_status": "201"}, Conditions=conditions[:1]
    )
    answer = post(form, b"hello")
    assert answer.status == 201
    assert answer.headers["Content-Type"] == "application/xml"
    assert answer.body.decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n<PostResponse>'
        f"<Location>{hasty_user.server.url}/{hasty_user.bucket}/key</Location>"
        f"<Bucket>{hasty_user.bucket}</Bucket><Key>key</Key>"
        '<ETag>"5d41402abc4b2a76b9719d911017c592"</ETag></PostResponse>'
    )
    form = presigned(hasty_user, "key", Conditions=conditions[1:])
    answer = post(form, b"hello", success_action_redirect="http://localhost/done")
    assert answer.status == 303
    assert answer.headers["Location"] == (
        f"http://localhost/done?bucket={hasty_user.bucket}&key=key"
        "&etag=%225d41402abc4b2a76b9719d911017c592%22"
    )


def test_what_the_policy_forbids_is_refused(hasty_user):
    form = presigned(hasty_user, "in/a", Conditions=[["content-length-range", 2, 5]])
    answer = post(form, b"hello", key="out/a")
    assert answer.status == 403
    assert message_of(answer) == (
        'Invalid according to Policy: Policy Condition failed: ["eq", "$key", "in/a"]'
    )
    answer = post(form, b"hello", acl="public-read")
    assert answer.status == 403
    assert message_of(answer) == "Invalid according to Policy: Extra input fields: acl"
    answer = post(form, b"hello!")
    assert answer.status == 400
    assert message_of(answer) == "Your proposed upload exceeds the maximum allowed size"
    expired = presigned(hasty_user, "in/a", ExpiresIn=-10)
    answer = post(expired, b"hello")
    assert answer.status == 403
    assert message_of(answer) == "Invalid according to Policy: Policy expired."
    assert hasty_user.keys() == []
    assert post(form, b"hello").status == 204
