"""Which definitions an engine has at hand."""

from collections.abc import Callable
from pathlib import Path

import pytest

from procflow import DefinitionError, Library, NotFound, open_library
from procflow.definition.folder import process_files
from procflow.definition.load import load_process
from procflow.diagnostics import to_text

Write = Callable[..., Path]


def codes(error: DefinitionError) -> list[str]:
    return [finding.code for finding in error.diagnostics]


def test_a_folder_holds_its_processes_and_no_other_files(folder: Path, purchase: str) -> None:
    (folder / "order.yml").write_text(purchase.replace("process: purchase", "process: order"), "utf-8")
    (folder / "notes.txt").write_text("process: none", "utf-8")
    (folder / "clauses.yaml").write_text("# The register\n\n'register': r\n", "utf-8")
    (folder / "stories.yaml").write_text("process: purchase\nscenarios: []\n", "utf-8")
    (folder / "bom.yaml").write_text("organization: other\n", "utf-8-sig")
    (folder / "buyer.yaml").write_text("position: buyer\norganization: works.yaml\n", "utf-8")
    (folder / "paper.yaml").write_text("sheet: paper\ntitle: Paper\n", "utf-8")
    (folder / "deep.yaml").mkdir()
    (folder / "below").mkdir()
    (folder / "below" / "purchase.yaml").write_text(purchase, "utf-8")
    (folder / "gone.yaml").symlink_to(folder / "nowhere.yaml")
    assert [path.name for path in process_files(folder)] == ["order.yml", "purchase.yaml"]
    assert set(open_library(folder).processes()) == {"purchase", "order"}
    assert process_files(folder / "notes.txt") == (folder / "notes.txt",)


def test_a_long_banner_is_looked_at_in_no_time(folder: Path, purchase: str) -> None:
    banner = "#" * 200 + "\n" + "# \n" * 200
    (folder / "purchase.yaml").write_text(banner + purchase, "utf-8")
    assert open_library(folder).processes() == ("purchase",)


def test_one_file_named_twice_counts_once(folder: Path) -> None:
    library = open_library([folder, str(folder / "purchase.yaml")])
    assert library.processes() == ("purchase",)


def test_findings_of_all_files_come_together(folder: Path, purchase: str) -> None:
    (folder / "a.yaml").write_text(purchase.replace("start: ask", "start: aks"), "utf-8")
    (folder / "b.yaml").write_text(purchase.replace("role: buyer}, ", "role: byer}, "), "utf-8")
    (folder / "c.yaml").write_bytes(b"\xff")
    with pytest.raises(DefinitionError) as caught:
        open_library([folder, folder / "none.yaml"])
    named = {Path(finding.span.file).name for finding in caught.value.diagnostics}
    assert named == {"a.yaml", "b.yaml", "c.yaml", "none.yaml"}
    assert len(codes(caught.value)) >= 4


def test_two_processes_of_one_id_are_refused_with_both_places(folder: Path, purchase: str) -> None:
    (folder / "copy.yaml").write_text(purchase.replace("1.0.0", "1.0.1"), "utf-8")
    with pytest.raises(DefinitionError) as caught:
        open_library(folder)
    (finding,) = caught.value.diagnostics
    assert (finding.code, Path(finding.span.file).name) == ("N104", "purchase.yaml")
    assert [Path(related.span.file).name for related in finding.related] == ["copy.yaml"]
    assert "purchase is the name of some process already" in to_text([finding], {})


def test_two_organizations_of_one_id_are_refused(
    folder: Path, write: Write, purchase: str, shop: str
) -> None:
    other = purchase.replace("process: purchase", "process: order")
    write(folder.parent / "other", purchase=other, shop=shop.replace("title: Shop", "title: Other shop"))
    with pytest.raises(DefinitionError) as caught:
        open_library([folder, folder.parent / "other"])
    (finding,) = caught.value.diagnostics
    assert (finding.code, finding.args["name"]) == ("N104", "shop")


def test_a_broken_process_is_not_taken_in(folder: Path, purchase: str) -> None:
    (folder / "purchase.yaml").write_text(purchase.replace("start: ask", "start: aks"), "utf-8")
    library = Library()
    with pytest.raises(DefinitionError) as caught:
        library.add(load_process(folder / "purchase.yaml"))
    assert codes(caught.value)
    assert (library.processes(), library.organizations()) == ((), ())


def test_an_unknown_name_gets_the_nearest(folder: Path) -> None:
    library = open_library(folder)
    with pytest.raises(NotFound, match=r"no process purchas; known: purchase; did you mean purchase\?"):
        library.program("purchas")
    with pytest.raises(NotFound, match="no organization shopp"):
        library.organization("shopp")
    with pytest.raises(NotFound, match=r"known: none$"):
        Library().program("purchase")


def test_without_a_name_the_bundled_ones_are_there() -> None:
    assert "contract-review" in open_library(None).processes()
    assert open_library([]).processes() == ()


@pytest.mark.parametrize("place", ["a\0b", "x" * 5000, "none"])
def test_a_place_that_cannot_be_one_is_a_finding(place: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        open_library(place)
    assert len(codes(caught.value)) == 1


def test_the_register_of_a_program_is_read_once(repository: Path) -> None:
    library = open_library(repository / "processes" / "order-exception.yaml")
    program = library.program("order-exception")
    register = library.register_of(program)
    assert register is not None and register.clauses
    assert library.register_of(program) is register
