"""The service answers what minqual check does, tells every fault with its place, and takes no more than it can."""

from __future__ import annotations

import asyncio
import gzip
import json
import sys
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import example, given, settings

import minqual as library
import minqual.service as room
import minqual.service.application as service
from minqual.service import RequestLimits
from minqual.values import CODES
from support.asgi import PACKS, Answer, Client
from support.command_line import minqual
from support.examples import examples
from support.strategies.records import STOCKTON, Tape, as_of_date, record, tapes
from support.strategies.schemas import Asked, requests

CHECK = f"/packs/{STOCKTON}/check"
DAY = (("as_of", "2026-11-21"),)
NOBODY = {"applicant_id": "a1"}
WORD = "zebra7"
TOKEN = "sixteen signs and more"  # noqa: S105  # it opens nothing

client = Client()


def said_by_the_command(body: str, as_of: str, *options: str) -> bytes:
    return minqual(
        "check", "-", "--rules", STOCKTON, "--as-of", as_of, "--format", "json", *options, stdin=body
    ).out.encode()


@given(tapes)
@example(Tape(b""))
@settings(max_examples=examples(30))
def test_a_check_is_what_the_command_prints_byte_for_byte(tape: Tape) -> None:
    day = as_of_date(tape).isoformat()
    body = json.dumps(record(tape, STOCKTON, as_of_date(tape)))
    answer = client.post(CHECK, body.encode(), [("as_of", day)])
    if answer.status == 200:
        assert answer.body == said_by_the_command(body, day)
    else:
        faults = [f"{each['where']}: {each['found']}" for each in answer.json()["errors"]]
        told = minqual("check", "-", "--rules", STOCKTON, "--as-of", day, stdin=body).err
        assert all(each.replace("record", "stdin", 1) in told for each in faults)


def test_options_of_a_check_are_those_of_the_command() -> None:
    body = json.dumps({**NOBODY, "experience": [{"kinds": "pottery\u202e", "start": "2010", "end": "2020"}]})
    query = [*DAY, ("level", "mayoral-pio"), ("other_kinds", "count for nothing"), ("papers_until", "2026-12-01")]
    options = ("--level", "mayoral-pio", "--other-kinds", "count-for-nothing", "--papers-until", "2026-12-01")
    assert client.post(CHECK, body.encode(), query).body == said_by_the_command(body, "2026-11-21", *options)


def test_an_answer_says_what_decided_it() -> None:
    answer = client.post(CHECK, NOBODY, DAY)
    verdict, identity = answer.json(), json.loads(answer.headers["minqual-identity"])
    stamp = verdict["pack"]
    assert (identity["pack"], identity["version"], identity["digest"]) == (STOCKTON, stamp["version"], stamp["digest"])
    assert (identity["engine"], identity["policy"]) == (verdict["engine"]["version"], verdict["policy"]["name"])
    assert (identity["as_of"], identity["level"], len(identity["input"])) == ("2026-11-21", None, 64)
    other = client.post(CHECK, json.dumps(NOBODY, indent=1).encode(), DAY)
    assert json.loads(other.headers["minqual-identity"])["input"] != identity["input"]
    assert answer.headers["cache-control"] == "no-store"


def test_several_packs_say_what_each_says_alone() -> None:
    several = client.post("/check", NOBODY, [*DAY, *(("pack", each) for each in PACKS)]).json()["answers"]
    alone = [client.post(f"/packs/{each}/check", NOBODY, DAY) for each in PACKS]
    assert [each["verdict"] for each in several] == [each.json() for each in alone]
    assert [each["identity"] for each in several] == [json.loads(each.headers["minqual-identity"]) for each in alone]


def test_every_fault_of_a_request_is_told_at_once_with_its_place() -> None:
    body = {"applicant_id": "a1", "education": [{"feild": "law"}], "experience": {}}
    answer = client.post(
        CHECK, body, [("asof", "2026-11-21"), ("papers_until", "soon"), ("level", "a"), ("level", "b")]
    )
    assert (answer.status, answer.headers["content-type"]) == (422, "application/problem+json")
    assert {(each["path"], each["code"], each["nearest"]) for each in answer.json()["errors"]} == {
        ("?asof", "unknown-key", "as_of"),
        ("?as_of", "missing", None),
        ("?papers_until", "cell", None),
        ("?level", "twice", None),
        ("$.education[0].feild", "unknown-key", "field"),
        ("$.experience", "wrong-type", None),
    }


def test_faults_of_cells_are_told_beside_those_of_packs() -> None:
    body = {"applicant_id": "a1", "education": [{"awarded": "2021-02-30"}]}
    query = [*DAY, ("level", "mayor"), ("vacancy", "subject=history"), ("pack", STOCKTON), ("pack", "stockton/mayor")]
    found = {(each["path"], each["code"]) for each in client.post("/check", body, query).json()["errors"]}
    assert found == {
        ("?level", "unknown-name"),
        ("?vacancy", "unknown-name"),
        ("?pack", "unknown-name"),
        ("$.education[0].awarded", "cell"),
    }
    assert [each["path"] for each in client.post(CHECK, body, DAY).json()["errors"]] == ["$.education[0].awarded"]
    assert [each["loc"] for each in client.post(CHECK, {}).json()["errors"]] == [["query", "as_of"], ["applicant_id"]]


@pytest.mark.parametrize(
    ("path", "query", "paths"),
    [
        (CHECK, [("as_of", "2026-02-30"), ("level", "xx")], {"?as_of", "?level"}),
        (CHECK, [("as_of", "x"), ("vacancy", "x=y"), ("papers_until", "a")], {"?as_of", "?vacancy", "?papers_until"}),
        (CHECK, [("papers_until", "2026-01-01"), ("other_kinds", "no"), *DAY], {"?papers_until", "?other_kinds"}),
        (CHECK, [("level", "xx"), ("vacancy", "x"), ("n", "1")], {"?as_of", "?level", "?vacancy", "?n"}),
        (f"/packs/{STOCKTON}x/check", [("level", "xx"), ("n", "1")], {"/pack", "?as_of", "?n"}),
        ("/check", [("level", "xx"), ("pack", STOCKTON)], {"?as_of", "?level"}),
        ("/check", [("level", "xx"), *DAY], {"?pack"}),
    ],
)  # fmt: skip
def test_faults_of_all_kinds_are_told_at_once(path: str, query: list[tuple[str, str]], paths: set[str]) -> None:
    answer = client.post(path, {"applicant_id": "a1", WORD: 1}, query)
    assert {each["path"] for each in answer.json()["errors"]} == paths | {f"$.{WORD}"}
    assert answer.status == (404 if "/pack" in paths else 422)


def test_of_several_packs_those_are_named_that_lack_the_level() -> None:
    query = [*DAY, ("level", "aide"), *(("pack", each) for each in PACKS)]
    faults = client.post("/check", NOBODY, query).json()["errors"]
    assert [(each["where"], each["path"]) for each in faults] == [(f"query level of {STOCKTON}", "?level")]


def test_a_body_that_cannot_be_read_is_refused_for_what_its_headers_say_beside_the_faults_of_the_query() -> None:
    packed = gzip.compress(json.dumps(NOBODY).encode())
    answer = client.post(CHECK, packed, [("level", "xx")], content_encoding="gzip")
    assert (answer.status, answer.headers["accept-encoding"]) == (415, "identity")
    found = {(each["where"], each["path"], each["code"]) for each in answer.json()["errors"]}
    assert found == {
        ("header content-encoding", "$", "other-kind"),
        ("query as_of", "?as_of", "missing"),
        ("query level", "?level", "unknown-name"),
    }
    both = client.post(CHECK, b"", DAY, content_encoding="gzip", content_type="text/plain")
    assert [each["where"] for each in both.json()["errors"]] == ["header content-type", "header content-encoding"]
    assert client.post(CHECK, NOBODY, DAY, content_encoding="identity").status == 200


@pytest.mark.parametrize("path", [f"/packs/{STOCKTON}x", f"/packs/{STOCKTON}/clauses/x", "/schemas/x"])
def test_what_is_not_there_is_told_beside_parameters_that_nobody_knows(path: str) -> None:
    answer = client.get(path, [("all", "1")])
    assert (answer.status, [each["path"][0] for each in answer.json()["errors"]]) == (404, ["/", "?"])


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", f"/packs/{STOCKTON}x", 404),
        ("GET", f"/packs/{STOCKTON}/clauses/mayoral-pio.table", 404),
        ("GET", "/schemas/recrd", 404),
        ("PUT", "/packs", 405),
        ("GET", "/packs/", 404),
        ("POST", CHECK, 415),
        ("GET", "/packs?all=1", 422),
    ],
)
def test_what_is_not_there_is_a_problem(method: str, path: str, status: int) -> None:
    path, _, query = path.partition("?")
    answer = client.ask(method, path, [("all", "1")] if query else ())
    assert (answer.status, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json()["status"] == status
    assert answer.json()["errors"]
    assert all(each["code"] in CODES for each in answer.json()["errors"])
    assert status != 405 or answer.headers["allow"] == "GET, HEAD"


def test_what_a_pack_asks_and_what_to_ask_next_are_told_as_by_the_library() -> None:
    assert (
        client.get(f"/packs/{STOCKTON}/asks").body
        == minqual("rules", "show", STOCKTON, "--format", "json").out.encode()
    )
    answer = client.post(f"/packs/{STOCKTON}/next", NOBODY, [*DAY, ("level", "mayoral-pio")])
    assert answer.json() == library.next_questions(NOBODY, STOCKTON, date(2026, 11, 21), "mayoral-pio").to_dict()
    assert json.loads(answer.headers["minqual-identity"])["level"] == "mayoral-pio"
    assert client.post(f"/packs/{STOCKTON}/next", {}, DAY).status == 422


def test_a_pack_is_listed_and_shown_as_a_person_reads_it() -> None:
    listed = client.get("/packs").json()["packs"]
    assert [each["name"] for each in listed] == list(PACKS)
    page = client.get(f"/packs/{STOCKTON}").body.decode()
    assert page.splitlines() == minqual("rules", "show", STOCKTON, "--format", "markdown").out.splitlines()


def test_schemas_and_description_are_made_of_what_the_command_prints() -> None:
    document = client.get("/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    components = document["components"]["schemas"]
    for name, model in (("record", "Record"), ("result", "Verdict"), ("asks", "Asks"), ("questions", "NextQuestions")):
        printed = json.loads(minqual("schema", name).out)
        served = client.get(f"/schemas/{name}").json()
        assert served == printed
        within = json.loads(json.dumps(served).replace("#/$defs/", "#/components/schemas/"))
        del within["$schema"], within["$id"]
        within["properties"].pop("ways", None)  # they are told on request, by the command alone
        for each, said in within.pop("$defs").items():
            assert components.get(each, said) == said
        assert components[model] == within


# Who may come in, and how much


def test_a_token_is_asked_for_where_there_is_one_but_not_of_who_looks_whether_it_lives() -> None:
    guarded = Client(token=TOKEN)
    for said in ("", f"Bearer {TOKEN[1:]}", TOKEN, f"Basic {TOKEN}", "Bearer", f"Bearer{TOKEN}"):
        refused = guarded.get("/packs", authorization=said)
        assert (refused.status, refused.headers["www-authenticate"]) == (401, "Bearer")
        assert [(each["code"], each["path"]) for each in refused.json()["errors"]] == [("token", "$")]
        assert (guarded.log[-1]["route"], guarded.log[-1]["status"]) == ("/packs", 401)
    for scheme in ("Bearer", "bearer", "BEARER "):
        assert guarded.get("/packs", authorization=f"{scheme} {TOKEN}").status == 200
    assert guarded.get("/health").json() == {"status": "ok"}


@pytest.mark.parametrize("stated", [True, False])
def test_a_body_that_is_too_large_is_refused_whether_it_says_so_or_not(stated: bool) -> None:  # noqa: FBT001  # a case, not a flag
    small = Client(limits=RequestLimits(size=100))
    body = json.dumps({"applicant_id": "a" * 100}).encode()
    headers = {"content-length": str(len(body))} if stated else {}
    assert small.post(CHECK, body, DAY, **headers).status == 413
    assert small.post(CHECK, NOBODY, DAY).status == 200


def test_a_body_that_does_not_come_is_waited_for_only_so_long() -> None:
    slow = Client(limits=RequestLimits(seconds=0.05))
    assert (
        asyncio.run(slow.asked("POST", CHECK, DAY, b"{}", {"content-type": "application/json"}, late=5)).status == 408
    )
    assert (slow.log[-1]["route"], slow.log[-1]["status"]) == ("/packs/{agency}/{name}/check", 408)


def test_a_request_that_is_given_up_at_the_end_is_told_so_and_logged() -> None:
    async def given_up() -> Answer:
        asked = asyncio.create_task(client.asked("POST", CHECK, DAY, b"{}", late=60))
        await asyncio.sleep(0.05)
        asked.cancel()
        return await asked

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(given_up())
    assert (client.log[-1]["route"], client.log[-1]["status"]) == ("/packs/{agency}/{name}/check", 503)


def held_up(monkeypatch: pytest.MonkeyPatch, until: threading.Event) -> None:
    """Let every judging wait for an event."""
    judge: Callable[..., Any] = service.screened

    def waiting(*given: object) -> object:
        until.wait(30)
        return judge(*given)

    monkeypatch.setattr(service, "screened", waiting)


def test_an_answer_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    until = threading.Event()
    held_up(monkeypatch, until)
    answer = Client(limits=RequestLimits(seconds=0.05)).post(CHECK, NOBODY, DAY)
    until.set()
    assert (answer.status, "retry-after" in answer.headers) == (503, True)


def test_more_requests_than_may_be_are_told_to_come_again_and_none_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    until = threading.Event()
    held_up(monkeypatch, until)
    few = Client(limits=RequestLimits(at_once=5))
    headers = {"content-type": "application/json"}

    async def crowd() -> list[Answer]:
        body = json.dumps(NOBODY).encode()
        every = [asyncio.create_task(few.asked("POST", CHECK, DAY, body, headers)) for _ in range(20)]
        for _, early in zip(range(15), asyncio.as_completed(every), strict=False):
            await early
        assert (await few.asked("GET", "/health")).status == 200
        until.set()
        return await asyncio.gather(*every)

    answers = asyncio.run(crowd())
    assert sorted(each.status for each in answers) == [200] * 5 + [503] * 15
    assert all(each.headers["retry-after"] == "1" for each in answers if each.status == 503)
    assert few.post(CHECK, NOBODY, DAY).status == 200


def test_a_fault_of_the_service_itself_is_a_problem_whose_place_the_log_says_without_its_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*given: object) -> object:
        raise RuntimeError(WORD)

    monkeypatch.setattr(service, "screened", broken)
    here = Client()
    answer = here.post(CHECK, NOBODY, DAY)
    assert (answer.status, answer.headers["content-type"]) == (500, "application/problem+json")
    assert here.log[-1]["fault"].startswith("RuntimeError at test_service:")
    assert WORD not in answer.body.decode() + json.dumps(here.log)


def test_the_log_says_of_a_request_only_what_the_service_knows_itself() -> None:
    here = Client()
    here.post(CHECK, {"applicant_id": WORD, WORD: WORD}, [(WORD, WORD), ("level", WORD)])
    here.post(CHECK, {"applicant_id": WORD}, DAY)
    here.get(f"/packs/{WORD}/{WORD}", [(WORD, WORD)])
    here.ask(WORD, f"/{WORD}")
    assert [(each["method"], each["route"], each["status"], each["packs"]) for each in here.log] == [
        ("POST", "/packs/{agency}/{name}/check", 422, [STOCKTON]),
        ("POST", "/packs/{agency}/{name}/check", 200, [STOCKTON]),
        ("GET", "/packs/{agency}/{name}", 404, []),
        (None, None, 404, []),
    ]
    assert WORD not in json.dumps(here.log)


# The words of a specification

TEXT = """QUALIFICATIONS

Education and Experience:
One year of office work is required.
The Town may accept other experience.
"""


CLERK = """
name: example/clerk
title: Clerk
agency: Town of Example
specification: Class specification 100, 2024
version: "1"
in force: 2024-01-01
kinds: {clerical work: [clerk, office work]}
levels:
  - id: clerk
    title: Clerk
    source: {section: Education and Experience, anchor: One year of office work}
    requires:
      - any of:
          - experience: 1 year
            in: clerical work
          - discretion: the Town
            may accept: other experience
            source: {section: Education and Experience, anchor: may accept other}
"""


@pytest.fixture
def clerk(tmp_path: Path) -> Path:
    """A pack whose specification is recorded beside it, with its text."""
    (tmp_path / "clerk.yaml").write_text(CLERK, encoding="utf-8")
    (tmp_path / "clerk.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def sources(of: Client, clause: str) -> Any:  # noqa: ANN401  # JSON
    return of.get(f"/packs/example/clerk/clauses/{clause}").json()["sources"]


def test_a_clause_is_answered_with_its_sentence_where_the_text_is_at_hand_and_as_recorded(clerk: Path) -> None:
    pack, text = str(clerk / "clerk.yaml"), str(clerk / "clerk.txt")
    assert minqual("rules", "source", pack, text, "--write").code == 0
    with_words, without = Client(packs=[pack], specifications=[text]), Client(packs=[pack])
    verdict = with_words.post("/packs/example/clerk/check", NOBODY, DAY).json()
    for each in verdict["levels"][0]["clauses"]:
        (cited,) = sources(with_words, each["id"])
        assert {name: cited[name] for name in ("section", "anchor")} == each["source"]
        assert sources(without, each["id"]) == [{**each["source"], "sentences": None}]
    (cited,) = sources(with_words, "clerk.any-of.discretion")
    assert [each["text"] for each in cited["sentences"]] == ["The Town may accept other experience."]


@pytest.mark.parametrize(
    ("recorded", "text", "given", "found"),
    [
        (True, TEXT.replace("One year", "Two years"), "clerk.txt", "1 sentence that clerk.source.yaml does not have"),
        (False, TEXT, "clerk.txt", "no record of the sentences of example/clerk"),
        (True, TEXT, "example/clark=clerk.txt", "which is not among the packs"),
    ],
)
def test_a_text_that_is_not_the_recorded_one_is_refused_before_anything_is_served(
    clerk: Path,
    monkeypatch: pytest.MonkeyPatch,
    recorded: bool,  # noqa: FBT001  # a case, not a flag
    text: str,
    given: str,
    found: str,  # a case, not a flag
) -> None:
    monkeypatch.chdir(clerk)
    if recorded:
        minqual("rules", "source", "clerk.yaml", "clerk.txt", "--write")
    (clerk / "clerk.txt").write_text(text, encoding="utf-8")
    said = minqual("serve", "--rules", "clerk.yaml", "--specification", given, "--port", 0)
    assert (said.code, bool(said.line(found))) == (2, True)


# Versions


@pytest.fixture
def versions(tmp_path: Path) -> str:
    """Three versions of a pack beside each other: the folder."""
    for year in ("2019", "2022", "2024"):
        text = CLERK.replace('version: "1"', f'version: "{year}"').replace("2024-01-01", f"{year}-01-01")
        (tmp_path / f"clerk@{year}-01-01.yaml").write_text(text, encoding="utf-8")
    return str(tmp_path)


def decided(of: Client, name: str) -> str | None:
    """The version that decides for who asks for a pack by a name; None where there is none."""
    answer = of.post(f"/packs/example/{name}/check", NOBODY, DAY)
    if answer.status != 200:
        assert (answer.status, answer.json()["errors"][0]["path"]) == (404, "/pack")
        return None
    identity = json.loads(answer.headers["minqual-identity"])
    assert identity["in_force"] == f"{identity['version']}-01-01"
    return str(identity["version"])


def test_several_versions_of_a_pack_are_served_and_a_day_never_means_one_that_was_not_in_force(versions: str) -> None:
    both = Client(packs=[versions, f"{versions}/clerk@2020-06-30"])
    assert [each["served_as"] for each in both.get("/packs").json()["packs"]] == [
        "example/clerk",
        "example/clerk@2019-01-01",
    ]
    asked = ("clerk", "clerk@2026-01-01", "clerk@2019-01-01", "clerk@2021-12-31")
    assert [decided(both, name) for name in asked] == ["2024", "2024", "2019", "2019"]
    unserved = ("clerk@2022-01-01", "clerk@2018-12-31", "clerk@2023", "clerk@", "clark@2024-01-01")
    assert [decided(both, name) for name in unserved] == [None] * len(unserved)
    names = ("example/clerk", "example/clerk@2020-01-01", "example/clerk@2024-01-01")
    every = both.post("/check", NOBODY, [*DAY, *(("pack", each) for each in names)]).json()["answers"]
    assert [each["identity"]["version"] for each in every] == ["2024", "2019"]


def test_a_request_ends_by_the_pack_with_which_it_began(versions: str, monkeypatch: pytest.MonkeyPatch) -> None:
    until = threading.Event()
    here, old = Client(packs=[versions]), Client(packs=[f"{versions}/clerk@2020-06-30"])
    with monkeypatch.context() as held:
        held_up(held, until)

        async def over_a_change() -> Answer:
            body, headers = json.dumps(NOBODY).encode(), {"content-type": "application/json"}
            asked = asyncio.create_task(here.asked("POST", "/packs/example/clerk/check", DAY, body, headers))
            await asyncio.sleep(0.05)
            here.shelf.packs = old.shelf.packs
            until.set()
            return await asked

        answer = asyncio.run(over_a_change())
    assert json.loads(answer.headers["minqual-identity"])["version"] == "2024"
    assert decided(here, "clerk") == "2019"


def test_one_old_version_alone_has_the_name_of_the_pack(versions: str) -> None:
    old = Client(packs=[f"{versions}/clerk@2020-06-30"])
    assert [decided(old, name) for name in ("clerk", "clerk@2020-06-30", "clerk@2024-01-01")] == ["2019", "2019", None]


def test_a_version_is_served_once_and_another_pack_of_its_name_not_at_all(versions: str, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(CLERK, encoding="utf-8")
    for again in (f"{versions}/clerk@2024-01-01.yaml", str(other)):
        said = minqual("serve", "--rules", f"{versions}/clerk", "--rules", again)
        assert (said.code, bool(said.line("a second time"))) == (2, True)


# The command


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org"])  # noqa: S104  # to be refused
def test_an_address_that_others_reach_needs_a_token(host: str) -> None:
    said = minqual("serve", "--rules", STOCKTON, "--host", host)
    assert said.code == 2
    assert said.line("--host", "MINQUAL_TOKEN")
    assert minqual("serve", "--rules", STOCKTON, environment={"MINQUAL_TOKEN": "short"}).line("at least 16 signs")


def test_what_the_service_needs_is_named_where_it_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "minqual.service.server")
    monkeypatch.delattr(room, "serve", raising=False)
    monkeypatch.delattr(room, "server", raising=False)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    said = minqual("serve", "--rules", STOCKTON)
    assert (said.code, bool(said.line('pip install "minqual[serve]"'))) == (2, True)


# Whatever is asked

KNOWN = {
    "agency": ["stockton", "san-jose"],
    "name": ["mayoral-pio", "council-community-relations"],
    "pack": PACKS,
    "clause": ["mayoral-pio.any-of", "aide.any-of"],
    "schema": ["record", "result", "asks"],
}
DOCUMENT = client.get("/openapi.json").json()
VALID = jsonschema.Draft202012Validator


@given(requests(DOCUMENT, KNOWN))
@settings(max_examples=examples(300))
def test_whatever_is_asked_is_answered_as_described(asked: Asked) -> None:
    answer = client.ask(asked.method, asked.path, asked.query, asked.body, {"content-type": asked.kind})
    assert answer.status in {200, 404, 405, 415, 422}
    assert "fault" not in client.log[-1]
    del client.log[:]
    if answer.status == 200:
        return
    assert answer.headers["content-type"] == "application/problem+json"
    problem = {"$ref": "#/components/schemas/Problem", "components": DOCUMENT["components"]}
    VALID(problem).validate(answer.json())
    assert answer.status != 422 or answer.json()["errors"]
