from pathlib import Path

from procflow.reports.matrices import Subject, authority
from tests.reports.matrices.conftest import PEOPLE, Make


def test_a_row_has_its_cells_holders_and_grants(order: Subject) -> None:
    table, _ = authority(order).tables
    assert table.asked_at == ("Look", "Look (refuse)")
    first, second = table.rows
    assert (first.cells, first.role, [h.person for h in first.holders]) == (("≤ 1,000",), "head", ["hal"])
    assert [lends.deputy.receiver for lends in first.lends] == ["tom", "una"]
    assert (second.cells, second.role) == (("> 1,000",), "chief")


def test_a_grant_whose_limit_a_row_is_above_never_serves_there(works: Path, make: Make) -> None:
    limited = "roles: [chief], limits: {amount: 1000}, valid: {from: 2025-01-01, to: 2026-03-01}"
    text = PEOPLE.replace("roles: [chief], valid: {from: 2025-01-01, to: 2026-03-01}", limited)
    assert text != PEOPLE
    (works.parent / "works.yaml").write_text(text, encoding="utf-8")
    (lends,) = authority(make(works)).tables[0].rows[1].lends
    assert lends.barred_by is not None and lends.barred_by.field == "amount"
    (works.parent / "works.yaml").write_text(
        text.replace("amount: 1000}, valid: {from: 2025", "amount: 1001}, valid: {from: 2025")
    )
    (lends,) = authority(make(works)).tables[0].rows[1].lends
    assert lends.barred_by is None


def test_a_map_is_a_table_of_one_column(order: Subject) -> None:
    _, maker = authority(order).tables
    assert [(row.cells, row.role) for row in maker.rows] == [(("wood",), "clerk"), (("iron",), "buyer")]


def test_the_last_word_elsewhere_leaves_out_seats_and_what_a_table_says(order: Subject) -> None:
    places = {each.place for each in authority(order).last_words}
    assert {"ask", "meet", "sole/judge", "price:1", "price:2", "owner", "other"} <= places
    assert not {"look", "look/head", "meet/clerk"} & places


def test_nobody_rules_on_a_topic_that_is_settled(order: Subject) -> None:
    other = next(each for each in authority(order).last_words if each.place == "other")
    assert (other.who, other.holders) == ("Nobody", ())
    assert other.why == "nobody rules: the case goes back to “Ask”"


def test_limits_that_a_task_confirms(order: Subject) -> None:
    (confirmed,) = authority(order).confirmed
    assert (confirmed.place, confirmed.limit, confirmed.value) == ("ask", "promise", "at most 3%")
