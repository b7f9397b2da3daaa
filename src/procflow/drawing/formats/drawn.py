"""What the formats without fonts and themes need of a picture."""

from typing import Protocol

from procflow.drawing.layout import Layout
from procflow.drawing.model import Drawing


class Drawn(Protocol):
    """A drawing with its coordinates; every lane, node and edge of the one stands in the other."""

    @property
    def drawing(self) -> Drawing: ...

    @property
    def layout(self) -> Layout: ...
