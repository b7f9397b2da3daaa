"""A case of a file is read as far as it can be, whatever is wrong with it."""

from collections.abc import Callable

import pytest

from procflow import ExportError, read_case, redact_export
from tests.exported.conftest import Pack, Unpack

Change = Callable[[dict[str, bytes]], None]


def without(kind: str) -> Change:
    def change(members: dict[str, bytes]) -> None:
        for name in [name for name in members if name.startswith(f"{kind}s/")]:
            del members[name]

    return change


def altered(kind: str) -> Change:
    def change(members: dict[str, bytes]) -> None:
        for name in [name for name in members if name.startswith(f"{kind}s/")]:
            members[name] += b" "

    return change


def test_a_whole_case(small: bytes) -> None:
    kept = read_case(small)
    assert (kept.faults, kept.unreadable, kept.signed) == ((), (), True)
    assert [envelope.seq for envelope in kept.envelopes] == list(range(1, len(kept.envelopes) + 1))
    assert kept.program is not None
    assert (kept.program.process.name, kept.program.hash) == (kept.process, kept.definition)
    assert kept.organization is list(kept.organizations.values())[-1]
    assert len(kept.organizations) == 3


def test_what_was_left_out_is_named(small: bytes) -> None:
    gone = read_case(redact_export(small, ["contact"])).left_out
    assert list(gone) == ["contact"]
    assert min(gone["contact"]) >= 1


@pytest.mark.parametrize("change", [without, altered])
def test_the_rest_is_there_without_a_definition(
    change: Callable[[str], Change], small: bytes, both: tuple[Pack, Unpack]
) -> None:
    pack, unpack = both
    members = unpack(small)
    change("definition")(members)
    kept = read_case(pack(members))
    assert (kept.program, kept.register) == (None, None)
    assert kept.definition in next(fault.text for fault in kept.faults)
    assert (kept.process, kept.envelopes) == (read_case(small).process, read_case(small).envelopes)
    assert kept.organization is not None


@pytest.mark.parametrize("change", [without, altered])
def test_the_rest_is_there_without_an_organization(
    change: Callable[[str], Change], small: bytes, both: tuple[Pack, Unpack]
) -> None:
    pack, unpack = both
    members = unpack(small)
    change("organization")(members)
    kept = read_case(pack(members))
    assert (kept.organization, dict(kept.organizations)) == (None, {})
    assert len([fault for fault in kept.faults if "the organization" in fault.text]) == 3
    assert kept.program is not None


def test_content_that_this_release_does_not_understand_is_named_once(
    small: bytes, both: tuple[Pack, Unpack]
) -> None:
    """As where a later release wrote it: its hash is right."""
    pack, unpack = both
    members = unpack(small)
    told = read_case(small)
    name = f"definitions/{told.definition}.json"
    members[name] = members[name].replace(b'"format":1', b'"format":9')
    kept = read_case(pack(members))
    assert kept.program is None
    assert [told.definition in fault.text for fault in kept.faults].count(True) == 1


def test_an_event_that_is_none_any_more_hides_no_other(small: bytes, both: tuple[Pack, Unpack]) -> None:
    pack, unpack = both
    members = unpack(small)
    members["events.tsv"] = members["events.tsv"].replace(b'"CaseStarted"', b'"CaseStartet"', 1)
    kept = read_case(pack(members))
    assert kept.unreadable == (1,)
    assert [envelope.seq for envelope in kept.envelopes][:2] == [2, 3]
    assert [fault.seq for fault in kept.faults] == [1]
    assert kept.program is not None


def test_what_is_no_case_at_all_is_refused() -> None:
    with pytest.raises(ExportError, match="no exported case"):
        read_case(b"x" * 100)
