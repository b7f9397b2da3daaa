"""One line of the bench's table, and the clock that its figures come from."""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from resource import RUSAGE_CHILDREN, getrusage
from statistics import mean
from time import process_time


@dataclass(frozen=True, slots=True)
class Row:
    """`measured` of some work beside `baseline`, in one `unit` and from one run.

    `bound` is the ratio that must not be passed and `aim` the one that is hoped for; "3 times faster" is 1/3.
    A baseline of 0 is a caller's mistake and raises `ValueError`.
    """

    work: str
    measured: float
    against: str
    baseline: float
    unit: str
    bound: float
    aim: float

    def __post_init__(self) -> None:
        if self.baseline <= 0:
            raise ValueError(f"{self.work}: the baseline is {self.baseline} {self.unit}")

    @property
    def ratio(self) -> float:
        return self.measured / self.baseline

    @property
    def verdict(self) -> str:
        if self.ratio <= self.aim:
            return "aim met"
        return "within bound" if self.ratio <= self.bound else "missed"


@dataclass(frozen=True, slots=True)
class Skipped:
    """Work that cannot be measured yet, and why."""

    work: str
    why: str


def seconds(work: Callable[[], object], *, rounds: int = 7, calls: int = 1) -> float:
    """The seconds of computing that one call of `work` takes: the least of `rounds`."""
    return min(timed(work, calls) for _ in range(rounds))


def timed(work: Callable[[], object], calls: int = 1) -> float:
    """The seconds of computing that one call of `work` takes, as the mean of `calls` calls, with the programs
    that it starts: what the machine does meanwhile for others, or waits for a disk, is left out."""
    started = _computed()
    for _ in range(calls):
        work()
    return (_computed() - started) / calls


def _computed() -> float:
    """The seconds that this program and those that it started and saw end have computed."""
    ended = getrusage(RUSAGE_CHILDREN)
    return process_time() + ended.ru_utime + ended.ru_stime


def in_turns(*works: Callable[[], float], rounds: int = 15) -> list[float]:
    """The least that each of `works` measures of itself, in `rounds` in which they take turns.

    So a busy moment of the machine meets all of them, and none clears up what another left behind. A turn is
    about as long for all: a work that is measured sooner is measured more often and counts by the mean, since
    of short turns the least is a luckier one.
    """
    spent = [timed(work) for work in works]
    often = [max(1, round(max(spent) / each)) for each in spent]
    least = [float("inf")] * len(works)
    for _ in range(rounds):
        for place, work in enumerate(works):
            gc.collect()
            least[place] = min(least[place], mean(work() for _ in range(often[place])))
    return least
