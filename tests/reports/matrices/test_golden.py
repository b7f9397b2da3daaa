"""What is told of every bundled process and position, in both languages."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from procflow.analysis.coverage import account_for
from procflow.definition import load_position, load_process
from procflow.reports import Lang, matrices
from procflow.reports.matrices import Subject, shown
from procflow.reports.tables import Document
from tests.reports.matrices.conftest import Make

GOLDEN = Path(__file__).parent / "golden"
FILES = (
    "contract-review",
    "order-follow-up",
    "order-exception",
    *(
        f"order-desk/{name}"
        for name in (
            "daily-order-report",
            "outbound-note-review",
            "report-to-superior",
            "reward-discipline",
            "sales-analysis",
            "section-meeting",
            "section-rules",
            "shipment-hold",
            "shipping-plan",
            "spending",
            "staff-change",
            "subordinate-hearing",
            "subordinate-review",
            "work-dispute",
            "work-plan",
        )
    ),
)
LEFT_OUT = ("-reasons", "-grants")
"""Tables that say at more length what the others say, which one process is enough for."""


def text(document: Document, *, whole: bool = True) -> str:
    """A document with its cells between bars."""
    lines = [f"# {document.title}", *document.notes]
    for each in document.tables:
        if whole or not each.name.endswith(LEFT_OUT):
            lines += ["", f"## {each.title}", *([each.note] if each.note else [])]
            lines.append(" | ".join(each.heads))
            lines += [" | ".join(("!" if c.finding else "") + c.whole for c in row) for row in each.rows]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def held(request: pytest.FixtureRequest, name: str, told: Iterable[str]) -> None:
    expected, now = GOLDEN / f"{name}.expected", "\n".join(told)
    if request.config.getoption("--reset-golden"):
        expected.write_text(now, encoding="utf-8", newline="\n")
    assert now == expected.read_text(encoding="utf-8")


def test_every_bundled_process_has_its_golden_file(repository: Path) -> None:
    folder = repository / "processes"
    found = {path.stem for place in (folder, folder / "order-desk") for path in place.glob("*.yaml")}
    assert {Path(name).name for name in FILES} == found - {"order-desk-head"}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", FILES)
def test_matrices_of_a_process(
    request: pytest.FixtureRequest, repository: Path, make: Make, name: str, lang: Lang
) -> None:
    subject = make(repository / "processes" / f"{name}.yaml", lang)
    whole = name == "contract-review"
    documents = (
        shown.show_responsibility([matrices.responsibility(subject)], lang),
        shown.show_authority([matrices.authority(subject)], lang),
        shown.show_separation([matrices.separation(subject)], lang),
        shown.show_deadlines([matrices.deadlines(subject)], lang),
    )
    told = (text(document, whole=whole) for document in documents)
    held(request, f"{Path(name).name}.{lang}", told)


@pytest.fixture(scope="module")
def desk(repository: Path, make: Make) -> list[Path]:
    return [repository / "processes" / f"{name}.yaml" for name in FILES if "/" in name]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_matrices_of_a_position_and_of_persons(
    request: pytest.FixtureRequest, repository: Path, make: Make, desk: list[Path], lang: Lang
) -> None:
    subjects: list[Subject] = [make(path, lang) for path in desk]
    position = load_position(repository / "processes" / "order-desk-head.yaml").position
    assert position is not None
    titles = {subject.words.process.name: subject.words.process.title for subject in subjects}
    found = matrices.of_position(position, subjects, lang, titles)
    told = [text(shown.show_position(found, lang))]
    told += [
        text(shown.show_person(matrices.of_person(person, subjects), lang)) for person in ("su", "jiang")
    ]
    held(request, f"order-desk-head.{lang}", told)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_coverage_of_a_register(
    request: pytest.FixtureRequest, repository: Path, monkeypatch: pytest.MonkeyPatch, lang: Lang
) -> None:
    monkeypatch.chdir(repository)
    loaded = load_process(Path("processes/contract-review.yaml"))
    assert loaded.process is not None and loaded.register is not None
    accounts = account_for(loaded.register, [loaded.process])
    held(request, f"coverage.{lang}", [text(shown.show_coverage([accounts], lang))])
