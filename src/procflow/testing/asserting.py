"""Assertions for tests that are written in Python."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from procflow.case import Refused
from procflow.definition.build.scope import Report
from procflow.diagnostics import to_text
from procflow.source import MapNode, from_plain
from procflow.source.schema import validate
from procflow.testing.build_expect import build_expect
from procflow.testing.driver import CaseDriver
from procflow.testing.expectations import unmet
from procflow.testing.expected import Expect
from procflow.testing.naming import Standpoint
from procflow.testing.places import Place


def expect(driver: CaseDriver, **expected: object) -> None:
    """Assert what holds now, in the words of a scenario's ``expect``: ``expect(driver, open=["propose"])``.

    Raises ``AssertionError`` with everything that does not hold, ``ValueError`` for an expectation that means
    nothing, and :class:`NotPossible` before there is a case.
    """
    steps = [{"expect": expected}]
    node = from_plain({"process": "", "scenarios": {"here": {"steps": steps}}}, "expected")
    assert isinstance(node, MapNode)
    wanted, found = Report().built(lambda report: _wanted(report, driver, node, expected))
    if wanted is None or found:
        raise ValueError(to_text(found, {}))
    findings = unmet(driver, wanted)
    assert not findings, to_text(findings, {})


def _wanted(
    report: Report, driver: CaseDriver, node: MapNode, expected: Mapping[str, object]
) -> Expect | None:
    report.take(validate(node, "scenario")[1])
    body = from_plain(dict(expected), "expected")
    around = Standpoint(report, driver.engine.library, driver.process, driver.process)
    return None if len(report) or not isinstance(body, MapNode) else build_expect(around, body)


def assert_asked(driver: CaseDriver, place: Place | str, *persons: str) -> None:
    """Assert that these persons are asked at a place now, and nobody else: they may answer in their own right
    and are not away. Without persons, that something is open there and nobody is asked.

    Raises ``AssertionError``, and :class:`NotPossible` for a place that the process does not have.
    """
    asked = driver.asked(place)
    if not driver.at(place):
        raise AssertionError(f"nothing is open at {place}, but at {', '.join(driver.open()) or 'no place'}")
    assert set(asked) == set(persons), f"asked at {place}: {_listed(asked)}, not {_listed(persons)}"


def assert_not_asked(driver: CaseDriver, *persons: str) -> None:
    """Assert that nothing of the case lies in the inboxes of these persons, also not under a grant.

    Raises ``AssertionError``, and :class:`NotPossible` before there is a case.
    """
    case = driver.case.id
    for person in persons:
        places = [str(driver.place_of(item)) for item in driver.engine.inbox(person) if item.case == case]
        assert not places, f"{person} is asked at {', '.join(places)}"


def _listed(persons: Iterable[str]) -> str:
    return ", ".join(sorted(persons)) or "nobody"


@contextmanager
def refused(driver: CaseDriver, code: str) -> Iterator[None]:
    """Assert that what is done inside is refused with this code and changes nothing."""
    before = driver.mark()
    try:
        yield
    except Refused as refusal:
        assert refusal.code == code, f"refused as {refusal.code}, not as {code}: {refusal}"
        assert driver.mark() == before, f"refused as {code}, and yet the case has changed"
        return
    raise AssertionError(f"this should have been refused as {code}, and was done")
