"""The server of bench/scale and its clients: exact numbers of calls, pages, a watch of health."""

import contextlib
import http.client
import json
import random
import signal
import statistics
import subprocess
import tempfile
import threading
import time

import measure
from measure import Connection

CALLS = 9  # of a page, after one that is not counted; the median of them counts


def bytes_of(body):
    return json.dumps(body).encode() if body is not None else b""


class Server:
    """A server on a data directory. What takes longer than `limit` seconds is a TimeoutError."""

    def __init__(self, program, data, log, limit):
        self.program, self.data, self.log, self.limit = program, data, log, limit
        self.start()

    def start(self):
        """Seconds from exec to the first 200 of health."""
        self.port = measure.free_port()
        command = measure.portside_command(self.port, self.data, program=self.program)
        self.process, took = measure.start_until_healthy(command, self.port, self.log, self.limit)
        return took

    def end(self):
        """Stops it as a user does."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(self.limit)
        except subprocess.TimeoutExpired as slow:
            raise TimeoutError from slow

    def kill(self):
        measure.stop(self.process)

    @contextlib.contextmanager
    def asking(self):
        """A function that makes a call and returns the answer's JSON, over one connection."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.limit)
        with contextlib.closing(connection):
            yield lambda call: self.answer_of(connection, *call)

    def ask(self, call):
        with self.asking() as ask:
            return ask(call)

    @staticmethod
    def answer_of(connection, method, path, headers, body):
        connection.request(method, path, body=bytes_of(body), headers=headers)
        answer = connection.getresponse()
        text = answer.read()
        if answer.status // 100 != 2:
            raise SystemExit(f"{method} {path}: {answer.status} {text.decode()}")
        return json.loads(text or b"null")

    def control(self, method, path, body=None):
        return self.ask((method, f"/_portside/{path}", {}, body))

    def seconds(self, method, path, headers, body=None):
        connection = Connection(self.port, self.limit)
        return connection.exchange(method, path, headers, bytes_of(body))

    def milliseconds(self, call):
        """The median of CALLS, or of as many as the limit allows."""
        method, path, headers, body = call
        connection, text, took = Connection(self.port, self.limit), bytes_of(body), []
        until = time.perf_counter() + self.limit
        connection.exchange(method, path, headers, text)
        while len(took) < CALLS and (not took or time.perf_counter() < until):
            took.append(1000 * connection.exchange(method, path, headers, text))
        return statistics.median(took)

    def fill(self, call, first, last, limit):
        """Makes the calls with these numbers, and no others. Returns the seconds that they took."""
        with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
            file.write(fill_script(call, first, last))
            file.flush()
            wrk = subprocess.Popen(
                measure.pinned(1, "wrk", "-t1", f"-c{measure.CONNECTIONS}", f"-d{limit}s", "-s",
                               file.name, f"http://127.0.0.1:{self.port}/"),
                stdout=subprocess.PIPE, text=True)
            try:
                for line in wrk.stdout:
                    if line.startswith("first"):
                        began = time.perf_counter()
                    elif line.startswith("last"):
                        took = time.perf_counter() - began
                        if bad := int(line.split()[1]):
                            raise SystemExit(f"{bad} of {call} were refused")
                        return took
            finally:
                measure.stop(wrk)
        raise TimeoutError

    def rate(self, calls, seconds):
        """Calls per second of these, in an order by chance that is the same in every run."""
        order = list(calls)
        random.Random(0).shuffle(order)
        rate, bad = measure.load(self.port, load_script(order), seconds)
        if bad:
            raise SystemExit(f"{bad} of {order[0]} were refused")
        return rate


class AtOnce(Server):
    """Its jobs take as long as their work."""

    def start(self):
        self.port = measure.free_port()
        command = measure.pinned(0, str(self.program), "serve", "--port", str(self.port),
                                 "--data-dir", self.data, "--time-scale", "0")
        self.process, took = measure.start_until_healthy(command, self.port, self.log, self.limit)
        return took


def fill_script(call, first, last):
    """A wrk script that ends wrk with the answer to the last call.

    wrk goes on asking while answers are on their way; it then asks for what is not there, and those
    answers do not count.
    """
    method, path, headers, body = call
    return "\n".join([
        *measure.lua_headers(headers),
        f"local body = {json.dumps(json.dumps(body))}",
        f"local next, left, bad, tried = {first}, {last - first + 1}, 0, false",
        "local function say(word) io.write(word, ' ', bad, '\\n') io.flush() end",
        "function request()",
        "  if not tried or next > " + str(last) + " then",
        "    tried = true  -- wrk asks for one to look at, and does not send it",
        "    return wrk.format('GET', '/_portside/none', {})",
        "  end",
        f"  if next == {first} then say('first') end",
        "  local number = string.format('%012d', next)",
        "  local sent = string.gsub(body, 'UNIQUE', number)",
        f"  local where = string.gsub({json.dumps(path)}, 'UNIQUE', number)",
        "  next = next + 1",
        f"  return wrk.format({json.dumps(method)}, where, headers, sent)",
        "end",
        "function response(status)",
        "  if status == 404 then return end",
        "  left = left - 1",
        "  if status >= 300 then bad = bad + 1 end",
        "  if left == 0 then say('last') os.exit(0) end",
        "end",
    ])


def load_script(calls):
    """A wrk script that makes these calls, which differ in path and body alone, in turn."""
    method, _, headers, _ = calls[0]
    pairs = ", ".join(f"{{{json.dumps(path)}, {json.dumps(bytes_of(body).decode())}}}"
                      for _, path, _, body in calls)
    return "\n".join([
        *measure.lua_headers(headers), f"local calls, n = {{{pairs}}}, 0",
        "function request()",
        "  n = n % #calls + 1",
        f"  return wrk.format({json.dumps(method)}, calls[n][1], headers, calls[n][2])",
        "end",
    ])


class HealthWatch(threading.Thread):
    """Asks for health every 10 ms until it is told to end, and remembers the slowest answer."""

    def __init__(self, server):
        super().__init__()
        self.connection = Connection(server.port, server.limit)
        self.over, self.worst = threading.Event(), 0.0

    def run(self):
        while not self.over.wait(0.01):
            try:
                took = self.connection.exchange("GET", "/_portside/health", {})
            except TimeoutError:
                self.worst = float("inf")
                return
            self.worst = max(self.worst, took)

    def end(self):
        """The slowest answer in seconds."""
        self.over.set()
        self.join()
        return self.worst
