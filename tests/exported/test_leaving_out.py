"""Personal values can be left out of a file, and the rest stays as true as it was."""

from collections.abc import Callable

import pytest

from procflow import ExportError, Refused, redact_export, verify_export

Unpack = Callable[[bytes], dict[str, bytes]]


def test_a_personal_field_left_out(small: bytes, unpack: Unpack) -> None:
    redacted = redact_export(small, ["contact", "contact"])
    checked = verify_export(redacted)
    assert checked.faults == ()
    assert checked.head == verify_export(small).head
    assert {name: len(events) for name, events in checked.left_out.items()} == {"contact": 2}
    members = unpack(redacted)
    assert members["personal.tsv"] == b"seq\tfield\tsalt\tvalue\n"
    assert "王小姐".encode() not in redacted and b"555-01" not in redacted
    assert {n: b for n, b in unpack(small).items() if n != "personal.tsv"} == {
        n: b for n, b in members.items() if n != "personal.tsv"
    }


def test_left_out_twice_and_nothing_left_out(small: bytes) -> None:
    once = redact_export(small, ["contact"])
    assert redact_export(once, ["contact"]) == once
    assert redact_export(small, []) == small


@pytest.mark.parametrize(
    ("name", "reason"), [("amount", "amount is not personal"), ("nobody", "there is no field nobody")]
)
def test_what_cannot_be_left_out(small: bytes, name: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason) as raised:
        redact_export(small, [name])
    assert (raised.value.code, raised.value.allowed) == ("not-personal", ("contact",))


def test_a_file_that_is_not_whole(small: bytes) -> None:
    with pytest.raises(ExportError, match="event 1 was altered"):
        redact_export(small.replace(b'"CaseStarted"', b'"CaseStartet"', 1), ["contact"])


@pytest.mark.parametrize("fields", ["contact", [1]])
def test_names_of_the_wrong_kind(small: bytes, fields: list[str]) -> None:
    with pytest.raises(TypeError, match="fields: "):
        redact_export(small, fields)
