"""A command as a caller gives it, with everything that it is asked under."""

import secrets
from collections.abc import Mapping

from procflow.case import Command
from procflow.engine.core import Core
from procflow.engine.given import require_command, require_command_id
from procflow.engine.operations import Request


def request_of(core: Core, command: Command, key: str, actor: str, contents: Mapping[str, bytes]) -> Request:
    """A command of an ``actor`` at the present instant; ``contents`` are those of papers by SHA-256. Raises
    ``TypeError`` for what is none."""
    require_command(command, actor)
    return Request(command, key, actor, core.clock.now(), secrets.token_bytes(32), contents)


def command_key(given: str | None) -> str:
    """The id that a caller gave to a command, or one that nobody has."""
    if given is None:
        return secrets.token_hex(16)
    require_command_id(given)
    return given
