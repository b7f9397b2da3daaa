from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from msgspec import Struct

from procflow.definition import (
    Loaded,
    load_organization,
    load_process,
    organization_from_content,
    process_from_content,
)
from procflow.diagnostics import DefinitionError, Span
from procflow.worktime import Calendar

Write = Callable[..., Path]


def without_places(value: object) -> object:
    """The value as plain tuples, without spans and with calendars as what they were made from."""
    match value:
        case Span():
            return None
        case Calendar():
            return without_places(value.spec)
        case str() | None:
            return value
        case Mapping():
            return tuple((key, without_places(item)) for key, item in value.items())
        case tuple():
            return tuple(without_places(item) for item in value)
        case Struct():
            return (
                type(value).__name__,
                *(without_places(getattr(value, name)) for name in type(value).__struct_fields__),
            )
        case _ if is_dataclass(value):
            named = [f.name for f in fields(value) if f.compare]
            return (type(value).__name__, *(without_places(getattr(value, name)) for name in named))
        case _:
            return value


def loaded(path: Path) -> Loaded:
    result = load_process(path)
    assert result.diagnostics == ()
    return result


def test_content_rebuilds_the_process(write: Write) -> None:
    result = loaded(write())
    assert without_places(process_from_content(result.content)) == without_places(result.process)


def test_content_rebuilds_the_organization(write: Write) -> None:
    result = loaded(write())
    rebuilt = organization_from_content(result.organization_content)
    assert without_places(rebuilt) == without_places(result.organization)
    assert rebuilt.hash == sha256(result.organization_content).hexdigest()


def test_the_bundled_processes_are_rebuilt(repository: Path) -> None:
    result = load_process(repository / "processes" / "contract-review.yaml")
    assert result.process is not None
    assert without_places(process_from_content(result.content)) == without_places(result.process)
    rebuilt = organization_from_content(result.organization_content)
    assert without_places(rebuilt) == without_places(result.organization)


def test_the_hash_is_taken_over_the_content(write: Write) -> None:
    result = loaded(write())
    assert result.hash == sha256(result.content).hexdigest()


@pytest.mark.parametrize(
    "change",
    [
        ("start: ask", "start: ask   # the first one"),
        ("buy: {role: buyer, next: bought}", "buy:\n    role: buyer\n    next: bought"),
        ("version: 1.2.0", 'version: "1.2.0"'),
        (
            "form: [amount, kind, needed_on, terms]",
            "form:\n      - amount\n      - kind\n      - needed_on\n      - terms",
        ),
    ],
)
def test_comments_and_layout_are_no_content(write: Write, change: tuple[str, str]) -> None:
    before = loaded(write()).content
    assert loaded(write(change)).content == before


@pytest.mark.parametrize(
    "change",
    [
        ("version: 1.2.0", "version: 1.2.1"),
        ("up to 500, disputed: false", "up to 501, disputed: false"),
        ("2.1: {title: Request}", "2.1: {title: Requests}"),
        (
            "  bought: {end: completed}\n  dropped: {end: cancelled}",
            "  dropped: {end: cancelled}\n  bought: {end: completed}",
        ),
        ("deadline: 1 business day\n", "deadline: 1 business hour\n"),
    ],
)
def test_what_the_file_says_is_content(write: Write, change: tuple[str, str]) -> None:
    before = loaded(write()).hash
    assert loaded(write(change)).hash != before


def test_the_organization_is_no_part_of_the_version(write: Write) -> None:
    before = loaded(write())
    after = loaded(write(("ce: {roles", "cy: {roles")))
    assert after.hash == before.hash
    assert after.organization is not None and before.organization is not None
    assert after.organization.hash != before.organization.hash


def test_a_changed_document_changes_the_organization(write: Write) -> None:
    path = write().parent / "workshop.yaml"
    before = load_organization(path)
    (path.parent / "papers" / "g1.txt").write_text("An lets nobody sign.\n")
    after = load_organization(path)
    assert before.organization and after.organization
    assert before.organization.hash != after.organization.hash


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"\xff", b"null", b'{"format":2}', b'{"format":1}', b"[" * 99999]
)
def test_what_is_no_content_is_refused(content: bytes) -> None:
    for rebuild in (process_from_content, organization_from_content):
        with pytest.raises(ValueError):
            rebuild(content)


def test_content_that_is_no_definition_is_refused() -> None:
    with pytest.raises(DefinitionError):
        process_from_content(b'{"format":1,"process":{"process":"x"}}')
    with pytest.raises(DefinitionError):
        organization_from_content(b'{"format":1,"organization":{"organization":"x"},"documents":{}}')


def test_public_holidays_are_those_of_when_the_organization_was_stored(write: Callable[..., Path]) -> None:
    """Another release of the holidays package changes nothing that was recorded."""
    content = load_organization(write().with_name("workshop.yaml")).content
    assert b'"2026-05-01":' in content
    other = content.replace(b'"2026-05-01":', b'"2026-05-12":')
    calendar = organization_from_content(other).calendars["office"]
    assert date(2026, 5, 12) in calendar.spec.holidays
    assert date(2026, 5, 1) not in calendar.spec.holidays


def test_what_was_stored_without_its_public_holidays_can_still_be_read(write: Callable[..., Path]) -> None:
    content = load_organization(write().with_name("workshop.yaml")).content
    before = content[: content.index(b',"holidays":{"CN"')] + b"}"
    calendar = organization_from_content(before).calendars["office"]
    assert date(2026, 5, 1) in calendar.spec.holidays
