"""Check the documentation: `python tools/check_docs.py [ROOT]`.

Relative links and their anchors resolve; every page under `docs/` can be reached from `docs/README.md`;
blocks marked `python` compile and blocks marked `yaml` parse; lines `$ procflow …` in `console` blocks name
commands and options that exist. On pages that are typed along, the file that a block belongs to is named in
the text above it, since what stands behind the language of a fence is not shown.
Prints one line for each fault and ends with 1 if there is any.
"""

import ast
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FENCE = re.compile(r"^(?P<indent> *)(?P<ticks>`{3,}|~{3,})(?P<language>[\w+-]*) ?(?P<file>[^\s`]*)")
LINK = re.compile(r"\[(?:[^\[\]]|\[[^\]]*\])*\]\(<?(?P<target>[^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")
CODE_SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
HEADING = re.compile(r"^#{1,6}\s+(?P<text>.+?)\s*#*$")
ABSOLUTE = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fault:
    page: Path
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block; `file` is the name behind its language, `line` the first line inside the fence."""

    language: str
    file: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page taken apart. `prose` keeps the page's line numbers; lines of blocks are empty in it."""

    path: Path
    prose: list[str]
    blocks: list[Block]

    def links(self) -> Iterator[tuple[int, str]]:
        """Line and target of every link that points into the repository."""
        for number, text in enumerate(self.prose, 1):
            for match in LINK.finditer(CODE_SPAN.sub("", text)):
                if not ABSOLUTE.match(match["target"]):
                    yield number, match["target"]

    def anchors(self) -> set[str]:
        """The anchors of the headings, as the usual Markdown hosts make them."""
        anchors: dict[str, int] = {}
        for text in self.prose:
            if heading := HEADING.match(text):
                slug = re.sub(r"[^\w\- ]", "", heading["text"].lower()).replace(" ", "-")
                anchors[slug] = anchors.get(slug, -1) + 1
        return {slug if n == 0 else f"{slug}-{n}" for slug, last in anchors.items() for n in range(last + 1)}


@cache
def read(path: Path) -> Page:
    prose: list[str] = []
    blocks: list[Block] = []
    inside: list[str] = []
    opened: re.Match[str] | None = None
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if opened is None:
            opened = FENCE.match(text)
            prose.append("" if opened else text)
            continue
        prose.append("")
        if text.strip().startswith(opened["ticks"]) and not text.strip().strip("`~"):
            blocks.append(Block(opened["language"], opened["file"], number - len(inside), "\n".join(inside)))
            inside, opened = [], None
        else:
            inside.append(text.removeprefix(opened["indent"]))
    return Page(path, prose, blocks)


def target_of(page: Page, link: str) -> tuple[Path, str]:
    path, _, anchor = link.partition("#")
    return ((page.path.parent / path).resolve() if path else page.path), anchor


def check_links(page: Page) -> Iterator[Fault]:
    for line, link in page.links():
        target, anchor = target_of(page, link)
        if not target.exists():
            yield Fault(page.path, line, f"link to {link}: there is no such file")
        elif anchor and target.suffix == ".md" and anchor not in read(target).anchors():
            yield Fault(page.path, line, f"link to {link}: the page has no such heading")


def check_python(block: Block) -> str | None:
    try:
        ast.parse(block.text)
    except SyntaxError as error:
        return f"python block: {error.msg} in its line {error.lineno}"
    return None


def check_yaml(block: Block) -> str | None:
    try:
        list(yaml.compose_all(block.text))
    except yaml.YAMLError as error:
        return f"yaml block: {' '.join(str(error).split())}"
    return None


@cache
def help_of(command: tuple[str, ...]) -> str | None:
    """What `procflow COMMAND --help` prints; None if there is no such command."""
    run = subprocess.run(
        [sys.executable, "-c", "from procflow.cli import main; main()", *command, "--help"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return run.stdout if run.returncode == 0 else None


def check_command(line: str) -> str | None:
    words = shlex.split(line.removeprefix("$ procflow"), comments=True)
    command = tuple(words[:1]) if words and not words[0].startswith("-") else ()
    text = help_of(command)
    if text is None:
        return f"`procflow {' '.join(command)}`: there is no such command"
    options = [word.partition("=")[0] for word in words if word.startswith("--")]
    unknown = [option for option in options if not re.search(rf"(?<![\w-]){option}(?![\w-])", text)]
    return f"`procflow {' '.join(command)}` has no {', '.join(unknown)}" if unknown else None


def check_console(block: Block) -> str | None:
    joined = block.text.replace("\\\n", " ")
    lines = [line for line in joined.splitlines() if re.match(r"\$ procflow(\s|$)", line)]
    return "; ".join(fault for line in lines if (fault := check_command(line))) or None


TYPED_ALONG = ("tutorial", "how-to")
CHECKS: dict[str, Callable[[Block], str | None]] = {
    "python": check_python,
    "yaml": check_yaml,
    "console": check_console,
}


def check_blocks(page: Page) -> Iterator[Fault]:
    for block in page.blocks:
        if (check := CHECKS.get(block.language)) and (text := check(block)):
            yield Fault(page.path, block.line, text)


def check_files(page: Page) -> Iterator[Fault]:
    told, at = "", 0
    for block in page.blocks:
        if block.file and block.file != told:
            if block.file not in "\n".join(page.prose[at : block.line]):
                yield Fault(page.path, block.line, f"nothing above the block says that it is {block.file}")
            told = block.file
        at = block.line if block.file else at


def orphans(start: Path, pages: list[Page]) -> Iterator[Fault]:
    reached: set[Path] = set()
    waiting = [start]
    while waiting:
        path = waiting.pop()
        if path in reached or path.suffix != ".md" or not path.is_file():
            continue
        reached.add(path)
        waiting += [target_of(read(path), link)[0] for _, link in read(path).links()]
    for page in pages:
        if page.path not in reached:
            yield Fault(page.path, 1, f"no link leads here from {start.name}")


def main(root: Path) -> int:
    docs = [read(path) for path in sorted((root / "docs").rglob("*.md"))]
    others = [read(path) for path in sorted([*root.glob("*.md"), *(root / "bench").glob("*.md")])]
    faults = list(orphans(root / "docs" / "README.md", docs))
    for page in [*others, *docs]:
        faults += [*check_links(page), *check_blocks(page)]
        if page.path.parent.name in TYPED_ALONG:
            faults += check_files(page)
    for fault in faults:
        print(f"{fault.page.relative_to(root)}:{fault.line}: {fault.text}")
    print(f"{len(docs) + len(others)} pages, {len(faults) or 'no'} fault{'' if len(faults) == 1 else 's'}")
    return 1 if faults else 0


if __name__ == "__main__":
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1]
    sys.exit(main(given.resolve()))
