"""An exported case is whole as it was written, and whatever was done to it is found and named."""

import json
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procflow import CheckedExport, ExportError, verify_export

Pack = Callable[[Mapping[str, bytes]], bytes]
Unpack = Callable[[bytes], dict[str, bytes]]
Lines = Callable[[list[bytes]], list[bytes]]


@pytest.fixture
def changed(small: bytes, pack: Pack, unpack: Unpack) -> Callable[..., list[tuple[str, int, int, str]]]:
    """Changes a member of the small case, by its bytes, and gives the faults; with None, takes it away."""

    def change(member: str, to: Callable[[bytes], bytes | None]) -> list[tuple[str, int, int, str]]:
        members = unpack(small)
        (name,) = [name for name in members if name.startswith(member)][:1]
        body = to(members[name])
        assert body != members[name]
        if body is None:
            del members[name]
        else:
            members[name] = body
        return [(f.kind, f.seq, f.version, f.text) for f in verify_export(pack(members)).faults]

    return change


Changed = Callable[..., list[tuple[str, int, int, str]]]


def lines(edit: Lines) -> Callable[[bytes], bytes]:
    """An edit of a table's lines behind its head: line n is event n, or the nth commit."""

    def edited(table: bytes) -> bytes:
        head, *rest = table.splitlines(keepends=True)
        return head + b"".join(edit(rest))

    return edited


def replaced(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda body: body.replace(old, new, 1)


def test_it_is_whole_as_it_was_written(small: bytes, circulation: bytes) -> None:
    checked = verify_export(small)
    assert (checked.faults, checked.signatures) == ((), ())
    assert (checked.process, checked.status, dict(checked.left_out)) == ("example", "completed", {})
    assert verify_export(circulation).faults == ()


def test_the_same_members_are_the_same_bytes(small: bytes, pack: Pack, unpack: Unpack) -> None:
    assert pack(unpack(small)) == small


def test_what_it_says_of_the_case_is_in_it(small: bytes, unpack: Unpack) -> None:
    members, checked = unpack(small), verify_export(small)
    said = json.loads(members["case.json"])
    assert (said["case"], said["head"], said["version"]) == (checked.case, checked.head, checked.version)
    assert checked.version == len(members["events.tsv"].splitlines()) - 1
    assert "王小姐" in members["personal.tsv"].decode()
    assert "王小姐" not in members["events.tsv"].decode()


def test_the_names_of_papers_end_as_their_files_do(circulation: bytes, unpack: Unpack) -> None:
    papers = [name for name in unpack(circulation) if name.startswith("attachments/")]
    assert papers and all(name.endswith(".txt") for name in papers)


def test_an_altered_event(changed: Changed) -> None:
    (fault,) = changed("events.tsv", replaced(b'"CaseStarted"', b'"CaseStartet"'))
    assert fault[:2] == ("altered", 1)
    (fault,) = changed("events.tsv", replaced(b'"amount":"100"', b'"amount":"900"'))
    assert fault[0] == "altered" and fault[3] == f"event {fault[1]} was altered"


def test_a_missing_event(changed: Changed) -> None:
    ((kind, seq, _, text),) = changed("events.tsv", lines(lambda e: e[:6] + e[7:]))
    assert (kind, seq, text) == ("missing", 7, "event 7 is missing")


def test_events_in_each_others_place(changed: Changed) -> None:
    def swap(e: list[bytes]) -> list[bytes]:
        (a, five), (b, nine) = (line.split(b"\t", 1) for line in (e[4], e[8]))
        return [*e[:4], a + b"\t" + nine, *e[5:8], b + b"\t" + five, *e[9:]]

    assert [fault[:2] for fault in changed("events.tsv", lines(swap))] == [("moved", 5), ("moved", 9)]


def test_lines_out_of_their_order(changed: Changed) -> None:
    found = changed("events.tsv", lines(lambda e: [e[1], e[0], *e[2:]]))
    assert [fault[:2] for fault in found] == [("moved", 1)]
    found = changed("events.tsv", lines(lambda e: [*e, e[-1]]))
    assert [fault[0] for fault in found] == ["moved"]
    ((kind, _, version, text),) = changed("commits.tsv", lines(lambda c: [*c[1:], c[0]]))
    assert (kind, version > 0, "out of its order in commits.tsv" in text) == ("moved", True, True)
    assert changed("personal.tsv", lines(lambda p: p[::-1]))[0][0] == "moved"


def test_an_event_that_no_commit_lists(changed: Changed) -> None:
    found = changed("events.tsv", lines(lambda e: [*e, b"9999\t" + e[-1].split(b"\t", 1)[1]]))
    assert [fault[:2] for fault in found] == [("added", 9999)]


def test_an_altered_header_and_head(changed: Changed) -> None:
    found = changed("commits.tsv", replaced(b'"by":"ann"', b'"by":"ben"'))
    assert [(kind, seq) for kind, seq, *_ in found] == [("altered", 0)] and "header" in found[0][3]
    found = changed("commits.tsv", lines(lambda c: [c[0].replace(c[0][3:9], b"000000", 1), *c[1:]]))
    assert [fault[0] for fault in found] == ["altered"] and "chain" in found[0][3]


def test_a_missing_commit_and_a_missing_end(changed: Changed) -> None:
    assert changed("commits.tsv", lines(lambda c: c[:3] + c[4:]))[0][0] == "missing"
    found = changed("commits.tsv", lines(lambda c: c[:-1]))
    assert "added" in {fault[0] for fault in found} and found[-1][0] == "missing"
    assert changed("commits.tsv", lines(lambda c: []))


def test_a_whole_commit_cut_off_at_the_end(small: bytes, pack: Pack, unpack: Unpack) -> None:
    """With what the file says of itself set back: the status shows it, and else the head kept elsewhere."""
    members = unpack(small)
    *commits, _ = members["commits.tsv"].splitlines(keepends=True)
    version, head, _ = commits[-1].split(b"\t", 2)
    events = members["events.tsv"].splitlines(keepends=True)[: int(version) + 1]
    said = json.loads(members["case.json"])
    for key, value in (("head", head), ("version", version)):
        members["case.json"] = members["case.json"].replace(str(said[key]).encode(), value, 1)
    members |= {"commits.tsv": b"".join(commits), "events.tsv": b"".join(events)}
    (fault,) = verify_export(pack(members)).faults
    assert (fault.kind, "the listing of case" in fault.text) == ("altered", True)
    members["case.json"] = members["case.json"].replace(b"completed", b"running")
    cut = verify_export(pack(members))
    assert cut.faults == () and cut.head != verify_export(small).head


@pytest.mark.parametrize(
    ("key", "to", "what"),
    [
        ("head", "0" * 64, "does not lead to the head"),
        ("head", "none", "does not lead to the head"),
        ("version", 4, "the case's row says version 4"),
        ("version", 4000, "the record ends at event"),
        ("process", "other", "the process in the case's row"),
        ("status", "running", "the listing of case"),
        ("started_at", "2020-01-01T00:00:00Z", "the start in the case's row"),
        ("definition", "0" * 64, "the definition in the case's row"),
        ("case", "c0ffee", "moved here"),
    ],
)
def test_what_the_file_says_of_the_case_is_held_to_the_record(
    small: bytes, both: tuple[Pack, Unpack], key: str, to: object, what: str
) -> None:
    pack, unpack = both
    members = unpack(small)
    members["case.json"] = json.dumps({**json.loads(members["case.json"]), key: to}).encode()
    found = verify_export(pack(members)).faults
    assert found and any(what in fault.text for fault in found)


@pytest.mark.parametrize("kind", ["definition", "organization"])
def test_content_altered_missing_and_added(changed: Changed, kind: str) -> None:
    ((found, _, version, text),) = changed(f"{kind}s/", lambda body: body + b" ")
    assert (found, version > 0, text.startswith(f"the {kind} ")) == ("altered", True, True)
    ((found, _, _, text),) = changed(f"{kind}s/", lambda _: None)
    assert (found, text.endswith("is not kept any more")) == ("missing", True)


def test_papers_altered_missing_and_added(circulation: bytes, pack: Pack, unpack: Unpack) -> None:
    members = unpack(circulation)
    name = next(name for name in members if name.startswith("attachments/"))
    (fault,) = verify_export(pack({**members, name: b"other"})).faults
    assert (fault.kind, fault.seq > 0) == ("altered", True)
    (fault,) = verify_export(pack({n: body for n, body in members.items() if n != name})).faults
    assert (fault.kind, fault.seq > 0) == ("missing", True)
    more = {**members, f"attachments/{'0' * 64}.txt": b"more"}
    assert {fault.kind for fault in verify_export(pack(more)).faults} == {"added"}
    other = {n.replace(".txt", ".exe") if n == name else n: body for n, body in members.items()}
    assert [fault.kind for fault in verify_export(pack(other)).faults] == ["altered"]


def test_personal_values_altered_and_gone(changed: Changed, small: bytes, pack: Pack, unpack: Unpack) -> None:
    ((kind, seq, _, text),) = changed("personal.tsv", replaced("王".encode(), "李".encode()))
    assert (kind, seq > 0, "the personal field contact was altered" in text) == ("altered", True, True)
    assert changed("personal.tsv", lines(lambda p: [b"9999" + p[0][1:]]))[0][0] == "added"
    members = unpack(small)
    head, first, _ = members["personal.tsv"].splitlines(keepends=True)
    checked = verify_export(pack({**members, "personal.tsv": head + first}))
    assert checked.faults == () and list(checked.left_out) == ["contact"]
    (seq,) = checked.left_out["contact"]
    assert seq > int(first.split(b"\t")[0])


def test_lines_that_are_none(changed: Changed) -> None:
    found = changed("events.tsv", lines(lambda e: [*e[:3], b"nonsense\n", *e[3:]]))
    assert [fault[3] for fault in found] == ["line 5 of events.tsv is none that an export has"]
    assert changed("events.tsv", lambda body: body.removesuffix(b"\n"))[0][0] == "altered"
    assert changed("events.tsv", replaced(b"seq\tevent", b"seq\tEVENT"))[0][0] == "altered"
    assert changed("README.txt", lambda body: body + b"You may trust this.\n")[0][0] == "altered"


def test_one_case_in_the_frame_of_another(
    small: bytes, circulation: bytes, pack: Pack, unpack: Unpack
) -> None:
    members = {**unpack(small), "events.tsv": unpack(circulation)["events.tsv"]}
    found = verify_export(pack(members)).faults
    assert {fault.kind for fault in found} >= {"moved", "added"}


def found(content: bytes) -> bool:
    """Whether a change is found, in the one way or the other; anything else that is raised is a fault."""
    try:
        return bool(verify_export(content).faults)
    except ExportError as error:
        return bool(error.code)


def flipped(content: bytes, at: int, to: int) -> bytes:
    return content[:at] + bytes([content[at] ^ to]) + content[at + 1 :]


@given(st.data())
def test_no_byte_can_be_changed_unseen(small: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(small) - 1))
    assert found(flipped(small, at, data.draw(st.integers(1, 255))))


def test_no_byte_of_the_frame_can_be_changed_unseen(begun: bytes, unpack: Unpack) -> None:
    """A third of those that stand around the members, where no hash of the record reaches; the members
    themselves are for the test above."""
    inside: set[int] = set()
    for body in unpack(begun).values():
        start = begun.index(body)
        inside |= set(range(start, start + len(body)))
    frame = [at for at in range(len(begun)) if at not in inside]
    assert len(frame) > 900
    assert [at for at in frame[::3] if not found(flipped(begun, at, 1))] == []


@given(st.data())
def test_no_part_can_be_cut_out_doubled_or_put_in_unseen(small: bytes, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(small)))
    end = data.draw(st.integers(start, min(len(small), start + 500)))
    put = data.draw(st.one_of(st.binary(max_size=40), st.just(small[start:end] * 2)))
    content = small[:start] + put + small[end:]
    assert content == small or found(content)


def test_the_faults_of_a_file_and_of_a_database_have_the_same_words(changed: Changed) -> None:
    (fault,) = changed("events.tsv", replaced(b'"amount":"100"', b'"amount":"900"'))
    assert fault[3] == f"event {fault[1]} was altered"


def test_anything_but_bytes_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(TypeError, match="bytes are needed, not str"):
        verify_export("case.zip")  # type: ignore[arg-type]


def test_a_checked_export_can_be_compared(small: bytes) -> None:
    assert isinstance(verify_export(small), CheckedExport)
    assert verify_export(small) == verify_export(small)
