"""Cases as tests of the engine look at them."""

from procflow import TRUSTED, CaseView, Engine


def view(engine: Engine, case: str) -> CaseView:
    return engine.case(case, reader=TRUSTED)


def kinds(engine: Engine, case: str) -> list[str]:
    return [event.type for event in engine.history(case, reader=TRUSTED)]


def whole(engine: Engine) -> bool:
    """Whether every record and everything kept beside it is sound."""
    return not any(engine.verify().values())


def the_case(engine: Engine, process: str) -> str:
    """The one case of a process."""
    (found,) = (row.case for row in engine.cases(reader=TRUSTED) if row.process == process)
    return found
