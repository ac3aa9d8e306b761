"""What tests of S3 compare with: digests computed here, and what this SDK knows of S3."""

import base64
import functools
import hashlib
import zlib
from contextlib import contextmanager

ALGORITHMS = ("CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256")
PART = 5 << 20  # the smallest part that is not the last


def s3(user):
    return user.client("s3")


def etag(content):
    """The ETag of an object that was put as a whole."""
    return f'"{hashlib.md5(content).hexdigest()}"'


def multipart_etag(parts):
    """The ETag of an object that was put in these parts."""
    digests = b"".join(hashlib.md5(part).digest() for part in parts)
    return f'"{hashlib.md5(digests).hexdigest()}-{len(parts)}"'


def md5_base64(content):
    return base64.b64encode(hashlib.md5(content).digest()).decode()


@functools.lru_cache
def crc_table(polynomial):
    table = []
    for value in range(256):
        for _ in range(8):
            value = value >> 1 ^ (polynomial if value & 1 else 0)
        table.append(value)
    return table


def crc(content, polynomial, bits):
    table = crc_table(polynomial)
    value = ones = (1 << bits) - 1
    for byte in content:
        value = table[(value ^ byte) & 0xFF] ^ value >> 8
    return (value ^ ones).to_bytes(bits // 8, "big")


def digest(algorithm, content):
    """A checksum as bytes."""
    if algorithm == "CRC32":
        return zlib.crc32(content).to_bytes(4, "big")
    if algorithm == "CRC32C":
        return crc(content, 0x82F63B78, 32)
    if algorithm == "CRC64NVME":
        return crc(content, 0x9A6C9329AC4BC9B5, 64)
    return hashlib.new(algorithm.lower(), content).digest()


@functools.lru_cache(maxsize=64)
def checksum(algorithm, content):
    """A checksum as S3 writes it."""
    return base64.b64encode(digest(algorithm, content)).decode()


def composite_checksum(algorithm, parts):
    """The checksum of the checksums of the parts."""
    joined = b"".join(base64.b64decode(checksum(algorithm, part)) for part in parts)
    return f"{checksum(algorithm, joined)}-{len(parts)}"


def knows(client, operation, member):
    """Whether the SDK's model of this operation has the member: Debian's is of 2022."""
    return member in client.meta.service_model.operation_model(operation).input_shape.members


def known_algorithms(client):
    return [name for name in ALGORITHMS if knows(client, "PutObject", f"Checksum{name}")]


@contextmanager
def sent_with(client, operation, headers):
    """Calls of the operation inside have these headers too, also where the SDK's model lacks
    them."""

    def add(params, **_):
        params["headers"].update(headers)

    event = f"before-call.s3.{operation}"
    client.meta.events.register(event, add)
    try:
        yield
    finally:
        client.meta.events.unregister(event, add)


def headers_of(answer):
    return answer["ResponseMetadata"]["HTTPHeaders"]


def status_of(answer):
    return answer["ResponseMetadata"]["HTTPStatusCode"]


def upload(client, parts, **names):
    """Puts an object in these parts. Returns the answer of the completion."""
    upload_id = client.create_multipart_upload(**names)["UploadId"]
    done = []
    for number, part in enumerate(parts, start=1):
        answer = client.upload_part(UploadId=upload_id, PartNumber=number, Body=part, **names)
        done.append({"PartNumber": number, "ETag": answer["ETag"]})
    return client.complete_multipart_upload(
        UploadId=upload_id, MultipartUpload={"Parts": done}, **names
    )
