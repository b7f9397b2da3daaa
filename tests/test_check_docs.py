"""The documentation checker finds each kind of fault, and only that."""

import subprocess
import sys
from pathlib import Path

import pytest


def check(repository: Path, root: Path) -> tuple[int, list[str]]:
    """The checker's exit code and its lines but the last, which counts."""
    run = subprocess.run(
        [sys.executable, str(repository / "tools" / "check_docs.py"), str(root)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert not run.stderr
    return run.returncode, run.stdout.splitlines()[:-1]


def write(root: Path, **pages: str) -> Path:
    (root / "docs").mkdir()
    for name, text in pages.items():
        (root / "docs" / f"{name}.md").write_text(text, encoding="utf-8")
    return root


GOOD = """
# Start here

See [a page](page.md#two-words) and [itself](#start-here), `[no](link)`, and [outside](https://example.org/x).

```python
total = 1 + 1
```

```yaml
step: {role: clerk, title: 覆核}
```

```console
$ ls no-such-folder
```

````text
```python
this is ( shown, not compiled
```
````
"""


def test_good_pages_pass(repository: Path, tmp_path: Path) -> None:
    root = write(tmp_path, README=GOOD, page="# Page\n\n## Two words\n")
    assert check(repository, root) == (0, [])


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        ("[there](missing.md)", "docs/README.md:1: link to missing.md: there is no such file"),
        ("\n[there](#nowhere)", "docs/README.md:2: link to #nowhere: the page has no such heading"),
        ("```python\nx = (\n```", "docs/README.md:2: python block: '(' was never closed in its line 1"),
        ("```console\n$ procflow no-such-command\n```", "there is no such command"),
        ("text\n\n```yaml\na: [1\n```", "docs/README.md:4: yaml block: "),
    ],
)
def test_fault_is_named_at_its_line(repository: Path, tmp_path: Path, page: str, fault: str) -> None:
    code, lines = check(repository, write(tmp_path, README=page))
    assert code == 1
    assert len(lines) == 1
    assert fault in lines[0]


def test_orphan_is_named(repository: Path, tmp_path: Path) -> None:
    root = write(tmp_path, README="[on](a.md)", a="[on](b.md)", b="end", lonely="[back](README.md)")
    assert check(repository, root) == (1, ["docs/lonely.md:1: no link leads here from README.md"])


@pytest.mark.parametrize(
    ("folder", "text", "faults"),
    [
        ("tutorial", "Type:\n\n```yaml a.yaml\na: 1\n```\n", ["docs/tutorial/README.md:4: nothing above"]),
        ("tutorial", "In `a.yaml`:\n\n```yaml a.yaml\na: 1\n```\nmore:\n```yaml a.yaml\nb: 1\n```\n", []),
        ("how-to", "`a.yaml`\n```yaml a.yaml\n```\n`b.yaml`\n```yaml b.yaml\n```\n```diff a.yaml\n```\n",
         ["docs/how-to/README.md:8: nothing above the block says that it is a.yaml"]),
        ("reference", "```yaml a.yaml\na: 1\n```\n", []),
    ],
)  # fmt: skip
def test_a_page_to_type_along_names_its_files(
    repository: Path, tmp_path: Path, folder: str, text: str, faults: list[str]
) -> None:
    root = write(tmp_path, README=f"[on]({folder}/README.md)")
    (root / "docs" / folder).mkdir()
    (root / "docs" / folder / "README.md").write_text(text, encoding="utf-8")
    code, lines = check(repository, root)
    assert code == (1 if faults else 0)
    assert len(lines) == len(faults)
    assert all(fault in line for fault, line in zip(faults, lines, strict=True))
