"""The SQL, each statement once. Columns stand in the order of the port's fields."""

_CASE = "case_id, process, version, definition, status, started_at"
_OF_CASES = ("cases", "commits", "events", "personal", "work_items", "addressees", "timers", "keys")
_URGENCY = "ORDER BY due IS NULL, due, opened_at, item"
_ITEM = "item, case_id, step, seat, role, addressees, due, opened_at"

LOAD = f"SELECT {_CASE}, state, head FROM cases WHERE case_id = ?"
CASES = f"SELECT {_CASE} FROM cases ORDER BY started_at, case_id"
# From cases to commits, of which there are many times as many.
OPENED = """SELECT c.case_id, c.started_at, c.definition, m.organization
    FROM cases AS c CROSS JOIN commits AS m ON m.case_id = c.case_id
    AND m.version = (SELECT min(version) FROM commits WHERE case_id = c.case_id)
    WHERE c.process = ? ORDER BY m.position"""
CASE_IDS = f"{' UNION '.join(f'SELECT case_id FROM {table}' for table in _OF_CASES)} ORDER BY case_id"
VERSION = "SELECT version FROM cases WHERE case_id = ?"

INSERT_CASE = f"""INSERT INTO cases ({_CASE}, state, head) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (case_id) DO NOTHING"""
UPDATE_CASE = """UPDATE cases
    SET process = ?, version = ?, definition = ?, status = ?, started_at = ?, state = ?, head = ?
    WHERE case_id = ? AND version = ?"""

INSERT_COMMIT = """INSERT INTO commits (case_id, version, command_id, organization, header, chain)
    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (case_id, command_id) DO NOTHING"""
COMMITS = "SELECT version, header, chain FROM commits WHERE case_id = ? ORDER BY version"
COMMIT_ROWS = "SELECT version, position, organization FROM commits WHERE case_id = ? ORDER BY version"
DONE = "SELECT version, header, chain FROM commits WHERE case_id = ? AND command_id = ?"
VERSION_BEFORE = "SELECT max(version) FROM commits WHERE case_id = ? AND version < ?"

INSERT_EVENT = "INSERT INTO events (case_id, seq, body) VALUES (?, ?, ?)"
EVENTS = "SELECT seq, body FROM events WHERE case_id = ? ORDER BY seq"
EVENTS_BETWEEN = "SELECT seq, body FROM events WHERE case_id = ? AND seq > ? AND seq <= ? ORDER BY seq"

INSERT_PERSONAL = "INSERT INTO personal (case_id, seq, field, salt, value) VALUES (?, ?, ?, ?, ?)"
PERSONAL = "SELECT seq, field, salt, value FROM personal WHERE case_id = ? ORDER BY seq, field"
PERSONAL_BETWEEN = """SELECT seq, field, salt, value FROM personal WHERE case_id = ? AND seq > ? AND seq <= ?
    ORDER BY seq, field"""

INSERT_ITEM = f"INSERT INTO work_items ({_ITEM}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
INSERT_ADDRESSEE = "INSERT INTO addressees (addressee, item, case_id) VALUES (?, ?, ?)"
DELETE_ITEM = "DELETE FROM work_items WHERE item = ? AND case_id = ?"
DELETE_ADDRESSEES = "DELETE FROM addressees WHERE item = ? AND case_id = ?"

INSERT_TIMER = "INSERT INTO timers (case_id, timer, due) VALUES (?, ?, ?)"
DELETE_TIMER = "DELETE FROM timers WHERE timer = ? AND case_id = ?"

INSERT_KEY = """INSERT INTO keys (process, key, case_id, holds) VALUES (?, ?, ?, ?)
    ON CONFLICT (process, key, holds, case_id) DO NOTHING"""
DELETE_KEY = "DELETE FROM keys WHERE process = ? AND key = ? AND case_id = ? AND holds = ?"
HOLDER = "SELECT case_id FROM keys WHERE process = ? AND key = ? AND holds = 1"
WAITING = "SELECT case_id FROM keys WHERE process = ? AND key = ? AND holds = 0 ORDER BY case_id"
KEYS = "SELECT process, key, case_id, holds FROM keys WHERE case_id = ? ORDER BY process, key, holds"

INSERT_CONTENT = """INSERT INTO contents (kind, sha256, content) VALUES (?, ?, ?)
    ON CONFLICT (kind, sha256) DO NOTHING"""
CONTENT = "SELECT content FROM contents WHERE kind = ? AND sha256 = ?"
CONTENT_KEPT = "SELECT 1 FROM contents WHERE kind = ? AND sha256 = ?"
CONTENTS = "SELECT kind, sha256 FROM contents ORDER BY kind, sha256"

NOTE = "SELECT value FROM notes WHERE key = ?"
PUT_NOTE = (
    "INSERT INTO notes (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
)


def items(addressees: int | None, *, of_case: bool) -> str:
    """Open items in their order: of so many addressees, then of one case, where these are given."""
    conditions = []
    if addressees is not None:
        conditions.append(_addressed(addressees))
    if of_case:
        conditions.append("case_id = ?")
    return f"SELECT {_ITEM} FROM work_items{_where(conditions)} {_URGENCY}"


def asked(addressees: int) -> str:
    """The ids and the cases of the open items of so many addressees, in the order of :func:`items`."""
    return f"SELECT item, case_id FROM work_items WHERE {_addressed(addressees)} {_URGENCY}"


def _addressed(addressees: int) -> str:
    return f"item IN (SELECT item FROM addressees WHERE addressee IN ({', '.join('?' * addressees)}))"


def timers(*, until: bool, of_case: bool) -> str:
    """Timers in their order: due up to an instant, then of one case, where these are given; then how many."""
    conditions = [text for text, given in (("due <= ?", until), ("case_id = ?", of_case)) if given]
    return f"SELECT case_id, timer, due FROM timers{_where(conditions)} ORDER BY due, case_id, timer LIMIT ?"


def _where(conditions: list[str]) -> str:
    return f" WHERE {' AND '.join(conditions)}" if conditions else ""
