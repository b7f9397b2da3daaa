"""What keeps tables from being written."""


class MissingReports(Exception):
    """The extra ``reports``, which brings what writes pages and workbooks, is not installed."""

    def __init__(self, ending: str) -> None:
        super().__init__(
            f"{ending} needs the extra reports: pip install 'procflow[reports]'; csv needs nothing more"
        )
