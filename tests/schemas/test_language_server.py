"""What an editor shows with the schemas: yaml-language-server itself, spoken to as an editor does.

It is installed once by npm into the user's cache; without Node.js, npm or a network these tests are skipped.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from typing import Any

import pytest

from procflow.bundled import bundled

VERSION = "1.25.0"
PATIENCE = 30.0
"""Seconds until a server that says nothing more is ended."""

HEAD = """\
process: visit
version: 1.0.0
title: {zh: 客戶來訪, en: Visit}
organization: organization.yaml
start: ask
"""


def cache() -> Path:
    """Where programs keep what they can fetch again."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "procflow-tests"


@pytest.fixture(scope="module")
def program() -> list[str]:
    """The command that runs the server."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("Node.js or npm is not here, which the language server needs")
    place = cache() / f"yaml-language-server-{VERSION}"
    entry = place / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
    if not entry.is_file():
        wanted = ["--prefix", str(place), "--no-audit", "--no-fund", f"yaml-language-server@{VERSION}"]
        try:
            place.mkdir(parents=True, exist_ok=True)
            subprocess.run([npm, "install", *wanted], check=True, capture_output=True, timeout=30)
        except (OSError, subprocess.SubprocessError) as error:
            shutil.rmtree(place, ignore_errors=True)
            pytest.skip(f"the language server could not be installed: {type(error).__name__}")
    return [node, str(entry), "--stdio"]


@dataclass(slots=True)
class Editor:
    """Speaks the Language Server Protocol with a server over its standard streams."""

    server: "subprocess.Popen[bytes]"
    settings: dict[str, Any]
    sent: int = 0
    marks: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """What the server last said against each file."""

    def open(self, file: str, text: str) -> None:
        """Show a text to the server."""
        document = {"uri": file, "languageId": "yaml", "version": 1, "text": text}
        self.send(method="textDocument/didOpen", params={"textDocument": document})

    def offered(self, file: str, line: int, column: int) -> dict[str, str]:
        """What may be put in at a place (from 0), by label."""
        result = self.ask("textDocument/completion", file, line, column)
        return {item["label"]: item.get("insertText", "") for item in result["items"]}

    def explained(self, file: str, line: int, column: int) -> str:
        """What is said about a place."""
        return str(self.ask("textDocument/hover", file, line, column)["contents"]["value"])

    def marked(self, file: str) -> dict[int, str]:
        """What is said against a file, by line from 0."""
        while file not in self.marks:
            self.take(self.receive())
        return {mark["range"]["start"]["line"]: mark["message"] for mark in self.marks[file]}

    def ask(self, method: str, file: str, line: int, column: int) -> Any:
        place = {"textDocument": {"uri": file}, "position": {"line": line, "character": column}}
        return self.request(method, place)

    def request(self, method: str, params: object) -> Any:
        """Ask, and wait for the answer."""
        self.sent += 1
        self.send(id=self.sent, method=method, params=params)
        while True:
            message = self.receive()
            if message.get("id") == self.sent and "method" not in message:
                assert "error" not in message, message["error"]
                return message["result"]
            self.take(message)

    def take(self, message: dict[str, Any]) -> None:
        """Answer what the server asks of its own, and keep what it says."""
        match message:
            case {"method": "workspace/configuration", "id": number, "params": {"items": items}}:
                self.send(id=number, result=[self.settings.get(item["section"], {}) for item in items])
            case {"method": "textDocument/publishDiagnostics", "params": params}:
                self.marks[params["uri"]] = params["diagnostics"]
            case {"method": _, "id": number}:
                self.send(id=number, result=None)
            case _:
                pass

    def send(self, **message: object) -> None:
        assert self.server.stdin is not None
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(content), content))
        self.server.stdin.flush()

    def receive(self) -> dict[str, Any]:
        assert self.server.stdout is not None
        length = 0
        while header := self.server.stdout.readline().strip():
            name, _, value = header.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        assert length, "the server has ended"
        message: dict[str, Any] = json.loads(self.server.stdout.read(length))
        return message


@pytest.fixture(scope="module")
def editor(program: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    folder = tmp_path_factory.mktemp("edited").as_uri()
    schemas = {file.as_uri(): f"*.{file.name.split('.')[0]}.yaml" for file in bundled("schemas").iterdir()}
    yaml = {"schemas": schemas, "schemaStore": {"enable": False}, "validate": True, "hover": True}
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        patience = Timer(PATIENCE, server.kill)
        patience.start()
        editor = Editor(server, {"yaml": {**yaml, "completion": True}})
        item = {"snippetSupport": True, "documentationFormat": ["markdown"]}
        able = {
            "workspace": {"configuration": True},
            "textDocument": {
                "completion": {"completionItem": item},
                "hover": {"contentFormat": ["markdown"]},
            },
        }
        root = [{"uri": folder, "name": "edited"}]
        editor.request("initialize", {"rootUri": folder, "capabilities": able, "workspaceFolders": root})
        editor.send(method="initialized", params={})
        yield editor
        patience.cancel()
        server.kill()


@pytest.fixture
def shown(editor: Editor, tmp_path: Path) -> Callable[[str, str], str]:
    """Shows a text as a file of some kind, and tells its name."""

    def show(kind: str, text: str) -> str:
        file = (tmp_path / f"file.{kind}.yaml").as_uri()
        editor.open(file, text)
        # Until it has its schemas it offers nothing; then it says what is wrong, or that nothing is.
        editor.marked(file)
        return file

    return show


def kinds(name: str) -> set[str]:
    """The keys that say what a step of a process, or of a scenario, is."""
    schema = json.loads((bundled("schemas") / f"{name}.schema.json").read_text(encoding="utf-8"))
    return {branch["required"][0] for branch in schema["$defs"]["step"]["oneOf"]}


def test_an_empty_step_offers_all_kinds(editor: Editor, shown: Callable[[str, str], str]) -> None:
    file = shown("process", f"{HEAD}steps:\n  ask:\n    \n  done: {{end: completed}}\n")
    offered = editor.offered(file, 7, 4)
    assert "role: $1\noutcomes:\n  done: $2" in offered.values()
    assert kinds("process") <= begun(offered)


def test_a_new_line_of_a_scenario_offers_all_kinds(editor: Editor, shown: Callable[[str, str], str]) -> None:
    file = shown("scenario", "process: p.yaml\nscenarios:\n  all:\n    title: All\n    steps:\n      - \n")
    offered = editor.offered(file, 5, 8)
    assert offered["do line"] == "as: $1\n  do: $2"
    assert kinds("scenario") <= begun(offered)


def begun(offered: dict[str, str]) -> set[str]:
    """The keys that whole entries begin with, among what is offered."""
    return {
        line.strip().partition(":")[0]
        for text in offered.values()
        if ":" in text
        for line in text.split("\n")
    }


def test_the_values_of_a_choice_are_offered(editor: Editor, shown: Callable[[str, str], str]) -> None:
    file = shown("process", f"{HEAD}steps:\n  done:\n    end: \n")
    assert set(editor.offered(file, 7, 9)) == {"completed", "cancelled", "rejected"}


def test_a_key_is_explained_in_both_languages(editor: Editor, shown: Callable[[str, str], str]) -> None:
    file = shown("process", f"{HEAD}steps:\n  ask:\n    role: clerk\n    deadline: 1 day\n    next: ask\n")
    told = editor.explained(file, 8, 6)
    assert "deadline · 期限" in told
    assert "A time from the opening" in told and "自開始起算" in told


def test_a_mistake_is_marked(editor: Editor, shown: Callable[[str, str], str]) -> None:
    file = shown("process", f"{HEAD}steps:\n  ask:\n    role: clerk\n    colour: red\n    next: ask\n")
    marks = editor.marked(file)
    assert set(marks) == {8}
    assert "colour" in marks[8]


@pytest.mark.parametrize(
    ("kind", "file"),
    [
        ("process", "contract-review.yaml"),
        ("organization", "organizations/pipe-maker.yaml"),
        ("clauses", "clauses/contract-review.yaml"),
        ("scenario", "scenarios/contract-review/disputes.yaml"),
    ],
)
def test_what_comes_along_is_not_marked(
    editor: Editor, shown: Callable[[str, str], str], kind: str, file: str
) -> None:
    text = (bundled("processes") / file).read_text(encoding="utf-8")
    assert editor.marked(shown(kind, text)) == {}


@pytest.mark.parametrize("kind", ["position", "sheet"])
def test_what_must_stay_accepted_is_not_marked(
    editor: Editor, shown: Callable[[str, str], str], repository: Path, kind: str
) -> None:
    text = (repository / "tests" / "corpus" / "ok" / f"{kind}.yaml").read_text(encoding="utf-8")
    assert editor.marked(shown(kind, text)) == {}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("organization", "roles:\n  clerk: {titel: Clerk}\n"),
        ("clauses", "clauses:\n  C1: {titel: Asking}\n"),
        ("scenario", "scenarios:\n  all: {titel: All, steps: [{start: an}]}\n"),
        ("position", "duties:\n  D1: {title: Orders, nature: standing, produce: a list}\n"),
        ("sheet", "sections:\n  - {title: All, lines: [{filed: amount}]}\n"),
    ],
)
def test_a_mistake_is_marked_in_every_kind_of_file(
    editor: Editor, shown: Callable[[str, str], str], kind: str, text: str
) -> None:
    assert 1 in editor.marked(shown(kind, text))
