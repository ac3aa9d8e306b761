"""What the benchmarks share: the servers, their clients, and how a request looks.

Used by all programs of this folder. A server is pinned to the first core, its client to the second.
"""

import contextlib
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
BUILD = ROOT / "build/release"
PORTSIDE = BUILD / "portside"
CONNECTIONS = 32
REGION = "us-west-2"
ACCOUNT = "123456789012"


def build():
    """Installs what is missing and brings the release build up to date."""
    subprocess.run([ROOT / "tools/install-deps", "bench"], check=True)
    if not (BUILD / "build.ninja").exists():
        subprocess.run(["cmake", "--preset", "release"], cwd=ROOT, check=True)
    subprocess.run(["cmake", "--build", str(BUILD), "--target", "portside",
                    "portside_bench_reference"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def pinned(core, *command):
    """The command on one core, where there is more than one."""
    return ["taskset", "-c", str(core), *command] if os.cpu_count() > 1 else list(command)


def start(command, log):
    """Starts a server and waits for its "Ready." line."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
    for line in process.stdout:
        if line.strip() == "Ready.":
            return process
    raise SystemExit(f"{command} did not start")


def portside_command(port, data_dir, *arguments, program=PORTSIDE):
    return pinned(0, str(program), "serve", "--port", str(port), "--data-dir", data_dir,
                  # Jobs stay in their first state, so that the calls alone are measured.
                  "--time-scale", "1000000", *arguments)


def start_portside(port, data_dir, log, *arguments):
    return start(portside_command(port, data_dir, *arguments), log)


def start_until_healthy(command, port, log, seconds=None):
    """(The process, seconds from its start to the first 200 of health).

    It is a TimeoutError that this takes more than `seconds`.
    """
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=log)
    while process.poll() is None:
        with contextlib.suppress(ConnectionError, TimeoutError):
            with socket.create_connection(("127.0.0.1", port), timeout=seconds) as connection:
                connection.sendall(b"GET /_portside/health HTTP/1.1\r\nHost: x\r\n\r\n")
                if connection.recv(12) == b"HTTP/1.1 200":
                    return process, time.perf_counter() - began
        if seconds and time.perf_counter() - began > seconds:
            stop(process)
            raise TimeoutError
        time.sleep(0.0002)
    raise SystemExit(f"{command} did not start")


def start_reference(port, body_bytes, log):
    return start(
        pinned(0, str(BUILD / "bench/portside_bench_reference"), str(port), str(body_bytes)), log)


def start_nginx(port, folder, served, log):
    """nginx as one process with a configuration, a pid file and temporary files of its own."""
    folder.mkdir()
    kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    temporary = " ".join(f'{kind}_temp_path "{folder}/{kind}";' for kind in kinds)
    configuration = folder / "nginx.conf"
    configuration.write_text(f"""
        daemon off; master_process off; worker_processes 1;
        pid "{folder}/pid"; error_log stderr;
        events {{ worker_connections 1024; }}
        http {{
          sendfile on; tcp_nopush on; access_log off; keepalive_requests 1000000000;
          default_type binary/octet-stream; {temporary}
          server {{ listen 127.0.0.1:{port}; root "{served}"; }}
        }}""")
    program = shutil.which("nginx") or "/usr/sbin/nginx"  # not in everybody's path
    process = subprocess.Popen(
        pinned(0, program, "-p", str(folder), "-c", str(configuration), "-e", "stderr"),
        stdout=log, stderr=log)
    while process.poll() is None:
        with contextlib.suppress(ConnectionError), socket.create_connection(("127.0.0.1", port)):
            return process
        time.sleep(0.01)
    raise SystemExit("nginx did not start")


def stop(process):
    process.kill()
    process.wait()


def megabytes(process, field):
    """A field of the process's status: VmRSS is what it holds, VmHWM the most that it ever did."""
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(rf"{field}:\s+(\d+)", status).group(1)) / 1024


def cpu_seconds(process):
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def headers_for(service, target=None):
    headers = {
        "Authorization": f"AWS4-HMAC-SHA256 Credential={ACCOUNT}/20240101/{REGION}/{service}/"
        "aws4_request, SignedHeaders=host, Signature=0",
        "Content-Type": "application/x-amz-json-1.1" if target else "application/json",
    }
    if target:
        headers["X-Amz-Target"] = target
    return headers


def lua_headers(headers):
    """Lines of a wrk script that fill the table `headers`."""
    lines = ["local headers = {}"]
    for name, value in headers.items():
        lines.append(f"headers[{json.dumps(name)}] = {json.dumps(value)}")
    return lines


def load(port, script, seconds, scheme="http"):
    """Requests per second, and how many were not answered 2xx. Over https nothing is verified."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        done = subprocess.run(
            pinned(1, "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", file.name,
                   f"{scheme}://127.0.0.1:{port}/"),
            capture_output=True, text=True, check=True,
        )
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout).group(1))
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", done.stdout)
    return rate, int(bad.group(1)) if bad else 0


class Connection:
    """A kept-alive connection that spends no time on what it receives."""

    def __init__(self, port, timeout=None):
        """`timeout`: seconds that any one send or receive may take before it is a TimeoutError."""
        self.socket = socket.create_connection(("127.0.0.1", port), timeout)
        # A body leaves after its head at once, and does not wait for the head to be acknowledged.
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.scratch = bytearray(1 << 20)

    def exchange(self, method, path, headers, body=b""):
        """Seconds from the first byte that is sent to the last one that is received."""
        began = time.perf_counter()
        self.socket.sendall(request_head(method, path, headers, len(body)))
        if body:
            self.socket.sendall(body)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self.receive(answer)
        head, _, begun = answer.partition(b"\r\n\r\n")
        length = re.search(rb"content-length: *(\d+)", head, re.I)  # a 204 has none
        left = int(length[1] if length else 0) - len(begun)
        while left > 0:
            got = self.socket.recv_into(self.scratch)
            if got == 0:
                raise SystemExit(f"{method} {path}: {left} bytes are missing")
            left -= got
        seconds = time.perf_counter() - began
        if not head.startswith(b"HTTP/1.1 2"):
            raise SystemExit(f"{method} {path}: {answer.decode()}")
        return seconds

    def receive(self, so_far):
        """The next bytes of an answer; `so_far` is for the message where none come."""
        got = self.socket.recv(1 << 16)
        if not got:
            raise SystemExit(f"the server closed the connection: {so_far.decode()}")
        return got


def request_head(method, path, headers, length):
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {length}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode()
