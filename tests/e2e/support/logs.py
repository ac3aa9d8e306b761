"""What users of SageMaker do with CloudWatch Logs: follow a job's output while it runs."""

from botocore.exceptions import ClientError


class Follower:
    """Reads the lines of a job's streams, each once, in the way of SageMaker's Python SDK: it asks
    again and again, and what is not there yet is no error."""

    def __init__(self, user, group, job):
        self.client = user.client("logs")
        self.group, self.prefix = group, f"{job}/"
        self.tokens = {}
        self.lines = []

    def streams(self):
        try:
            answer = self.client.describe_log_streams(
                logGroupName=self.group, logStreamNamePrefix=self.prefix,
                orderBy="LogStreamName", limit=10,
            )  # fmt: skip
        except ClientError as error:
            assert error.response["Error"]["Code"] == "ResourceNotFoundException"
            return []
        return [stream["logStreamName"] for stream in answer["logStreams"]]

    def follow(self):
        """Whatever came since the last call; also added to `lines`."""
        new = []
        for stream in self.streams():
            while True:
                token = {"nextToken": self.tokens[stream]} if stream in self.tokens else {}
                answer = self.client.get_log_events(
                    logGroupName=self.group, logStreamName=stream, startFromHead=True, **token
                )
                new += [event["message"] for event in answer["events"]]
                if self.tokens.get(stream) == answer["nextForwardToken"]:
                    break
                self.tokens[stream] = answer["nextForwardToken"]
        self.lines += new
        return new
