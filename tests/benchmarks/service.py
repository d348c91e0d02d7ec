"""minqual serve under load: how soon it is there, how long an answer takes, who is refused, whether memory grows.

    python tests/benchmarks/service.py
    python tests/benchmarks/service.py --rate 50 --seconds 30 --clients 200 --requests 10000

The real server runs as a process of its own on one core, where the machine lets it be bound to one, and is asked over
loopback by this process on another:

- there after: from its start to its first answer, in wall and processor time; the least of some starts counts, since
  other work on the machine can only add to it
- at so many requests a second: each is sent when its time has come, whether those before it are answered or not, and
  is counted from then; medians, 95 and 99 of 100. Beside it the processor time that the server took for each, and the
  time that the same checks with their JSON take inside a process, on the server's core, just before
- many clients at once: each asks again and again; how many were answered, refused (429 or 503) and lost
- memory: the resident set at each tenth of many requests, of which every fifth has a fault

Exit code 1 if a request is lost or answered otherwise than by 200, 422, 429 or 503.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import minqual
from embedding import as_json, readable, records
from measuring import ENVIRONMENT, MEGABYTE, memory, ticks
from screen import DAY, PACK

LOST: Final = 0
"""The status of a request that no answer came to."""
FINE: Final = {200, 422, 429, 503}
TENTHS: Final = 10


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers. start: seconds from its start to its first answer; cpu: of processor time until then."""

    process: int
    port: int
    start: float
    cpu: float


@contextmanager
def serving(
    rules: str, core: int | None, options: Sequence[str] = (), log: Path = Path(os.devnull)
) -> Iterator[Server]:
    """A server on one core, until it is told to stop and has. log: where its access log goes."""
    command = [sys.executable, "-m", "minqual", "serve", "--rules", rules, "--port", "0", *options]
    began = time.perf_counter()
    with (
        log.open("w", encoding="utf-8") as lines,
        subprocess.Popen(command, stdout=lines, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT) as child,
    ):
        try:
            if core is not None:
                os.sched_setaffinity(child.pid, {core})
            assert child.stderr
            port = int(child.stderr.readline().rpartition(":")[2])
            assert asyncio.run(Client.once(port, request("/health"))) == 200
            cpu = ticks(child.pid) / os.sysconf("SC_CLK_TCK")
            yield Server(child.pid, port, time.perf_counter() - began, cpu)
        finally:
            child.send_signal(signal.SIGTERM)


def request(path: str, body: str = "") -> bytes:
    """A request as it stands on the wire."""
    content = body.encode()
    head = f"{'POST' if content else 'GET'} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    if content:
        head += f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n"
    return f"{head}\r\n".encode() + content


class Client:
    """A client that keeps its connection, and opens another where the server has closed it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    @classmethod
    async def once(cls, port: int, asked: bytes) -> int:
        """The status of one request by a client of its own."""
        client = cls(port)
        status = await client.ask(asked)
        client.close()
        return status

    async def ask(self, asked: bytes) -> int:
        """The status of one request; LOST where none came."""
        kept = self._streams is not None
        try:
            return await self._asked(asked)
        except (OSError, asyncio.IncompleteReadError, ValueError):
            self.close()
            if not kept:
                return LOST
        return await self.ask(asked)  # a kept connection may have been closed before it was sent

    async def _asked(self, asked: bytes) -> int:
        self._streams = self._streams or await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        writer.write(asked)
        await writer.drain()
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = int(head.partition("content-length:")[2].split("\r\n")[0])
        await reader.readexactly(length)
        if "connection: close" in head:
            self.close()
        return int(head.split()[1])

    def close(self) -> None:
        """Let the connection go."""
        if self._streams is not None:
            self._streams[1].close()
        self._streams = None


def bodies(number: int, seed: int) -> list[str]:
    """Made-up records as JSON, of which some have a fault that one cannot judge with."""
    made = records(seed)
    return [json.dumps(next(made)) for _ in range(number)]


async def paced(port: int, asked: Sequence[bytes], rate: float) -> list[tuple[int, float]]:
    """Status and seconds of each request, sent when its time has come."""
    idle: list[Client] = []
    began = time.perf_counter()

    async def one(place: int) -> tuple[int, float]:
        due = began + place / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        client = idle.pop() if idle else Client(port)
        status = await client.ask(asked[place])
        idle.append(client)
        return status, time.perf_counter() - due

    found = await asyncio.gather(*map(one, range(len(asked))))
    for each in idle:
        each.close()
    return found


async def crowd(port: int, asked: Sequence[bytes], clients: int) -> Counter[int]:
    """How often which status came, of requests that so many clients share among them."""
    left = iter(asked)
    statuses: Counter[int] = Counter()

    async def one() -> None:
        client = Client(port)
        for each in left:
            statuses[await client.ask(each)] += 1
        client.close()

    await asyncio.gather(*(one() for _ in range(clients)))
    return statuses


def alone(given: argparse.Namespace, core: int | None) -> float:
    """Milliseconds of a check with its JSON inside a process: this script on a core, as `--inside` runs it."""
    command = [sys.executable, __file__, "--inside", "--rules", given.rules, "--as-of", given.as_of]
    bound = ["taskset", "-c", str(core)] if core is not None and shutil.which("taskset") else []
    return float(subprocess.run([*bound, *command], capture_output=True, text=True, check=True, env=ENVIRONMENT).stdout)


def inside(rules: str, as_of: str, seed: int) -> float:
    """Milliseconds of processor time of a check with its JSON, in this process."""
    screener, day = minqual.Screener(rules), date.fromisoformat(as_of)
    made = readable(records(seed), 400, screener, day)
    _, cpus = as_json(screener, day, made)
    return statistics.mean(cpus) * 1e3


def high(seconds: Sequence[float], of_hundred: int) -> float:
    """The longest of the shortest so many of a hundred, in milliseconds."""
    return sorted(seconds)[min(len(seconds) - 1, len(seconds) * of_hundred // 100)] * 1e3


def cores() -> tuple[int | None, int | None]:
    """A core for the server and one for its clients, where processes can be bound and there are two."""
    if not hasattr(os, "sched_setaffinity"):
        return None, None
    free = sorted(os.sched_getaffinity(0))
    return free[0], free[-1]


def parsed(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line, read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rules", default=PACK, help="a rule pack, bundled or a path")
    parser.add_argument("--as-of", default=DAY)
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--rate", type=float, default=50, help="requests a second")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--clients", type=int, default=200, help="clients at once")
    parser.add_argument("--each", type=int, default=10, help="requests of each of them")
    parser.add_argument("--requests", type=int, default=10_000, help="requests over which memory is looked at")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--inside", action="store_true", help="only what checks take inside a process")
    return parser.parse_args(arguments)


def main() -> int:
    """The command line."""
    given = parsed()
    if given.inside:
        print(inside(given.rules, given.as_of, given.seed))
        return 0
    core, other = cores()
    if other is not None:
        os.sched_setaffinity(0, {other})
    path = f"/packs/{given.rules}/check?as_of={given.as_of}"
    starts = []
    for _ in range(given.starts):
        with serving(given.rules, core) as server:
            starts.append(server)
    least = min(starts, key=lambda each: each.start)
    print(f"there after {least.start:.2f} s, {min(each.cpu for each in starts):.2f} s of processor time")
    statuses: Counter[int] = Counter()
    with serving(given.rules, core) as server:
        asked = [request(path, each) for each in bodies(int(given.rate * given.seconds), given.seed)]
        asyncio.run(crowd(server.port, asked[:100], 1))
        within = alone(given, core)
        before = ticks(server.process)
        answered = asyncio.run(paced(server.port, asked, given.rate))
        statuses.update(status for status, _ in answered)
        took = [seconds for _, seconds in answered]
        cpu = (ticks(server.process) - before) / os.sysconf("SC_CLK_TCK") / len(asked)
        print(
            f"{given.rate:g} requests a second: {statistics.median(took) * 1e3:.1f} ms, "
            f"95 of 100 {high(took, 95):.1f} ms, 99 of 100 {high(took, 99):.1f} ms, "
            f"{cpu * 1e3:.1f} ms of processor time each ({within:.1f} ms inside a process); {told(statuses)}"
        )
        many = asyncio.run(crowd(server.port, (asked * 10)[: given.clients * given.each], given.clients))
        print(f"{given.clients} clients at once: {told(many)}")
        statuses.update(many)
        held = []
        for tenth in range(TENTHS):
            made = bodies(given.requests // TENTHS, given.seed + tenth + 1)
            faulty = [request(path, each[:-1] if place % 5 == 0 else each) for place, each in enumerate(made)]
            statuses.update(asyncio.run(crowd(server.port, faulty, 4)))
            held.append(memory(server.process).resident / MEGABYTE)
        print(
            f"memory over {given.requests} requests: {', '.join(f'{each:.1f}' for each in held)} MB; {told(statuses)}"
        )
    return 1 if set(statuses) - FINE else 0


def told(statuses: Counter[int]) -> str:
    """Statuses in words."""
    return ", ".join(f"{count} {'lost' if status == LOST else status}" for status, count in sorted(statuses.items()))


if __name__ == "__main__":
    sys.exit(main())
