"""What a refused call says."""

from contextlib import contextmanager

import pytest
from botocore.exceptions import ClientError


class Refusal:
    """Filled when the call was refused."""

    code = message = status = members = None


@contextmanager
def refused(code, status=400):
    """The calls inside must be refused with this error code and HTTP status. Gives a Refusal with
    the rest of the answer."""
    refusal = Refusal()
    with pytest.raises(ClientError) as caught:
        yield refusal
    answer = caught.value.response
    refusal.members = answer
    refusal.code = answer["Error"]["Code"]
    refusal.message = answer["Error"].get("Message", "")
    refusal.status = answer["ResponseMetadata"]["HTTPStatusCode"]
    assert (refusal.code, refusal.status) == (code, status), refusal.message
