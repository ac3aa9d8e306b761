"""Command lines that users have for S3, each with settings of its own."""

import os
import subprocess
import time

from support.server import AWS_CLI


def run(command, environment=None, stdin=None):
    """Runs a command that must succeed. Returns its output as bytes; a failure raises
    CalledProcessError, whose `stderr` are bytes too."""
    done = subprocess.run(
        [str(word) for word in command],
        env={**os.environ, **(environment or {})}, input=stdin, capture_output=True, timeout=60,
    )
    if done.returncode != 0:
        raise subprocess.CalledProcessError(
            done.returncode, done.args, output=done.stdout, stderr=done.stderr
        )
    return done.stdout


def aws_of(user, config_file):
    """aws("s3", "cp", ...): the AWS CLI as this user, with a configuration file of its own."""
    environment = {
        "AWS_ACCESS_KEY_ID": user.account,
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": user.region,
        "AWS_CONFIG_FILE": str(config_file),
        "AWS_MAX_ATTEMPTS": "1",
        "AWS_PAGER": "",
    }

    def aws(*arguments, stdin=None):
        return run(
            [AWS_CLI, "--endpoint-url", user.server.url, *arguments], environment, stdin
        )

    return aws


def s3cmd_of(user, config_file):
    """s3cmd("put", ...): s3cmd as this user."""
    scheme, _, address = user.server.url.partition("://")
    config_file.write_text("[default]\n" + "".join(f"{name} = {value}\n" for name, value in {
        "access_key": user.account,
        "secret_key": "secret",
        "bucket_location": user.region,
        "host_base": address,
        "host_bucket": address,
        "use_https": str(scheme == "https"),
        "ca_certs_file": os.environ.get("AWS_CA_BUNDLE", ""),
        "max_retries": "1",
    }.items()))

    def s3cmd(*arguments, stdin=None):
        return run(["s3cmd", "-c", config_file, "--no-progress", *arguments], stdin=stdin).decode()

    return s3cmd


def rclone_of(user):
    """rclone("copy", ...): rclone as this user, whose remote is called `portside`."""
    settings = {
        "TYPE": "s3", "PROVIDER": "Other", "ENV_AUTH": "false", "REGION": user.region,
        "ENDPOINT": user.server.url, "ACCESS_KEY_ID": user.account, "SECRET_ACCESS_KEY": "secret",
        "LOCATION_CONSTRAINT": user.region,
    }
    environment = {f"RCLONE_CONFIG_PORTSIDE_{name}": value for name, value in settings.items()}
    environment.update(RCLONE_CONFIG="/notfound", RCLONE_RETRIES="1")
    # It has a setting of its own for the authority, and refuses to start with AWS's.
    environment["RCLONE_CA_CERT"] = os.environ.get("AWS_CA_BUNDLE", "")
    environment["AWS_CA_BUNDLE"] = ""

    def rclone(*arguments, stdin=None):
        return run(["rclone", *arguments], environment, stdin).decode()

    return rclone


def make_tree(folder, files):
    """Writes {path: content}, with the folders that it needs. As of an hour ago: S3 keeps whole
    seconds, so a sync takes a file of this second for a newer one."""
    an_hour_ago = time.time() - 3600
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
        os.utime(folder / path, (an_hour_ago, an_hour_ago))
    return folder


def read_tree(folder):
    """{path: content} of all files beneath."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*")) if path.is_file()
    }
