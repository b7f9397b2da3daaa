"""Write the pages of all codes from the catalogue: `python tools/code_pages.py [--check]`.

One page for each area in docs/reference/codes, in Chinese in the folder zh below it, and a page over them.
With --check nothing is written; prints the pages that differ and ends with 1 if there are any.
"""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from procflow.diagnostics import code_page, code_title
from procflow.diagnostics.catalogue import AREAS, area

REPOSITORY = Path(__file__).resolve().parents[1]
PAGES = REPOSITORY / "docs" / "reference" / "codes"
FRAME = REPOSITORY / "tools" / "frame"

TITLES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "yaml": "The file and its YAML",
        "schema": "Keys and values",
        "names": "Names",
        "definition": "Processes",
        "steps": "Branches, events and other steps",
        "positions": "Cadence, positions and review sheets",
        "guards": "Conditions",
        "cells": "Table cells",
        "worktime": "Time and calendars",
        "organization": "Organizations",
        "register": "Clause registers",
        "flow": "The flow of a process",
        "tables": "Tables as a whole",
        "scenarios": "Scenarios",
    },
    "zh": {
        "yaml": "檔案與 YAML",
        "schema": "鍵與值",
        "names": "名稱",
        "definition": "流程",
        "steps": "分支、事件與其他步驟",
        "positions": "週期、職位與評審表",
        "guards": "條件",
        "cells": "權限表的格",
        "worktime": "時間與日曆",
        "organization": "組織",
        "register": "條款登記",
        "flow": "流程的走向",
        "tables": "權限表的整體",
        "scenarios": "情境",
    },
}

INTRODUCTION = {
    "en": """\
# Codes

Everything that procflow says about a file has a code. Its page tells what it says, why, and how to mend it,
with a bad and a good example. The code, the place and the facts stay the same from version to version; the
wording may become better. `procflow explain CODE` prints the same. [In Chinese](zh/README.md).
""",
    "zh": """\
# 代碼

procflow 對檔案所說的每件事都有代碼：說什麼、為什麼、怎麼改，並附錯誤和正確的例子。
各版本之間，代碼、位置和所依據的事實不變，文字可能改得更好。
`procflow explain CODE --lang zh` 印出同樣的內容。[英文](../README.md)。
""",
}

AROUND = """\
## Around the examples

Most examples are a piece of a file. They run as tests, for which `tools/frame.py` puts them into the files
below. Every bad example gives its code and no other, every good one none.

- *Keys of a process*, of *an organization* and so on take the place of the same keys of the file. A line
  `# organization.yaml` says that what follows belongs to that file. A case begins at the first of the steps
  that are given.
- *Keys of a task* stand in the step `write`.
- *A condition* is that of a choice between `ask` and `write`.
- *Cells of a table row* make the first row of a table, whose second row holds for all else.
- *Keys of a calendar* stand in the calendar `office`.
"""


def pages() -> Iterator[tuple[Path, str]]:
    """Every page by its path."""
    for lang, titles in TITLES.items():
        folder = PAGES if lang == "en" else PAGES / lang
        lists = [_listed(letter, name, titles[name], lang) for letter, name in AREAS.items()]
        around = [AROUND, *(_framed(path) for path in sorted(FRAME.glob("*.yaml")))] if lang == "en" else []
        yield folder / "README.md", "\n".join([INTRODUCTION[lang], *lists, *around])
        for letter, name in AREAS.items():
            codes = (code_page(code, lang, level=2) for code in area(letter))
            yield folder / f"{name}.md", "\n".join([f"# {titles[name]}\n", *codes])


def _listed(letter: str, name: str, title: str, lang: str) -> str:
    lines = [f"- [{code}]({name}.md#{code.lower()}) {code_title(code, lang)}" for code in area(letter)]
    return "\n".join([f"## {title}\n", *lines]) + "\n"


def _framed(path: Path) -> str:
    return f"`{path.name}`:\n\n```yaml\n{path.read_text(encoding='utf-8')}```\n"


def main() -> int:
    """Write the pages that differ, or tell them."""
    differing = [(p, text) for p, text in pages() if not p.is_file() or p.read_text(encoding="utf-8") != text]
    for path, text in differing:
        print(path.relative_to(REPOSITORY))
        if "--check" not in sys.argv:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    return 1 if differing and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
