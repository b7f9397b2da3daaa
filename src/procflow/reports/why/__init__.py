"""Why a case asks whom, told in plain words in either language of the house."""

from procflow.reports.why.speaker import WhyLine
from procflow.reports.why.tell import tell_why

__all__ = ["WhyLine", "tell_why"]
