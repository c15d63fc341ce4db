"""Nothing lost, nothing half written: a killed writer, two at once, a full disk, a folder that cannot be written."""

from __future__ import annotations

import errno
import os
import resource
import signal
import stat
import subprocess
import sys
import tempfile
import time
import tomllib
from datetime import date
from decimal import Decimal

import pytest
import tomli_w  # noqa: F401 - loaded before a child gives up its rights
from hypothesis import given
from hypothesis import strategies as st

from ketacli.cases import CaseProblem, create_case, open_case, store, update_case
from ketacli.cases.migrate import NewerForm, brought_up
from ketacli.cases.model import empty
from ketacli.errors import ExitCode

WRITER = """
import sys
from pathlib import Path
from ketacli.cases import update_case
folder, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
for number in range(count):
    def change(data):
        data["answers"][f"{name}{number}"] = "x" * 500
        data["answers"]["last"] = number
    update_case(folder, change, what=name)
    print(number, flush=True)
"""


def writer(folder, name, count):
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), name, str(count)], stdout=subprocess.PIPE, text=True
    )


@pytest.fixture
def case(tmp_path):
    return create_case(tmp_path / "case", {"plan": {"plan_type": "fehb"}})


def test_a_new_case_is_private_and_complete(case):
    path = case.folder / "case.toml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(case.folder.stat().st_mode) == 0o700
    data = tomllib.loads(path.read_text())
    assert data["schema_version"] == 1
    assert data["plan"] == {"plan_type": "fehb"}
    assert len(data["history"]) == 1
    assert open_case(case.folder).data == case.data


def test_updates_keep_the_rest_and_say_what_changed(case):
    case.update(lambda data: data["answers"].update(age=44), what="answers", by="eligibility")
    again = open_case(case.folder)
    assert again.section("answers") == {"age": 44}
    assert again.section("plan") == {"plan_type": "fehb"}
    assert again.list("history")[-1]["by"] == "eligibility"
    assert stat.S_IMODE((case.folder / "case.toml").stat().st_mode) == 0o600


def test_a_change_that_fails_changes_nothing(case):
    before = (case.folder / "case.toml").read_bytes()

    def half(data):
        data["answers"]["age"] = 44
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        case.update(half, what="answers")
    assert (case.folder / "case.toml").read_bytes() == before
    with pytest.raises(CaseProblem):
        case.update(lambda data: data.update(surprise=1), what="answers")
    assert (case.folder / "case.toml").read_bytes() == before


def test_a_case_is_never_opened_over_another(case):
    with pytest.raises(CaseProblem) as caught:
        create_case(case.folder)
    assert "holds a case already" in caught.value.message


def test_kill_during_two_hundred_writes_loses_nothing_that_was_told(case):
    told = -1
    for _ in range(4):
        process = writer(case.folder, "w", 200)
        deadline = time.monotonic() + 60
        seen = []
        while len(seen) < 15 and time.monotonic() < deadline:
            seen.append(int(process.stdout.readline()))
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read().split()
        process.wait()
        told = int(rest[-1]) if rest else seen[-1]
        found = open_case(case.folder)
        assert found.section("answers")["last"] >= told
        assert found.section("plan") == {"plan_type": "fehb"}
        assert all(found.section("answers")[f"w{number}"] == "x" * 500 for number in range(told + 1))
    # A later writer is not held up, and takes away what a killed one may have left.
    update_case(case.folder, lambda data: data["answers"].update(after=True), what="after")
    assert not list(case.folder.glob(".case.toml.*"))


def test_two_writers_at_once_lose_nothing(case):
    first, second = writer(case.folder, "a", 100), writer(case.folder, "b", 100)
    assert first.wait(timeout=120) == 0
    assert second.wait(timeout=120) == 0
    first.stdout.close()
    second.stdout.close()
    answers = open_case(case.folder).section("answers")
    assert {f"{name}{number}" for name in "ab" for number in range(100)} <= set(answers)
    assert len(open_case(case.folder).list("history")) == 201


def in_child(work) -> int:
    """Run `work` in a forked child and return its exit code."""
    child = os.fork()
    if child == 0:
        code = 99
        try:
            code = work()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_a_full_disk_leaves_the_case_as_it_was(case):
    before = (case.folder / "case.toml").read_bytes()

    def work():
        resource.setrlimit(resource.RLIMIT_FSIZE, (512, 512))
        try:
            update_case(case.folder, lambda data: data["answers"].update(note="y" * 5000), what="answers")
        except CaseProblem as problem:
            return 7 if "no room on the disk; the case is as it was" in problem.message and problem.hint else 8
        return 9

    assert in_child(work) == 7
    assert (case.folder / "case.toml").read_bytes() == before
    assert not list(case.folder.glob(".case.toml.*"))


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_no_room_at_the_last_moment(case, monkeypatch, number):
    before = (case.folder / "case.toml").read_bytes()

    def full(handle):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(store.os, "fsync", full)
    with pytest.raises(CaseProblem) as caught:
        case.update(lambda data: data["answers"].update(age=44), what="answers")
    assert "no room on the disk" in caught.value.message
    assert (case.folder / "case.toml").read_bytes() == before
    assert not list(case.folder.glob(".case.toml.*"))


def test_a_read_only_folder_is_told_clearly():
    with tempfile.TemporaryDirectory() as place:
        store.Path(place).chmod(0o755)
        made = create_case(store.Path(place) / "case")
        before = (made.folder / "case.toml").read_bytes()
        made.folder.chmod(0o555)
        (made.folder / "case.toml").chmod(0o444)
        (made.folder / ".case.lock").chmod(0o444)

        def work():
            if os.getuid() == 0:
                os.setuid(65534)
            try:
                update_case(made.folder, lambda data: data["answers"].update(age=44), what="answers")
            except CaseProblem as problem:
                return 7 if "the case is as it was" in problem.message and "write to" in problem.hint else 8
            return 9

        assert in_child(work) == 7
        assert (made.folder / "case.toml").read_bytes() == before
        made.folder.chmod(0o755)


def test_a_busy_case_is_told_and_left_alone(case, monkeypatch):
    from ketacli.cases import lock

    monkeypatch.setattr(lock, "_PAUSE_SECONDS", 0.001)
    held = lock.locked
    monkeypatch.setattr(store, "locked", lambda path: held(path, wait=0.01))
    with lock.locked(case.folder / ".case.lock"), pytest.raises(CaseProblem) as caught:
        case.update(lambda data: None, what="nothing")
    assert "another ketacli is writing" in caught.value.message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'[patient]\nname = "Zelda Nettlebed\n', "line 2"),
        (b"\xff\xfe", "UTF-8"),
        (b'schema_version = 99\nid = "X"\n', "newer ketacli"),
        (b'schema_version = "one"\nid = "X"\n', "schema_version"),
        (b'schema_version = 1\nid = "X"\npatient = "Zelda Nettlebed"\n', "patient must be a table"),
        (b'schema_version = 1\nid = "X"\ndocuments = ["Zelda Nettlebed"]\n', "documents must be a list"),
        (b"schema_version = 1\n", "id is missing"),
    ],
)
def test_a_damaged_case_is_named_without_what_stands_in_it(tmp_path, content, words):
    (tmp_path / "case.toml").write_bytes(content)
    with pytest.raises(CaseProblem) as caught:
        open_case(tmp_path)
    told = f"{caught.value.message} {caught.value.hint}"
    assert words in told
    assert "Nettlebed" not in told
    assert caught.value.code == ExitCode.UNREAD


def test_no_case_is_told_with_the_command(tmp_path):
    with pytest.raises(CaseProblem) as caught:
        open_case(tmp_path)
    assert "ketacli case new" in caught.value.hint


def test_migration_from_1_to_a_next_version(case, monkeypatch):
    """A next version that calls `plan_type` `kind`: rehearsed from the file on disk to the file on disk."""
    from ketacli.cases import migrate, model

    def two(data):
        data["plan"]["kind"] = data["plan"].pop("plan_type")

    monkeypatch.setattr(model, "SCHEMA_VERSION", 2)
    monkeypatch.setattr(migrate, "MIGRATIONS", {1: two})
    found = open_case(case.folder)
    assert found.migrated_from == 1
    assert found.section("plan") == {"kind": "fehb"}
    assert tomllib.loads((case.folder / "case.toml").read_text())["schema_version"] == 1

    found.update(lambda data: data["answers"].update(age=44), what="answers")
    data = tomllib.loads((case.folder / "case.toml").read_text())
    assert (data["schema_version"], data["plan"], data["answers"]) == (2, {"kind": "fehb"}, {"age": 44})
    kept = tomllib.loads((case.folder / "case.v1.toml").read_text())
    assert (kept["schema_version"], kept["plan"]) == (1, {"plan_type": "fehb"})
    assert stat.S_IMODE((case.folder / "case.v1.toml").stat().st_mode) == 0o600
    assert open_case(case.folder).migrated_from is None


def test_migrations_go_one_version_at_a_time():
    steps = {1: lambda data: data["history"].append("1→2"), 2: lambda data: data["history"].append("2→3")}
    data = empty("X", "now")
    assert brought_up(data, to=3, migrations=steps) == 1
    assert data["history"] == ["1→2", "2→3"]
    assert data["schema_version"] == 3
    assert brought_up(data, to=3, migrations=steps) is None
    with pytest.raises(NewerForm):
        brought_up(data, to=2, migrations=steps)


VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**60), 2**60),
        st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-1_000_000, max_value=1_000_000),
        st.text(max_size=30),
        st.dates(),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(min_size=1, max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.text(min_size=1, max_size=10), VALUES, max_size=5))
def test_whatever_is_answered_comes_back(facts):
    with tempfile.TemporaryDirectory() as place:
        folder = store.Path(place)
        create_case(folder)
        update_case(folder, lambda data: data["answers"].update(facts), what="answers")
        assert open_case(folder).section("answers") == store.pruned(facts)


def test_none_is_left_out_and_tuples_are_lists():
    assert store.pruned({"a": None, "b": (1, None, date(2026, 1, 2)), "c": Decimal("1.50")}) == {
        "b": [1, date(2026, 1, 2)],
        "c": Decimal("1.50"),
    }
