"""What several files name is read and built once, and is the same as if each had read it."""

from pathlib import Path
from shutil import copytree

from procflow.definition import Shelf, load_process
from procflow.definition.folder import process_files


def test_what_is_shared_is_one_and_the_same(repository: Path) -> None:
    shelf = Shelf()
    files = process_files(repository / "processes" / "order-desk")
    shared = [load_process(file, shelf=shelf) for file in files]
    assert len({id(loaded.organization) for loaded in shared}) == 1
    assert len({id(loaded.register) for loaded in shared}) == 1
    for file, loaded in zip(files, shared, strict=True):
        alone = load_process(file)
        assert (alone.content, alone.organization_content) == (loaded.content, loaded.organization_content)
        assert (alone.diagnostics, alone.sources) == (loaded.diagnostics, loaded.sources)


def test_mistakes_in_what_is_shared_are_found_with_each(repository: Path, tmp_path: Path) -> None:
    copytree(repository / "processes", tmp_path / "processes")
    organization = tmp_path / "processes" / "organizations" / "distribution-centre.yaml"
    organization.write_text(organization.read_text("utf-8") + "nonsense: 1\n", "utf-8")
    shelf = Shelf()
    files = process_files(tmp_path / "processes" / "order-desk")[:3]
    for loaded in [load_process(file, shelf=shelf) for file in files]:
        assert (loaded.process, loaded.content, loaded.organization_content) == (None, b"", b"")
        in_it = [d.code for d in loaded.diagnostics if d.span.file.endswith("distribution-centre.yaml")]
        assert in_it == ["S101"]
