"""The free texts of a command. What is on a record stays there, so nothing may come to it that could not be
read back."""

from procflow.case.commands import (
    AnswerItem,
    Command,
    NewAttachment,
    RaiseEvent,
    Reassign,
    ReportHandler,
    StartCase,
    WithdrawObjection,
)
from procflow.case.refusal import Refused
from procflow.definition.values import writable


def require_texts(command: Command) -> None:
    """Raise ``TypeError`` for what is no text, and :class:`Refused` for one that cannot be written."""
    match command:
        case AnswerItem() | RaiseEvent():
            if command.comment is not None:
                _require("comment", command.comment)
            _require_filenames(command.attachments)
        case StartCase():
            _require_filenames(command.attachments)
        case WithdrawObjection() | Reassign():
            if command.comment is not None:
                _require("comment", command.comment)
        case ReportHandler():
            if command.failure is not None:
                _require("failure", command.failure)
            _require_filenames(command.attachments)
        case _:
            pass


def _require_filenames(papers: tuple[NewAttachment, ...]) -> None:
    for paper in papers:
        _require(f"the file name of {paper.name}", paper.filename)


def _require(name: str, text: object) -> None:
    if not isinstance(text, str):
        raise TypeError(f"{name} is no text: {text!r}")
    if not writable(text):
        raise Refused("bad-value", f"{name}: the text holds characters that cannot be written")
