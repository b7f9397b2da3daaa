"""procflow site: a folder of definitions as a book."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import LEAVE, SHOP

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A folder with a small process and its organization."""
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "leave.yaml").write_text(LEAVE, encoding="utf-8")
    (folder / "shop.yaml").write_text(SHOP, encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands run where no database lies."""
    monkeypatch.chdir(tmp_path)


def test_a_book_is_written(cli: Any, shop: Path, tmp_path: Path) -> None:
    ended = cli("site", shop, "-o", tmp_path / "book", "--on", "2026-03-02", "--json")
    assert ended.code == 0 and ended.err == ""
    assert ended.json["processes"] == ["leave"] and ended.json["left_out"] == []
    written = {path.relative_to(tmp_path / "book").as_posix() for path in (tmp_path / "book").rglob("*.html")}
    assert len(written) == ended.json["files"]
    assert {"index.html", "zh/processes/leave.html", "en/organizations/shop.html"} <= written
    page = (tmp_path / "book" / "zh" / "processes" / "leave.html").read_text(encoding="utf-8")
    assert "請假" in page and str(tmp_path) not in page


def test_one_file_for_each_process(cli: Any, shop: Path, tmp_path: Path) -> None:
    ended = cli("site", shop / "leave.yaml", "-o", "mail", "--single")
    assert ended.code == 0
    assert {path.name for path in (tmp_path / "mail").glob("*.html")} == {
        "index.html",
        "en.html",
        "zh.html",
        "leave.en.html",
        "leave.zh.html",
    }


def test_the_same_day_gives_the_same_bytes(cli: Any, shop: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert cli("site", shop, "-o", name, "--on", "2026-03-02").code == 0
    for file in (tmp_path / "one").rglob("*.html"):
        assert file.read_bytes() == (tmp_path / "two" / file.relative_to(tmp_path / "one")).read_bytes()


def test_files_with_errors_are_listed_and_the_rest_is_made(cli: Any, shop: Path, tmp_path: Path) -> None:
    (shop / "half.yaml").write_text("process: half\nsteps: [\n", encoding="utf-8")
    (shop / "lost.yaml").write_text(LEAVE.replace("shop.yaml", "gone.yaml"), encoding="utf-8")
    (shop / "orphan.yaml").write_text("register: orphan\n", encoding="utf-8")
    ended = cli("site", shop, "-o", "book")
    assert ended.code == 0
    assert ended.err.count("has errors and is left out") == 3
    front = (tmp_path / "book" / "en" / "index.html").read_text(encoding="utf-8")
    assert all(name in front for name in ("half.yaml", "lost.yaml", "orphan.yaml", "D204", "gone.yaml"))
    assert "processes/leave.html" in front


def test_names_with_markup_stay_text(cli: Any, shop: Path, tmp_path: Path) -> None:
    text = LEAVE.replace("en: Leave}", f'en: "Leave {SCRIPT}"}}').replace(
        "    role: clerk\n    form",
        f'    title: "Ask {SCRIPT} {{{{ 7 * 7 }}}}"\n    role: clerk\n    form',
        1,
    )
    (shop / "leave.yaml").write_text(text, encoding="utf-8")
    organization = SHOP.replace("title: Boss", f"title: 'Boss {SCRIPT}'").replace(
        "name: Bob", f"name: 'Bob {SCRIPT}'"
    )
    (shop / "shop.yaml").write_text(organization, encoding="utf-8")
    assert cli("site", shop, "-o", "book").code == 0
    assert cli("site", shop, "-o", "mail", "--single").code == 0
    for file in (*(tmp_path / "book").rglob("*.html"), *(tmp_path / "mail").rglob("*.html")):
        content = file.read_text(encoding="utf-8")
        assert "<script>alert" not in content, file
    page = (tmp_path / "book" / "en" / "processes" / "leave.html").read_text(encoding="utf-8")
    assert "Ask &lt;script&gt;alert(1)&lt;/script&gt; {{ 7 * 7 }}" in page


def test_other_files_of_one_id_are_versions(cli: Any, shop: Path, tmp_path: Path) -> None:
    older = LEAVE.replace("1.0.0", "0.10.0").replace("1 business day", "2 business days")
    (shop / "older.yaml").write_text(older, encoding="utf-8")
    (shop / "oldest.yaml").write_text(older.replace("0.10.0", "0.9.0"), encoding="utf-8")
    shutil.copy(shop / "leave.yaml", shop / "same.yaml")
    assert cli("site", shop, "-o", "book").code == 0
    page = (tmp_path / "book" / "en" / "processes" / "leave.html").read_text(encoding="utf-8")
    versions = page[page.index('id="versions"') :]
    assert [versions.index(f">{number}</bdi>") for number in ("1.0.0", "0.10.0", "0.9.0")] == sorted(
        versions.index(f">{number}</bdi>") for number in ("1.0.0", "0.10.0", "0.9.0")
    )
    assert "2 business days" in versions and "same.yaml" not in versions
    assert "Version 0.10.0 says the same" in versions or "Version 0.10.0 has otherwise" in versions


def test_what_cases_run_on_is_a_version(cli: Any, shop: Path, tmp_path: Path) -> None:
    started = cli("start", shop / "leave.yaml", "--as", "ann", "--json")
    assert started.code == 0, started.err
    assert cli("site", shop, "-o", "before").code == 0
    (shop / "leave.yaml").write_text(LEAVE.replace("1.0.0", "1.1.0").replace("maximum: 30", "maximum: 40"))
    assert cli("site", shop, "-o", "book").code == 0
    before, after = (
        (tmp_path / name / "en" / "processes" / "leave.html").read_text(encoding="utf-8")
        for name in ("before", "book")
    )
    assert "kept with the cases that run on it" not in before
    assert "kept with the cases that run on it" in after
    assert "40" in after[after.index('id="versions"') :]


def test_an_older_book_is_replaced(cli: Any, shop: Path, tmp_path: Path) -> None:
    assert cli("site", shop, "-o", "book").code == 0
    (tmp_path / "book" / "mine.txt").write_text("mine")
    text = LEAVE.replace("process: leave", "process: absence")
    (shop / "leave.yaml").write_text(text, encoding="utf-8")
    assert cli("site", shop, "-o", "book").code == 0
    assert (tmp_path / "book" / "mine.txt").read_text() == "mine"
    assert [path.name for path in (tmp_path / "book" / "en" / "processes").iterdir()] == ["absence.html"]


def test_a_folder_with_other_things_is_refused(cli: Any, shop: Path, tmp_path: Path) -> None:
    ended = cli("site", shop, "-o", shop)
    assert ended.code == 2 and "holds other things" in ended.err
    assert {path.name for path in shop.iterdir()} == {"leave.yaml", "shop.yaml"}


def test_single_files_need_a_process(cli: Any, tmp_path: Path) -> None:
    ended = cli("site", "order-desk-head", "-o", "book", "--single")
    assert ended.code == 2 and "--single writes processes" in ended.err
    assert not (tmp_path / "book").exists()
    assert cli("site", "order-desk-head", "-o", "book").code == 0
    assert (tmp_path / "book" / "zh" / "positions" / "order-desk-head.html").is_file()


@pytest.mark.parametrize("what", ["gone", "empty"])
def test_nothing_to_write_is_told(cli: Any, tmp_path: Path, what: str) -> None:
    (tmp_path / "empty").mkdir()
    ended = cli("site", what, "-o", "book")
    assert ended.code == 2 and what in ended.err
    assert not (tmp_path / "book").exists()
