"""Pictures as one HTML file that needs nothing else: searched, zoomed, asked about every card, and for a case
stepped through."""

from procflow.drawing.formats.html.escaping import data
from procflow.drawing.formats.html.figure import Figure, figure, figure_style
from procflow.drawing.formats.html.story import Told
from procflow.drawing.formats.html.write import write_case_html, write_html

__all__ = ["Figure", "Told", "data", "figure", "figure_style", "write_case_html", "write_html"]
