"""A screener outlives a fork, beside threads that use it; a copy is the same screener, a pickled one is made anew."""

from __future__ import annotations

import copy
import gc
import multiprocessing
import os
import pickle
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import partial

import pytest

import minqual

AS_OF = date(2026, 11, 21)
PACK = "stockton/mayoral-pio"
PATIENCE = 120
"""Seconds after which a process is taken to hang; one that does not is done in far fewer."""

BEGIN = f"""
import os, random, signal, sys, threading, warnings
from datetime import date
import minqual
from minqual._forking import no_fork
from minqual.counting import Tally
from minqual.judging import derivation, screening

warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12 warns of every fork beside threads
screening.MOST_PATTERNS = derivation.MOST_GROUPS = 1  # nearly every check derives
screener = minqual.Screener({PACK!r})

def check(draw):
    degree = {{"level": draw.choice(["bachelor", "none"]), "conferred": draw.choice(["yes", "no", ""])}}
    job = {{"kinds": draw.choice(["communications", "clerk"]), "years": draw.choice([0, 1, 5, ""])}}
    record = {{"applicant_id": "a", "education": [degree], "experience": [job]}}
    minqual.check(record, screener, as_of=date(2026, 11, 21))

def answers(child):
    if child == 0:
        signal.alarm({PATIENCE // 4})
        check(random.Random(0))
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0
"""


needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing forks here")


def run(script: str) -> str:
    """What a script prints that begins with a screener, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + script], capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@needs_fork
def test_every_child_that_is_forked_beside_threads_that_check_answers() -> None:
    told = run("""
stop = threading.Event()

def busy(seed):
    draw = random.Random(seed)
    while not stop.is_set():
        check(draw)

sys.setswitchinterval(1e-5)
threads = [threading.Thread(target=busy, args=(seed,)) for seed in range(3)]
for each in threads:
    each.start()
try:
    print(all([answers(os.fork()) for _ in range(15)]))
finally:
    stop.set()
""")
    assert told == "True\n"


def test_whoever_has_a_screener_has_imported_all_that_a_check_needs() -> None:
    """A child whose parent's thread is importing would wait for that thread's lock for ever."""
    told = run("""
jobs = [{"kinds": "communications, clerk", "employer": "A", "years": years, "share": share, "hours_per_week": hours}
        for years in ("1", "5+", "1") for share in ("0.5", "") for hours in ("20", "about 30", "100.5")]
dated = {"kinds": "public information", "start": "03/04/2015", "end": "present", "hours_per_week": "20"}
studies = [{"level": level, "field": "journalism and English", "conferred": "yes", **units}
           for level in ("bachelor", "some college", "foreign master", "No degree")
           for units in ({"semester_units": "30"}, {"quarter_units": "45", "subject": "writing"}, {})]
licence = {"name": "driver's license (class C)", "issuer": "ca", "expires": "9999-12-31"}
answers = [{"question": name, "answer": "yes"} for name in ("evening-meetings", "evening meetings", "weekends")]
record = {"applicant_id": "a", "education": studies * 2, "experience": [*jobs, dated, dated],
          "credentials": [licence, licence], "answers": answers}
before = set(sys.modules)
minqual.check(record, screener, as_of=date(2026, 11, 21)).to_json()
late = {name.partition(".")[0] for name in set(sys.modules) - before}
known = ("rapidfuzz", "_cython")  # which are imported while nothing forks
print(sorted(name for name in late if not name.startswith(known)))
""")
    assert told == "[]\n"


@needs_fork
def test_a_fork_waits_for_the_thread_that_derives() -> None:
    told = run("""
held, done = threading.Event(), []

def derive():
    with no_fork:
        held.set()
        threading.Event().wait(0.5)
        done.append(True)

thread = threading.Thread(target=derive)
thread.start()
held.wait()
child = os.fork()
print(answers(child), bool(done))
""")
    assert told == "True True\n"


@needs_fork
def test_a_child_that_is_forked_while_another_thread_counts_can_count() -> None:
    """What a thread works out when it is first asked for, it works out under a lock before Python 3.12."""
    told = run("""
counting, over = threading.Event(), threading.Event()
kept = vars(Tally)["spells"]
plainly = kept.func

def slowly(tally):
    counting.set()
    over.wait()
    return plainly(tally)

kept.func = slowly
thread = threading.Thread(target=check, args=(random.Random(1),))
thread.start()
counting.wait()
kept.func = plainly
print(answers(os.fork()))
over.set()
""")
    assert told == "True\n"


@pytest.mark.long
@needs_fork
def test_a_signal_handler_may_check_and_fork_in_the_midst_of_a_derivation() -> None:
    told = run("""
within, told = [], []

def handler(number, frame):
    while frame is not None and frame.f_code.co_name != "_session":
        frame = frame.f_back
    if frame is not None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        within.append(True)
        check(random.Random(len(within)))
        told.append(answers(os.fork()))

check(random.Random(0))
signal.signal(signal.SIGALRM, handler)
draw = random.Random(2)
while len(within) < 5:
    signal.setitimer(signal.ITIMER_REAL, draw.uniform(0.001, 0.01))
    for _ in range(20):
        check(draw)
signal.setitimer(signal.ITIMER_REAL, 0)
print(all(told), len(told))
""")
    assert told == "True 5\n"


def test_a_copy_of_a_screener_is_the_screener() -> None:
    screener = minqual.Screener(PACK)
    assert copy.copy(screener) is screener
    deep = copy.deepcopy({"kept": screener})["kept"]
    expected = minqual.check({"applicant_id": "a1"}, screener, AS_OF)
    del screener
    gc.collect()
    assert minqual.check({"applicant_id": "a1"}, deep, AS_OF) == expected


def test_a_pickled_screener_is_its_pack_and_nothing_of_what_applicants_wrote() -> None:
    screener = minqual.Screener(PACK)
    record = {"applicant_id": "a1", "experience": [{"kinds": "falconry", "years": 3}]}
    expected = minqual.check(record, screener, AS_OF)
    written = pickle.dumps(screener)
    assert b"falconry" not in written
    again = pickle.loads(written)  # noqa: S301  # written here
    assert again.pack == screener.pack
    assert minqual.check(record, again, AS_OF) == expected


def test_a_screener_may_be_handed_to_processes_that_are_not_forked() -> None:
    screener, records = minqual.Screener(PACK), [{"applicant_id": "a1"}, {"applicant_id": "a2"}]
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        apart = list(pool.map(partial(minqual.check, pack=screener, as_of=AS_OF), records))
    assert apart == [minqual.check(each, screener, AS_OF) for each in records]
