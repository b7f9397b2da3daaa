"""The checker. What can be foretold of a case is in :mod:`procflow.analysis.forecast`, which loads the kernel
that the checker does without."""

from procflow.analysis.check import check_program

__all__ = ["check_program"]
