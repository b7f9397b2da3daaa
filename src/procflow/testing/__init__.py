"""Scenarios: stories that a process must be able to tell, run on the real engine with a clock moved by hand.

:func:`run_files` runs scenario files; :class:`CaseDriver` does the same for a test that is written in Python.
"""

from procflow.testing.asserting import expect, refused
from procflow.testing.clock import VirtualClock
from procflow.testing.driver import CaseDriver, NotPossible
from procflow.testing.load import load_scenarios, scenario_paths
from procflow.testing.places import Place
from procflow.testing.run import Result, Summary, Traced, run_files, run_scenario
from procflow.testing.scenario import Scenario, Scenarios

__all__ = [
    "CaseDriver",
    "NotPossible",
    "Place",
    "Result",
    "Scenario",
    "Scenarios",
    "Summary",
    "Traced",
    "VirtualClock",
    "expect",
    "load_scenarios",
    "refused",
    "run_files",
    "run_scenario",
    "scenario_paths",
]
