"""Testing a process: stories that it must be able to tell, run on the real engine with a clock moved by hand.

:func:`run_files` runs scenario files, and the ``coverage`` of what it gives back says what they took of their
processes. For a test that is written in Python, :func:`trial` opens a :class:`CaseDriver`, whose methods are
the steps of a scenario; :func:`expect`, :func:`assert_asked`, :func:`assert_not_asked` and :func:`refused`
assert. Nothing here loads itself into pytest.
"""

from procflow.testing.answering import Answering, HandlerFails
from procflow.testing.asserting import assert_asked, assert_not_asked, expect, refused
from procflow.testing.clock import VirtualClock
from procflow.testing.coverage import Covered, Way, WayKind, coverage_of
from procflow.testing.driver import CaseDriver, NotPossible
from procflow.testing.load import load_scenarios, scenario_paths
from procflow.testing.places import Place
from procflow.testing.run import Result, Summary, Traced, run_files, run_scenario
from procflow.testing.scenario import Scenario, Scenarios
from procflow.testing.trial import trial

__all__ = [
    "Answering",
    "CaseDriver",
    "Covered",
    "HandlerFails",
    "NotPossible",
    "Place",
    "Result",
    "Scenario",
    "Scenarios",
    "Summary",
    "Traced",
    "VirtualClock",
    "Way",
    "WayKind",
    "assert_asked",
    "assert_not_asked",
    "coverage_of",
    "expect",
    "load_scenarios",
    "refused",
    "run_files",
    "run_scenario",
    "scenario_paths",
    "trial",
]
