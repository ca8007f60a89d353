"""Locking: what is locked comes back byte for byte, and no interruption, wrong key or crafted file loses anything."""

from __future__ import annotations

import contextlib
import io
import os
import stat
import tarfile
from pathlib import Path

import pyrage
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from multicase.closed import locking, sealed
from multicase.closed.sealed import Box
from multicase.study.problems import StudyError

FILES = {
    "raw/north/i1.txt": "Dr Holt: Well.\n",
    "raw/north/ü 2.txt": "x",
    "private/register.csv": "entity,kind,name\n",
    "private/decisions.csv": "",
}


class Stop(Exception):
    """An interruption."""


@pytest.fixture
def key(tmp_path):
    path = tmp_path / "key.txt"
    return path, locking.keygen(path)


@pytest.fixture
def study(tmp_path):
    root = tmp_path / "study"
    for name, text in {**FILES, "sources.csv": "source_id\n"}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    (root / "raw/empty").mkdir()
    return root


def standing(root: Path) -> dict[str, str]:
    found = [path for part in ("raw", "private") for path in (root / part).rglob("*") if path.is_file()]
    names = {path.relative_to(root).as_posix(): path for path in found}
    return {name: path.read_text(encoding="utf-8") for name, path in names.items() if name not in locking.MARKS}


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def problems(call, *arguments, **named) -> str:
    with pytest.raises(StudyError) as error:
        call(*arguments, **named)
    return str(error.value)


def seal(study: Path, recipient: str, members, *, add_sums=True) -> None:
    """A closed.age with any members: (name, content or type)."""
    buffer = io.BytesIO()
    files = {name: content for name, content in members if isinstance(content, bytes)}
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        if add_sums:
            sealed._add(tar, sealed.SUMS, sealed.sums(files).encode())
        for name, content in members:
            info = tarfile.TarInfo(name)
            if isinstance(content, bytes):
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))
            else:
                info.type, info.linkname = content.encode(), "/etc/passwd"
                tar.addfile(info)
    recipients = [pyrage.x25519.Recipient.from_str(recipient)]
    (study / "closed.age").write_bytes(pyrage.encrypt(buffer.getvalue(), recipients))


def test_locked_files_are_gone_and_come_back_as_they_were_for_their_owner_only(study, key):
    identity, recipient = key
    locking.lock(study, [recipient])
    assert standing(study) == {}
    assert not (study / "raw").exists() and not (study / "private").exists()
    assert b"Holt" not in (study / "closed.age").read_bytes()
    assert mode(study / "closed.age") == 0o600
    written = locking.unlock(study, identity)
    assert standing(study) == FILES
    assert len(written) == len(FILES)
    assert {mode(path) for path in written} == {0o600}
    assert {mode(study / name) for name in ("raw", "raw/north", "raw/empty", "private")} == {0o700}
    assert (study / "closed.age").is_file()


def test_results_of_the_study_are_locked_with_it(study, key, tmp_path):
    identity, recipient = key
    results = tmp_path / "results/study"
    (results / "private").mkdir(parents=True)
    (results / "private/queue.csv").write_text("text\n")
    locking.lock(study, [recipient], results)
    assert not (results / "private").exists()
    assert "a place for them" in problems(locking.unlock, study, identity)
    assert standing(study) == {}
    locking.unlock(study, identity, results)
    assert (results / "private/queue.csv").read_text() == "text\n"


def test_remove_takes_the_locked_file_away_once_all_is_restored(study, key):
    identity, recipient = key
    locking.lock(study, [recipient])
    locking.unlock(study, identity, remove=True)
    assert standing(study) == FILES
    assert not (study / "closed.age").exists() and not (study / locking.OPENED).exists()


def test_after_unlocking_files_may_change_and_be_locked_again(study, key):
    identity, recipient = key
    locking.lock(study, [recipient])
    locking.unlock(study, identity)
    (study / "raw/new.txt").write_text("new")
    (study / "raw/north/i1.txt").rename(study / "raw/north/moved.txt")
    now = standing(study)
    locking.lock(study, [recipient])
    locking.unlock(study, identity)
    assert standing(study) == now


def test_a_file_that_went_missing_after_unlocking_is_told_before_its_only_copy_is_replaced(study, key, tmp_path):
    identity, recipient = key
    results = tmp_path / "results/study"
    (results / "private").mkdir(parents=True)
    (results / "private/queue.csv").write_text("text\n")
    locking.lock(study, [recipient], results)
    locking.unlock(study, identity, results)
    before = (study / "closed.age").read_bytes()
    gone = sorted(name for name in FILES if name.startswith("raw/"))
    for name in gone:
        (study / name).unlink()
    (results / "private/queue.csv").unlink()  # of results: made again by each build
    told = problems(locking.lock, study, [recipient], results)
    assert [line.split(":")[0].strip() for line in told.splitlines()[1:]] == [str(study / name) for name in gone]
    assert (study / "closed.age").read_bytes() == before
    locking.unlock(study, identity, results)
    assert standing(study) == FILES
    (study / gone[0]).unlink()
    now = standing(study)
    locking.lock(study, [recipient], results, without_missing=True)
    locking.unlock(study, identity, results)
    assert standing(study) == now


def test_what_went_missing_is_restored_beside_what_was_worked_on_since(study, key, tmp_path):
    identity, recipient = key
    results = tmp_path / "results/study"
    (results / "private").mkdir(parents=True)
    (results / "private/queue.csv").write_text("text\n")
    locking.lock(study, [recipient], results)
    locking.unlock(study, identity, results)
    (study / "private/register.csv").write_text("entity,kind,name\nperson,x,y\n")
    (study / "raw/new.txt").write_text("new")
    (results / "private/queue.csv").write_text("text\nmore\n")
    worked = standing(study)
    for name in ("raw/north/i1.txt", "raw/north/ü 2.txt", "private/decisions.csv"):
        (study / name).unlink()
    (study / "raw/north").rmdir()
    assert "multicase unlock --missing" in problems(locking.lock, study, [recipient], results)
    assert "something else than was locked" in problems(locking.unlock, study, identity, results)
    assert len(locking.unlock(study, identity, missing=True)) == 3
    assert standing(study) == worked and mode(study / "raw/north/i1.txt") == 0o600
    assert locking.unlock(study, identity, results, missing=True) == []
    assert (results / "private/queue.csv").read_text() == "text\nmore\n"
    locking.lock(study, [recipient], results)
    locking.unlock(study, identity, results)
    assert standing(study) == worked


@pytest.mark.parametrize("to", ["raw/north/renamed.txt", "raw/north/ü 2.txt", "private/kept/i1.txt"])
def test_what_was_renamed_or_moved_is_not_missing_and_what_is_gone_is_also_if_another_file_is_like_it(study, key, to):
    identity, recipient = key
    (study / "raw/twin.txt").write_bytes((study / "private/decisions.csv").read_bytes())
    locking.lock(study, [recipient])
    locking.unlock(study, identity)
    (study / to).parent.mkdir(exist_ok=True)
    (study / "raw/north/i1.txt").replace(study / to)
    (study / "raw/twin.txt").unlink()
    before = standing(study)
    assert "raw/twin.txt" in problems(locking.lock, study, [recipient])
    assert locking.unlock(study, identity, missing=True) == [study / "raw/twin.txt"]
    assert standing(study) == before | {"raw/twin.txt": before["private/decisions.csv"]}


def test_only_what_is_unlocked_here_can_have_something_missing(study, key):
    identity, recipient = key
    locking.lock(study, [recipient])
    assert "wasn't opened here" in problems(locking.unlock, study, identity, missing=True)
    locking.unlock(study, identity)
    assert "--missing" in problems(locking.unlock, study, identity, missing=True, remove=True)
    for name in FILES:
        if name.startswith("raw/"):
            (study / name).unlink()
    (study / "raw/north").rmdir()
    (study / "raw/north").write_text("a file where a folder was")
    now = standing(study)
    assert "found a file; expected a folder" in problems(locking.unlock, study, identity, missing=True)
    assert standing(study) == now


@pytest.mark.parametrize("damage", [b"junk line\n", b"sum many name\n", b"\xff\n"])
def test_a_damaged_mark_of_an_unlock_is_as_none(study, key, damage):
    identity, recipient = key
    locking.lock(study, [recipient])
    locking.unlock(study, identity)
    mark = study / locking.OPENED
    mark.write_bytes(mark.read_bytes().partition(b"\n")[0] + b"\n" + damage)
    assert "Run multicase unlock first" in problems(locking.lock, study, [recipient])
    assert "wasn't opened here" in problems(locking.unlock, study, identity, missing=True)
    locking.unlock(study, identity)
    locking.lock(study, [recipient])
    locking.unlock(study, identity)
    assert standing(study) == FILES


def test_a_locked_file_that_was_not_opened_here_is_never_replaced(study, key):
    _, recipient = key
    locking.lock(study, [recipient])
    before = (study / "closed.age").read_bytes()
    (study / "raw").mkdir()
    (study / "raw/new.txt").write_text("new")
    assert "Run multicase unlock first" in problems(locking.lock, study, [recipient])
    assert (study / "closed.age").read_bytes() == before
    assert standing(study) == {"raw/new.txt": "new"}


@pytest.mark.parametrize("step", range(12))
@pytest.mark.parametrize("what", ["unlink", "replace", "rmdir"])
def test_a_lock_interrupted_anywhere_loses_nothing_and_is_taken_up_again(study, key, monkeypatch, what, step):
    identity, recipient = key
    interrupt(monkeypatch, what, step)
    with contextlib.suppress(Stop):
        locking.lock(study, [recipient])
    monkeypatch.undo()
    if not (study / "closed.age").exists():
        assert standing(study) == FILES
    if standing(study):
        locking.lock(study, [recipient])
    assert standing(study) == {}
    locking.unlock(study, identity)
    assert standing(study) == FILES


@pytest.mark.parametrize("step", range(6))
@pytest.mark.parametrize("what", ["unlink", "replace", "mkdir"])
def test_an_unlock_interrupted_anywhere_loses_nothing_and_is_taken_up_again(study, key, monkeypatch, what, step):
    identity, recipient = key
    locking.lock(study, [recipient])
    interrupt(monkeypatch, what, step)
    with contextlib.suppress(Stop):
        locking.unlock(study, identity, remove=True)
    monkeypatch.undo()
    if (study / "closed.age").exists():
        assert standing(study).items() <= FILES.items()
        locking.unlock(study, identity, remove=True)
    assert standing(study) == FILES


def interrupt(monkeypatch, what, step):
    """Raise at the given call of a method of paths, and at every later one until undone: the process is dead."""
    calls = iter(range(1000))
    real = getattr(Path, what)

    def method(self, *arguments, **named):
        if next(calls) >= step:
            raise Stop
        return real(self, *arguments, **named)

    monkeypatch.setattr(Path, what, method)


def test_an_edit_after_an_interrupted_lock_is_neither_removed_nor_overwritten(study, key, monkeypatch):
    identity, recipient = key
    monkeypatch.setattr(locking, "_remove", lambda *_: (_ for _ in ()).throw(Stop))
    with pytest.raises(Stop):
        locking.lock(study, [recipient])
    monkeypatch.undo()
    (study / "raw/north/i1.txt").write_text("edited")
    told = problems(locking.lock, study, [recipient])
    assert "i1.txt" in told and "changed or added" in told
    assert "something else" in problems(locking.unlock, study, identity)
    assert standing(study) == FILES | {"raw/north/i1.txt": "edited"}


def test_a_file_that_changes_while_it_is_locked_stays(study, key, monkeypatch):
    _, recipient = key
    real = locking._encrypt

    def encrypt(box, keys):
        (study / "raw/north/i1.txt").write_text("edited meanwhile")
        return real(box, keys)

    monkeypatch.setattr(locking, "_encrypt", encrypt)
    assert "changed while it was being locked" in problems(locking.lock, study, [recipient])
    assert standing(study) == {"raw/north/i1.txt": "edited meanwhile"}


def test_unlock_names_every_file_that_differs_and_writes_nothing(study, key):
    identity, recipient = key
    locking.lock(study, [recipient])
    for name in ("raw/north/i1.txt", "private/decisions.csv"):
        (study / name).parent.mkdir(parents=True, exist_ok=True)
        (study / name).write_text("mine")
    told = problems(locking.unlock, study, identity)
    assert "2 problems" in told and "i1.txt" in told and "decisions.csv" in told
    assert "mine" not in told
    assert set(standing(study).values()) == {"mine"}


def test_unlock_follows_no_link_out_of_the_study(study, key, tmp_path):
    identity, recipient = key
    locking.lock(study, [recipient])
    (tmp_path / "elsewhere").mkdir()
    (study / "raw").symlink_to(tmp_path / "elsewhere")
    assert "a link in the closed zone" in problems(locking.unlock, study, identity)
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize(
    ("member", "told"),
    [
        (("../evil", b"x"), "leads out"),
        (("raw/../../evil", b"x"), "leads out"),
        (("/evil", b"x"), "leads out"),
        (("raw\\..\\evil", b"x"), "leads out"),
        (("codebook.yaml", b"x"), "none of the closed folders"),
        (("raw//x", b"x"), "none of the closed folders"),
        (("raw", b"x"), "in the place of a closed folder"),
        (("raw/a", tarfile.SYMTYPE.decode()), "a link"),
        (("raw/a", tarfile.LNKTYPE.decode()), "a link"),
        (("raw/a", tarfile.CHRTYPE.decode()), "a device"),
        (("raw/a", tarfile.FIFOTYPE.decode()), "a device"),
        (("raw/ok", b"again"), "stands there already"),
        (("raw/ok/below", b"x"), "stands there already"),
        (("private/.opened", b"x"), "a mark of multicase lock"),
    ],
)
def test_unsafe_members_are_refused_and_nothing_is_written(study, key, member, told):
    identity, recipient = key
    locking.lock(study, [recipient])
    (study / "closed.age").unlink()
    seal(study, recipient, [("raw/ok", b"fine"), member])
    assert told in problems(locking.unlock, study, identity)
    assert standing(study) == {}
    assert not (study.parent / "evil").exists()


def test_a_member_without_or_with_another_sum_is_refused():
    packed = sealed.pack(Box({"raw/a": b"one"}))
    assert "another sum" in problems(sealed.unpack, packed.replace(b"one", b"two"), "f")
    bare = io.BytesIO()
    with tarfile.open(fileobj=bare, mode="w") as tar:
        sealed._add(tar, "raw/a", b"one")
    assert "no list of sums" in problems(sealed.unpack, bare.getvalue(), "f")
    assert "no sound tar" in problems(sealed.unpack, b"junk" * 300, "f")
    assert "isn't in the file" in problems(sealed.unpack, packed[:1024] + bytes(10240), "f")


def test_a_wrong_key_and_a_damaged_file_are_told_apart(study, key, tmp_path):
    identity, recipient = key
    locking.keygen(tmp_path / "other.txt")
    locking.lock(study, [recipient])
    assert "isn't locked to this key" in problems(locking.unlock, study, tmp_path / "other.txt")
    whole = (study / "closed.age").read_bytes()
    for damaged in (whole[:-5], whole[:60], whole[:-1] + bytes([whole[-1] ^ 1]), b"", b"text"):
        (study / "closed.age").write_bytes(damaged)
        assert "a damaged file" in problems(locking.unlock, study, identity)
    assert standing(study) == {}


@pytest.mark.parametrize("content", ["", "# nothing\n", "age1notasecret\n"])
def test_an_identity_file_without_an_identity_is_told(study, key, tmp_path, content):
    locking.lock(study, [key[1]])
    (tmp_path / "bad.txt").write_text(content)
    assert "no identity" in problems(locking.unlock, study, tmp_path / "bad.txt")
    assert "no identity" in problems(locking.unlock, study, tmp_path / "missing.txt")
    assert "no such file" in problems(locking.unlock, tmp_path, key[0])


@pytest.mark.parametrize(
    ("recipients", "told"),
    [([], "recipients: found none"), (["age1zz"], "no public key"), (["AGE-SECRET-KEY-1X"], "a secret key")],
)
def test_unusable_recipients_are_told_and_nothing_is_removed(study, recipients, told):
    message = problems(locking.lock, study, recipients)
    assert told in message and "SECRET-KEY-1X" not in message
    assert standing(study) == FILES and not (study / "closed.age").exists()


def test_links_and_secret_keys_in_the_closed_zone_are_refused_at_once(study, key, tmp_path):
    (study / "raw/link").symlink_to(tmp_path)
    (study / "private/key").write_bytes(key[0].read_bytes())
    told = problems(locking.lock, study, [key[1]])
    assert "2 problems" in told and "a link" in told and "a secret key" in told
    assert (study / "raw/north/i1.txt").is_file()


@pytest.mark.parametrize("name", [b"a\nb", b"a\\b", b"\xff"])
def test_names_that_other_systems_could_not_restore_are_told(study, key, name):
    with open(os.fsencode(study) + b"/raw/" + name, "wb") as file:  # noqa: PTH123, a name of bytes
        file.write(b"x")
    assert "Rename it" in problems(locking.lock, study, [key[1]])
    assert (study / "raw/north/i1.txt").is_file()


def test_a_study_that_is_locked_already_has_nothing_to_lock(study, key):
    locking.lock(study, [key[1]])
    before = (study / "closed.age").read_bytes()
    assert "Nothing needs locking" in problems(locking.lock, study, [key[1]])
    assert (study / "closed.age").read_bytes() == before


def test_a_study_without_closed_files_is_told(tmp_path, key):
    (tmp_path / "empty").mkdir()
    assert "Nothing needs locking" in problems(locking.lock, tmp_path / "empty", [key[1]])


def test_several_recipients_can_each_unlock(study, key, tmp_path):
    second = locking.keygen(tmp_path / "second.txt")
    locking.lock(study, [key[1], second])
    locking.unlock(study, tmp_path / "second.txt", remove=True)
    assert standing(study) == FILES


def test_a_key_is_for_its_owner_only_and_never_overwritten(tmp_path, study):
    recipient = locking.keygen(tmp_path / "k")
    assert recipient.startswith("age1") and recipient in (tmp_path / "k").read_text()
    assert mode(tmp_path / "k") == 0o600
    before = (tmp_path / "k").read_bytes()
    assert "never overwritten" in problems(locking.keygen, tmp_path / "k")
    assert (tmp_path / "k").read_bytes() == before
    assert "inside a study" in problems(locking.keygen, study / "private/k")
    assert "can't be written" in problems(locking.keygen, tmp_path / "no/k")


def test_a_private_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "p"
    path.write_text("old")
    path.chmod(0o644)
    locking.write_private(path, "nëw\n")
    assert path.read_bytes() == "nëw\n".encode() and mode(path) == 0o600
    monkeypatch.setattr(locking.os, "fsync", lambda _: (_ for _ in ()).throw(Stop))
    with pytest.raises(Stop):
        locking.write_private(path, "half")
    assert path.read_bytes() == "nëw\n".encode() and [item.name for item in tmp_path.iterdir()] == ["p"]


NAMES = st.text(st.characters(blacklist_characters="/\\\0\n", blacklist_categories=["Cs"]), min_size=1, max_size=120)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(NAMES.filter(lambda name: name not in {".", ".."}), st.binary(max_size=50), max_size=5))
def test_a_box_comes_back_whatever_its_names_and_packs_to_the_same_bytes(content):
    files = {f"raw/{name}": value for name, value in content.items()}
    packed = sealed.pack(Box(files, ("raw",)))
    assert packed == sealed.pack(Box(dict(reversed(files.items())), ("raw",)))
    assert sealed.unpack(packed, "f") == Box(files, ("raw",))
