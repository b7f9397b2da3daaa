"""What happens in the demonstration, read from ``demo.toml`` in one language."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any

from procflow.reports import Lang


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody does something; ``at`` is by the wall clock of the process's calendar.

    Several ``actors`` do it one after the other. Without a place the case is started. ``refused`` acts
    must be refused.
    """

    at: datetime
    actors: tuple[str, ...]
    place: str | None
    outcome: str
    on_behalf_of: str | None
    topic: str | None
    comment: str | None
    data: Mapping[str, object]
    refused: bool


@dataclass(frozen=True, slots=True)
class Scene:
    """Acts that belong together, under a heading and perhaps a sentence on what the rules want."""

    heading: str
    frame: str
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """The whole demonstration: its scenes, and the sentences around them by name."""

    process: str
    begins: datetime
    scenes: tuple[Scene, ...]
    texts: Mapping[str, str]
    commands: tuple[str, ...]

    def say(self, name: str, /, **args: object) -> str:
        """One of the sentences, filled. Raises ``KeyError`` for one that is not there."""
        return self.texts[name].format_map(args)


def read_script(lang: Lang) -> Script:
    """The demonstration in one language."""
    text = files(__package__).joinpath("demo.toml").read_text(encoding="utf-8")
    read: dict[str, Any] = _in_language(tomllib.loads(text), lang)
    return Script(
        process=read["process"],
        begins=read["begins"],
        scenes=tuple(_scene(scene) for scene in read["scene"]),
        texts=read["texts"],
        commands=tuple(read["commands"]),
    )


def _in_language(value: Any, lang: Lang) -> Any:
    """A value with every pair of languages in it replaced by the one that is wanted."""
    match value:
        case {"en": _, "zh": _, **others} if not others:
            return value[lang]
        case dict():
            return {key: _in_language(inner, lang) for key, inner in value.items()}
        case list():
            return [_in_language(inner, lang) for inner in value]
        case _:
            return value


def _scene(read: dict[str, Any]) -> Scene:
    return Scene(read["heading"], read.get("frame", ""), tuple(_act(act) for act in read["act"]))


def _act(read: dict[str, Any]) -> Act:
    actors = read["as"]
    return Act(
        at=read["at"],
        actors=(actors,) if isinstance(actors, str) else tuple(actors),
        place=read.get("place"),
        outcome=read.get("outcome", ""),
        on_behalf_of=read.get("for"),
        topic=read.get("topic"),
        comment=read.get("comment"),
        data=read.get("data", {}),
        refused=read.get("refused", False),
    )
