"""The audit of a database's cases: what is printed, written, filtered and left out."""

import csv
import io
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from procflow import Engine
from tests.cli.conftest import LEAVE, SHOP

ORDERS = """
process: orders
version: 1.0.0
title: {zh: 訂購, en: Orders}
organization: shop.yaml
start: ask
data:
  customer: {type: text, required: true, title: {zh: 客戶, en: Customer}}
  amount: {type: money, currency: EUR, required: true, title: {zh: 金額, en: Amount}}
steps:
  ask: {role: clerk, form: [customer, amount], outcomes: {asked: way}}
  way: {choose: [{when: amount >= 1000, go: look}, {otherwise: buy}]}
  look: {role: boss, outcomes: {seen: buy}}
  buy: {role: clerk, outcomes: {bought: done}}
  done: {end: completed}
"""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A database with three orders, two of which lie just under the threshold, and a leave."""
    folder = tmp_path_factory.mktemp("orders")
    for name, text in (("shop", SHOP), ("orders", ORDERS), ("leave", LEAVE)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    cases = []
    database = folder / "procflow.db"
    with Engine.open(f"sqlite:///{database}", processes=folder) as engine:
        for amount in (950, 960, 290):
            case = engine.start("orders", {"amount": amount, "customer": "North"}, actor="ann")
            engine.answer(case.open[0].item, "asked", actor="ann")
            cases.append(case.id)
        cases.append(engine.start("leave", actor="ann").id)
    return database, cases


@pytest.fixture
def orders(kept: tuple[Path, list[str]], tmp_path: Path) -> list[str]:
    """The ids of those cases, in a database of the test's own."""
    shutil.copy(kept[0], tmp_path / "procflow.db")
    return kept[1]


def test_what_is_printed(cli: Any, orders: list[str]) -> None:
    ended = cli("audit")
    assert (ended.code, ended.err) == (0, "")
    assert "Cases: 4, as they stood at " in ended.out
    assert "! North (Customer)" in ended.out
    assert "1,910 EUR" in ended.out
    assert "All cases with their findings" not in ended.out
    assert "疑似拆分的案件" in cli("audit", "--lang", "zh").out


def test_as_json(cli: Any, orders: list[str]) -> None:
    found = cli("audit", "--json", "--part", "25").json
    assert [note["case"] for note in found["notes"]] == orders
    (near,) = found["near"]
    assert (near["threshold"]["value"], near["threshold"]["below"], near["decided"]) == (1000, False, 3)
    assert [each["missing"] for each in near["cases"]] == [0.04, 0.05]
    split = next(each for each in found["splits"] if each["by"]["id"] == "customer")
    assert (split["most"], split["near"], len(split["parts"])) == (2200, 2, 3)


def test_every_format(cli: Any, orders: list[str], tmp_path: Path) -> None:
    for ending in ("csv", "xlsx", "html"):
        file = tmp_path / f"sample.{ending}"
        assert cli("audit", "-o", file).code == 0
    rows = list(csv.reader(io.StringIO((tmp_path / "sample.csv").read_text(encoding="utf-8-sig"))))
    assert [row[-1] for row in rows if row and row[0] == orders[0]] == ["S1, S2, N1"]
    assert len(openpyxl.load_workbook(tmp_path / "sample.xlsx").sheetnames) == 16
    assert orders[1] in (tmp_path / "sample.html").read_text(encoding="utf-8")


def test_which_cases(cli: Any, orders: list[str]) -> None:
    def noted(*words: str) -> list[str]:
        return [note["case"] for note in cli("audit", "--json", *words).json["notes"]]

    assert noted("--process", "leave") == orders[3:]
    assert noted("--process", "leave", "--process", "orders") == orders
    assert noted("--since", "2000-01-01", "--until", "2000-12-31") == []
    assert noted("--since", "2000-01-01") == orders
    assert cli("audit", "--since", "2026-02-01", "--until", "2026-01-01").code == 2
    ended = cli("audit", "--process", "levae")
    assert (ended.code, "there are cases of: leave, orders" in ended.err) == (2, True)
    assert cli("audit", "--near", "101").code == 2


def test_what_is_not_whole_is_said_and_the_rest_audited(cli: Any, orders: list[str], tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "procflow.db") as database:
        database.execute(
            "UPDATE events SET body = replace(body, 'North', 'South') WHERE case_id = ?", (orders[0],)
        )
        database.execute(
            "DELETE FROM contents WHERE sha256 IN (SELECT definition FROM cases WHERE case_id = ?)",
            (orders[3],),
        )
    ended = cli("audit", "--json")
    assert ended.code == 0
    left_out = {each["case"]: each["reason"] for each in ended.json["left_out"]}
    assert set(left_out) == {orders[0], orders[3]}
    assert [note["case"] for note in ended.json["notes"]] == orders[1:3]
    assert "2 more could not be audited" in cli("audit").out


def test_no_database(cli: Any) -> None:
    assert cli("audit", "--json").json["error"]["code"] == "no-database"


def test_no_cases(cli: Any, orders: list[str], tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "procflow.db") as database:
        for table in ("cases", "commits", "events", "work_items", "addressees", "timers", "keys"):
            database.execute(f"DELETE FROM {table}")
    ended = cli("audit")
    assert (ended.code, "Cases: 0, as they stood at" in ended.out) == (0, True)
