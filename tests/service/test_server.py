"""The service as a process of its own: it starts, answers on a connection, and stops as it is told."""

from __future__ import annotations

import http.client
import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from support.places import ROOT

BODY = {"content-type": "application/json"}


@contextmanager
def serving(*options: str, **environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A service and the place where it listens."""
    command = [sys.executable, "-m", "minqual", "serve", "--port", "0", *options]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=os.environ | environment) as process:
        try:
            assert process.stderr
            yield process, process.stderr.readline().strip().rpartition("http://")[2]
        finally:
            process.kill()


def the_request_of_the_readme() -> tuple[str, str]:
    """Path and body of the README's request."""
    text = (ROOT / "README.md").read_text(encoding="utf-8").replace("\\\n", "")
    line = re.search(r"^    (curl .*/check.*)$", text, re.MULTILINE)
    assert line
    _, url, _, kind, _, body = shlex.split(line[1])
    assert kind == "content-type: application/json"
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}", body


def ask(at: str, method: str, path: str, body: str = "", **headers: str) -> tuple[int, bytes]:
    """The status and the body of an answer."""
    with closing(http.client.HTTPConnection(at, timeout=60)) as connection:
        connection.request(method, path, body, {**BODY, **headers})
        answer = connection.getresponse()
        return answer.status, answer.read()


def test_it_answers_the_request_of_the_readme_logs_it_and_stops_on_term() -> None:
    path, body = the_request_of_the_readme()
    with serving("--rules", "stockton/mayoral-pio") as (process, place):
        status, answer = ask(place, "POST", path, body)
        assert (status, json.loads(answer)["verdict"]) == (200, "refer")
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    (logged,) = map(json.loads, out.splitlines())
    assert (logged["route"], logged["status"]) == ("/packs/{agency}/{name}/check", 200)


def test_a_request_half_sent_at_the_end_is_told_why_it_is_not_answered_and_one_whole_by_then_is() -> None:
    path, body = the_request_of_the_readme()
    head = f"POST {path} HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    with serving("--rules", "stockton/mayoral-pio", "--most-seconds", "2") as (process, place):
        address, _, port = place.partition(":")
        with (
            socket.create_connection((address, int(port)), 60) as half,
            socket.create_connection((address, int(port)), 60) as late,
        ):
            for each in (half, late):
                each.sendall((head + body[:9]).encode())
            assert ask(place, "GET", "/health")[0] == 200
            process.send_signal(signal.SIGTERM)
            time.sleep(0.4)
            late.sendall(body[9:].encode())
            answers = [http.client.HTTPResponse(each) for each in (half, late)]
            for answer in answers:
                answer.begin()
            assert [each.status for each in answers] == [408, 200]
            assert answers[0].getheader("content-type") == "application/problem+json"
            assert [each["code"] for each in json.loads(answers[0].read())["errors"]] == ["limit"]
        out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    logged = [json.loads(line) for line in out.splitlines()]
    route = "/packs/{agency}/{name}/check"
    assert [(each["route"], each["status"]) for each in logged] == [("/health", 200), (route, 200), (route, 408)]


def test_what_is_asked_by_head_is_answered_as_by_get_without_a_body() -> None:
    with serving("--rules", "stockton/mayoral-pio") as (_, place):
        for path in ("/health", "/packs", "/packs/stockton/mayoral-pio", "/nowhere", "/openapi.json"):
            by_get, by_head = (whole(place, method, path) for method in ("GET", "HEAD"))
            assert by_head[:2] == by_get[:2]
            assert (by_head[2], bool(by_get[2])) == (b"", True)


def whole(at: str, method: str, path: str) -> tuple[int, list[tuple[str, str]], bytes]:
    """An answer with its headers, but for the time of day."""
    with closing(http.client.HTTPConnection(at, timeout=60)) as connection:
        connection.request(method, path)
        answer = connection.getresponse()
        return answer.status, [each for each in answer.getheaders() if each[0] != "date"], answer.read()


def versions_served(at: str) -> list[str]:
    return [each["version"] for each in json.loads(ask(at, "GET", "/packs")[1])["packs"]]


def test_packs_are_read_anew_on_hup_all_or_none_and_the_service_goes_on(tmp_path: Path) -> None:
    text = (ROOT / "rules" / "stockton" / "mayoral-pio.yaml").read_text(encoding="utf-8")
    version = next(line for line in text.splitlines() if line.startswith("version:"))
    pack = tmp_path / "pio.yaml"
    pack.write_text(text.replace(version, 'version: "one"'), encoding="utf-8")
    with serving("--rules", str(tmp_path), "--rules", "san-jose/council-community-relations") as (process, place):
        assert process.stderr
        assert process.stdout
        before = versions_served(place)
        assert "one" in before
        pack.write_text(text.replace(version, 'version: "two"'), encoding="utf-8")
        process.send_signal(signal.SIGHUP)
        assert "read anew" in process.stderr.readline()
        after = versions_served(place)
        assert after == ["two" if each == "one" else each for each in before]
        pack.write_text(text.replace("levels:", "lvels:"), encoding="utf-8")
        process.send_signal(signal.SIGHUP)
        told = list(iter(process.stderr.readline, "minqual: no pack is read anew; those of before are served on\n"))
        assert any("pio.yaml" in line and "lvels" in line for line in told)
        assert versions_served(place) == after
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    events = [each for each in map(json.loads, out.splitlines()) if "event" in each]
    assert [(each["event"], each["faults"] > 0, len(each["packs"])) for each in events] == [
        ("packs read anew", False, 2),
        ("packs read anew", True, 2),
    ]


@pytest.mark.long
def test_what_came_before_the_end_is_answered_still_and_what_is_no_request_breaks_nothing() -> None:
    path, _ = the_request_of_the_readme()
    job = {"kinds": "journalism", "start": "2001", "end": "2020", "hours_per_week": "20"}
    heavy = json.dumps({"applicant_id": "a1", "experience": [{**job, "title": str(n)} for n in range(2_000)]})
    token = "t" * 16
    with serving("--rules", "stockton/mayoral-pio", "--host", "0.0.0.0", MINQUAL_TOKEN=token) as (process, place):  # noqa: S104  # with a token
        at = f"127.0.0.1:{place.rpartition(':')[2]}"
        assert ask(at, "GET", "/packs")[0] == 401
        with closing(http.client.HTTPConnection(at, timeout=60)) as odd:
            odd.connect()
            odd.sock.sendall(b"\x16\x03\x01 no HTTP\r\n\r\n")
            assert b"400" in odd.sock.recv(100)
        threading.Timer(0.1, process.send_signal, [signal.SIGTERM]).start()
        assert ask(at, "POST", path, heavy, authorization=f"Bearer {token}")[0] == 200
        out, err = process.communicate(timeout=60)
    assert (process.returncode, "Traceback" in err) == (0, False)
    assert [json.loads(line)["status"] for line in out.splitlines()] == [401, 200]
