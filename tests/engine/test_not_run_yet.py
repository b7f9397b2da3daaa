from pathlib import Path

import pytest

from procflow import Engine, Refused

OK = Path(__file__).resolve().parents[1] / "corpus" / "ok"


def test_a_process_that_uses_what_is_not_run_yet_loads_and_is_not_started() -> None:
    with Engine.open("memory:", processes=OK / "reviews.yaml") as engine, pytest.raises(Refused) as refused:
        engine.start("reviews", {}, actor="bo", command_id="1")
    assert refused.value.code == "not-run-yet"
    assert refused.value.missing == ("chosen_by",)
