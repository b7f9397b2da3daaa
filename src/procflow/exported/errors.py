"""What keeps an exported file from being read, written or signed."""


class ExportError(Exception):
    """A file that cannot be read as an exported case, or not be written or signed.

    ``code`` is stable: ``not-an-export``, ``truncated``, ``repacked``, ``damaged``, ``other-format``,
    ``too-large``, ``not-whole``, ``bad-key``, ``no-signing``. The message is one sentence that says what to
    do.
    """

    def __init__(self, code: str, reason: str) -> None:
        self.code, self.reason = code, reason
        super().__init__(code, reason)

    def __str__(self) -> str:
        return self.reason
