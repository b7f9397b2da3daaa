"""The book of procedures: pages for every process, position, register and organization of a folder.

Pure functions from definitions to frozen values, and from these to pages: :func:`book` makes the model in one
language, :func:`pages` the files of a whole site, :func:`single_pages` one file for each process.
"""

from procflow.reports.book.given import Given, GivenBroken, GivenPosition, GivenProcess, GivenVersion
from procflow.reports.book.pages import pages, single_pages
from procflow.reports.book.values import Book
from procflow.reports.book.whole import book

__all__ = [
    "Book",
    "Given",
    "GivenBroken",
    "GivenPosition",
    "GivenProcess",
    "GivenVersion",
    "book",
    "pages",
    "single_pages",
]
