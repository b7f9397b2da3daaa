"""The checker, and what can be foretold of a case."""

from procflow.analysis.check import check_program
from procflow.analysis.forecast import Forecast, ForecastStep, forecast

__all__ = ["Forecast", "ForecastStep", "check_program", "forecast"]
