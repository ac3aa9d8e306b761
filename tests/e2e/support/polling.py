"""Waiting as users do: by asking again and again."""

import time

PAUSE = 0.02


def wait_until(describe, done, timeout=30.0, pause=PAUSE):
    """Polls `describe()` until `done(answer)`. Returns the answers, the last one last; consecutive
    equal ones are kept once."""
    answers = []
    deadline = time.monotonic() + timeout
    while True:
        answer = describe()
        if not answers or answers[-1] != answer:
            answers.append(answer)
        if done(answer):
            return answers
        assert time.monotonic() < deadline, f"still waiting after {timeout} s: {answer}"
        time.sleep(pause)


def watch(describe, status, running, timeout=30.0):
    """Polls while the status is one of `running`. Returns the statuses in the order in which a
    poller saw them, each once, and the last answer."""
    answers = wait_until(describe, lambda answer: status(answer) not in running, timeout)
    seen = []
    for answer in answers:
        if not seen or seen[-1] != status(answer):
            seen.append(status(answer))
    return seen, answers[-1]


def pause():
    """Between two questions."""
    time.sleep(PAUSE)
