"""Stories that are told through the engine, to be frozen as the cases that they come to."""

from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

from procflow.definition.load import load_process
from procflow.testing import CaseDriver
from procflow.worktime import Duration, Unit

HERE = Path(__file__).parent
TERMS = {"quality": "GB/T 9711", "price": "每噸 6100 元", "delivery_date": "2026-07-31"}
CONTRACT = {
    "customer": "華北石化",
    "amount": 1800000,
    "channel": "direct",
    "terms": TERMS,
    "in_force_on": "2026-06-01",
}


def days(count: int) -> Duration:
    return Duration(count, Unit.BUSINESS_DAYS)


def begin(case: CaseDriver, mode: str, **data: object) -> None:
    case.start("lin", data)
    case.do("submit-terms", "submitted", actor="lin")
    case.do("propose", "proposed", actor="zhou", data={"mode": mode})


def finish(case: CaseDriver) -> None:
    case.do("agree-with-customer", "agreed", actor="lin")
    case.do("sign", "signed", actor="lin")
    case.do("in-force", "in_force", actor="deng")
    case.do("collate-file", "collated", actor="deng")
    case.do("keep-file", "filed", actor="tang")


def reorganize(case: CaseDriver, before: str, after: str) -> None:
    """Change the small organization under its running case."""
    with TemporaryDirectory() as folder:
        copytree(HERE / "small", folder, dirs_exist_ok=True)
        file = Path(folder) / "works.yaml"
        file.write_text(file.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
        case.engine.library.renew(load_process(Path(folder) / "example.yaml"))


def circulation(case: CaseDriver) -> None:
    """Handed up, a deputy's objection to the group, terms changed, signed for the general manager, a voided
    pass, and the meeting that follows; filed."""
    begin(case, "circulation")
    case.wait(days(2))
    case.do("circulate/technical-centre", "agree", actor="zhang")
    case.everybody("agree", upto="circulate/manufacturing-centre")
    case.do("circulate/quality-department", "object", actor="xie", on_behalf_of="zheng", topic="quality")
    case.do("quality", "overruled", actor="zhang")
    case.do("quality", "appeal", actor="zheng")
    case.do("quality", "convened", actor="li", on_behalf_of="wang")
    for person in ("wang", "sun", "xu", "chen"):
        case.do("quality", "no", actor=person)
    for person in ("wang", "sun", "xu", "wu"):
        case.do("quality", "yes", actor=person)
    case.do("submit-terms", "submitted", actor="he", data={"terms": {"quality": "GB/T 9711 PSL2"}})
    case.do("propose", "proposed", actor="zhou")
    case.everybody("agree", upto="circulate/sales-vp")
    case.wait(days(1))
    case.do("circulate/general-manager", "agree", actor="li", on_behalf_of="wang")
    case.change({"amount": 1850000}, actor="lin")
    case.do("submit-terms", "submitted", actor="lin")
    case.do("propose", "proposed", actor="deng", data={"mode": "meeting"})
    case.do("meeting", "convened", actor="deng")
    case.everybody("agree")
    case.everybody("agree")
    finish(case)


def short(case: CaseDriver) -> None:
    """A repeat batch; an objection that nobody rules on, circulation in its place, a grant that the amount
    outgrows, the vice president's own objection; refused by the general manager."""
    begin(case, "short", amount=400000, repeat_batch=True)
    case.do("short-review/material-company", "agree", actor="xu")
    case.do("short-review/manufacturing-centre", "object", actor="sun", topic="other")
    case.do("submit-terms", "submitted", actor="lin")
    case.do("propose", "proposed", actor="zhou")
    case.everybody("agree", upto="circulate/quality-department")
    case.do("circulate/finance-department", "agree", actor="luo", on_behalf_of="qian")
    case.do("circulate/legal-department", "return", actor="shen")
    case.do("submit-terms", "submitted", actor="lin", data={"amount": 1200000})
    case.do("propose", "proposed", actor="zhou")
    case.everybody("agree", upto="circulate/marketing-director")
    case.do("circulate/sales-vp", "object", actor="chen", topic="delivery")
    case.do("delivery", "convened", actor="wang")
    for person in ("wang", "liu"):
        case.do("delivery", "no", actor=person)
    case.wait(days(2))
    case.do("delivery", "convened", actor="wang")
    for person in ("wang", "liu", "zhang", "huang"):
        case.do("delivery", "no", actor=person)
    case.wait(days(2))
    for person, vote in (
        ("wang", "no"),
        ("liu", "no"),
        ("zhang", "no"),
        ("huang", "abstain"),
        ("qian", "yes"),
    ):
        case.do("delivery", vote, actor=person)
    case.wait(days(2))
    case.do("circulate/general-manager", "refuse", actor="wang")


def meeting(case: CaseDriver) -> None:
    """Two objections in one meeting, one of them taken back, a ruling that stands because nobody appealed;
    withdrawn."""
    begin(case, "meeting", amount=5000000)
    case.do("meeting", "convened", actor="zhou")
    case.do("meeting/quality-department", "object", actor="zheng", topic="quality")
    case.do("meeting/finance-department", "object", actor="qian", topic="price")
    case.do("meeting/technical-centre", "agree", actor="wu")
    case.take_back("meeting/quality-department", actor="zheng", comment="settled by telephone")
    case.do("meeting/quality-department", "agree", actor="feng")
    case.do("price", "upheld", actor="liu")
    case.wait(days(1))
    case.do("submit-terms", "withdrawn", actor="lin", comment="the customer has bought elsewhere")


def small(case: CaseDriver) -> None:
    """What the contract review has no use for: a deadline that leads elsewhere, a tie, an arbitration that
    ends with the step it hangs on, personal data, and an organization that changes under way."""
    case.start("ann", {"contact": "王小姐 555-0100"})
    case.do("draft", "done", actor="ann", data={"amount": 100})
    case.wait(days(1))
    case.do("clear", "done", actor="ann")
    case.do("look/buyer", "agree", actor="ben")
    case.do("look/checker", "back", actor="cai")
    case.do("draft", "done", actor="ann", data={"amount": 150, "contact": "王小姐 555-0199"})
    case.do("look/buyer", "object", actor="ben", topic="price")
    case.do("price", "overruled", actor="cai")
    case.do("price", "appeal", actor="ben")
    case.do("price", "convened", actor="ida")
    case.do("price", "abstain", actor="hal")
    case.do("price", "no", actor="ida")
    reorganize(case, "name: Ann, roles: [clerk]", "name: Ann, roles: [clerk, checker]")
    case.do("look/head", "object", actor="hal", topic="price")
    reorganize(case, "name: Ida, roles: [chief]", "name: Ida, roles: [clerk]")
    case.do("look/checker", "no", actor="cai")
    reorganize(case, "", "")
    case.do("sign", "done", actor="ida")


STORIES: dict[str, tuple[Callable[[CaseDriver], None], str]] = {
    "circulation": (circulation, "processes/contract-review.yaml"),
    "short-review": (short, "processes/contract-review.yaml"),
    "meeting": (meeting, "processes/contract-review.yaml"),
    "small": (small, "tests/histories/small/example.yaml"),
}
