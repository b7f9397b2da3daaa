"""The pictures of the documentation are those that tools/pictures.py draws from the files of now."""

from pathlib import Path

from tools.pictures import PLACE, pictures


def test_the_pictures_are_drawn_from_the_files_of_now(repository: Path) -> None:
    drawn = dict(pictures(repository))
    assert {path.name for path in (repository / PLACE).iterdir()} == set(drawn)
    for name, content in drawn.items():
        assert (repository / PLACE / name).read_bytes() == content, f"run python tools/pictures.py: {name}"
