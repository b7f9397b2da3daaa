"""Ids that follow from others (SEMANTICS 32): of cases, and of what is asked for outside of one."""

from hashlib import sha256

CALLS = "call:"
"""How the id of a command begins that starts a case for another one."""


def case_id_of(command_id: str) -> str:
    """The id of the case that a start command begins: the same command, the same case."""
    return f"c{sha256(command_id.encode()).hexdigest()[:14]}"


def call_command(case: str, timer: str) -> str:
    """The id of the command that starts the case which a job of another one asks for."""
    return f"{CALLS}{case}/{timer}"


def called_case(case: str, timer: str) -> str:
    """The id of the case that a job asks for, be it started already or not."""
    return case_id_of(call_command(case, timer))


def first_try(timer: str) -> str:
    """The timer of the first attempt at what a handler's timer is an attempt at."""
    number, kind, *_ = timer.split(".")
    return f"{number}.{kind}"


def next_try(timer: str, attempt: int) -> str:
    """The timer of a further attempt, which counts from 2."""
    return f"{first_try(timer)}.{attempt}"
