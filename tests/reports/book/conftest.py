from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from procflow.cli.book import given_at
from procflow.cli.settings import Settings
from procflow.reports.book import Book, Given, book, pages, single_pages
from procflow.wording import LANGS

DAY = date(2026, 3, 2)
# With arbitration and tables; with branches; opening by itself, with a register that a position shares; under
# a grant with a limit.
CHOSEN = (
    "contract-review",
    "order-exception",
    "order-desk/daily-order-report",
    "order-desk/spending",
    "order-desk-head",
)

Files = Mapping[str, bytes]


class Page(HTMLParser):
    """What a page holds: ids, links, headings, the languages of its parts, and its text."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.langs: list[str] = []
        self.scripts: list[dict[str, str | None]] = []
        self.text = ""
        self._quiet = 0
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.links += [value for name, value in attrs if name in ("href", "action") and value]
        for name in ("aria-labelledby", "aria-describedby", "for"):
            self.links += [f"#{value}" for key, value in attrs if key == name]
        self.langs += [value for name, value in attrs if name == "lang" and value]
        if tag == "script":
            self.scripts.append(given)
        self._quiet += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._quiet -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._quiet:
            self.text += data

    @property
    def headings(self) -> list[int]:
        """The levels of its headings in their order."""
        return [int(tag[1]) for tag in self.tags if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit()]


@pytest.fixture(scope="session")
def given(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Given:
    """Some of the bundled processes and the bundled position."""
    folder = repository / "processes"
    nothing = Settings(db=str(tmp_path_factory.mktemp("none") / "none.db"))
    return given_at(nothing, [str(folder / f"{name}.yaml") for name in CHOSEN])


@pytest.fixture(scope="session")
def books(given: Given) -> tuple[Book, ...]:
    """The book of these in both languages."""
    return tuple(book(given, lang, DAY) for lang in LANGS)


@pytest.fixture(scope="session")
def site(books: tuple[Book, ...]) -> Files:
    """Its files."""
    return pages(books)


@pytest.fixture(scope="session")
def singles(given: Given) -> Files:
    """Each process but the longest in a file by itself."""
    some = replace(given, processes=given.processes[1:])
    return single_pages([book(some, lang, DAY, single=True) for lang in LANGS])


@pytest.fixture(scope="session")
def parsed(site: Files, singles: Files) -> Callable[[str], Mapping[str, Page]]:
    """The pages of the site or of the single files, read."""
    found = {
        kind: {name: Page(content) for name, content in files.items()}
        for kind, files in (("site", site), ("single", singles))
    }
    return found.__getitem__
