"""What is no file of ours, only a part of one, or made to do harm, is refused in a sentence."""

import io
import re
import struct
import zipfile
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procflow import ExportError, verify_export

Pack = Callable[[Mapping[str, bytes]], bytes]
Unpack = Callable[[bytes], dict[str, bytes]]


def code(content: bytes) -> str:
    with pytest.raises(ExportError) as raised:
        verify_export(content)
    assert str(raised.value)[0].islower() and str(raised.value) != raised.value.code
    return raised.value.code


@pytest.mark.parametrize("content", [b"", b"PK", b"%PDF-1.7", b"SQLite format 3\0", b"\0" * 100])
def test_what_is_none_of_ours(content: bytes) -> None:
    assert code(content) == "not-an-export"


@given(st.binary(max_size=200))
def test_any_bytes_at_all(content: bytes) -> None:
    for bare in (content, b"PK\x03\x04" + content):
        assert code(bare) in {"repacked", "truncated", "damaged", "not-an-export"}


def test_an_archive_of_something_else(pack: Pack) -> None:
    assert code(pack({"letter.txt": b"Dear all"})) == "not-an-export"
    assert code(pack({"case.json": b'{"format": "one"}'})) == "not-an-export"
    assert code(pack({"case.json": b"[" * 99_999})) == "not-an-export"


@given(st.data())
def test_a_part_of_one(small: bytes, data: st.DataObject) -> None:
    assert code(small[: data.draw(st.integers(4, len(small) - 1))]) == "truncated"


def test_another_format_is_named(small: bytes, pack: Pack, unpack: Unpack) -> None:
    later = re.sub(rb'"format": 1', b'"format": 2', unpack(small)["case.json"])
    assert code(pack({"case.json": later, "something/new.bin": b""})) == "other-format"


def test_an_archive_that_was_packed_anew(small: bytes, unpack: Unpack) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in unpack(small).items():
            archive.writestr(name, body)
    assert code(content.getvalue()) == "repacked"


def test_the_same_parts_with_another_date_are_told(small: bytes, unpack: Unpack) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, body in unpack(small).items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 3, 2, 0, 0, 0)), body)
    (fault,) = verify_export(content.getvalue()).faults
    assert (fault.kind, "what stands around the parts" in fault.text) == ("altered", True)


def test_a_bomb_is_not_unpacked() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("case.json", b"0" * 50_000_000)
    assert len(content.getvalue()) < 100_000
    assert code(content.getvalue()) == "repacked"


def test_a_size_that_is_a_lie(pack: Pack) -> None:
    content = bytearray(pack({"case.json": b"{}"}))
    struct.pack_into("<2L", content, 18, 0xFFFFFFFF, 0xFFFFFFFF)
    assert code(bytes(content)) == "truncated"


def test_more_than_a_file_may_have(monkeypatch: pytest.MonkeyPatch, small: bytes, unpack: Unpack) -> None:
    with monkeypatch.context() as fewer:
        fewer.setattr("procflow.exported.archive.MOST", len(unpack(small)) - 1)
        assert code(small) == "too-large"
    monkeypatch.setattr("procflow.exported.archive.LIMIT", len(small) - 1)
    assert code(small) == "too-large"


@pytest.mark.parametrize(
    "name",
    [
        "../case.json",
        "/etc/passwd",
        "attachments/../../x",
        f"attachments/{'0' * 64}.tar.gz",
        f"attachments/{'A' * 64}",
        f"Definitions/{'0' * 64}.json",
        "signatures/0.json",
        "C:\\x",
        "",
        "x" * 5000,
    ],
)
def test_names_that_no_export_has(small: bytes, pack: Pack, unpack: Unpack, name: str) -> None:
    assert code(pack({**unpack(small), name: b"x"})) == "damaged"


def test_a_member_that_stands_there_twice(small: bytes, pack: Pack) -> None:
    end = small.index(b"PK\x03\x04", 4)
    assert code(small[:end] + small) == "damaged"


@pytest.mark.parametrize("name", ["README.txt", "commits.tsv", "events.tsv", "personal.tsv"])
def test_a_member_that_is_not_there(small: bytes, pack: Pack, unpack: Unpack, name: str) -> None:
    assert code(pack({n: body for n, body in unpack(small).items() if n != name})) == "damaged"


@pytest.mark.parametrize("more", [b"\0", b"PK\x05\x06" + b"\0" * 18])
def test_bytes_behind_the_end_and_before_the_start(small: bytes, more: bytes) -> None:
    assert [fault.kind for fault in verify_export(small + more).faults] == ["altered"]
    assert code(more + small) == "not-an-export"
