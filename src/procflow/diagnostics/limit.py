"""How many findings one file is worth: whoever sees a thousand mends the first ones and checks again."""

from collections.abc import Iterable, Sequence

from procflow.diagnostics.diagnostic import Diagnostic, Severity

MAX_ERRORS = 100
"""Errors of one file after which nothing more of it is looked at."""
MAX_REMARKS = 1_000
"""Warnings and notes of one file that are given; a register that no process follows yet has one a clause."""


class LimitReachedError(Exception):
    """A limit was passed and nothing more is looked at; its finding is among the others."""


def and_no_more(found: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings with a last one behind them, which says that the rest of the file was not checked."""
    last = max((d.span for d in found), key=lambda span: (span.line, span.column))
    return (*found, Diagnostic("Y112", last, {"limit": str(MAX_ERRORS)}))


def first_errors(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings up to the first :data:`MAX_ERRORS` errors. Where there are that many a last one says so,
    and nothing is looked for behind them."""
    taken: list[Diagnostic] = []
    errors = 0
    for finding in found:
        taken.append(finding)
        errors += finding.severity is Severity.ERROR
        if errors >= MAX_ERRORS:
            return and_no_more(taken)
    return tuple(taken)


def shortened(found: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings, of warnings and notes only the first :data:`MAX_REMARKS`, with a last one that counts
    the others."""
    remarks = [d for d in found if d.severity is not Severity.ERROR]
    if len(remarks) <= MAX_REMARKS:
        return tuple(found)
    kept, rest = remarks[:MAX_REMARKS], len(remarks) - MAX_REMARKS
    errors = [d for d in found if d.severity is Severity.ERROR]
    more = Diagnostic("Y114", kept[-1].span, {"count": str(rest)})
    return (*sorted([*errors, *kept], key=lambda d: (d.span, d.code)), more)
