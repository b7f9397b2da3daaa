"""What callers get can be told, compared and pickled: values and errors."""

import copy
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from procflow import (
    TRUSTED,
    CaseView,
    Conflict,
    DefinitionError,
    Engine,
    NotFound,
    Refused,
    StoreError,
    open_library,
)

Ask = Callable[..., CaseView]


@pytest.fixture
def refused(engine: Engine, ask: Ask) -> Refused:
    ask(engine)
    with pytest.raises(Refused) as caught:
        engine.answer(engine.inbox("ben")[0].item, "object", actor="ben", comment="dear")
    return caught.value


def test_views_are_pickled(engine: Engine, ask: Ask) -> None:
    case = ask(engine).id
    values = (
        engine.case(case, reader="ann"),
        engine.inbox("ben"),
        engine.history(case, reader=TRUSTED),
        engine.cases(reader="ann"),
        engine.advance(),
        engine.verify(),
        TRUSTED,
    )
    for value in values:
        assert pickle.loads(pickle.dumps(value)) == value == copy.deepcopy(value)


def test_a_refusal_is_pickled_whole(refused: Refused) -> None:
    kept = pickle.loads(pickle.dumps(refused))
    assert (kept.code, kept.reason, kept.allowed, kept.missing) == (
        refused.code,
        refused.reason,
        refused.allowed,
        ("topic",),
    )
    assert (str(kept), repr(kept)) == (str(refused), repr(refused))


def test_a_refusal_tells_everything(refused: Refused) -> None:
    assert str(refused).startswith(refused.reason)
    assert "missing: topic" in str(refused) and "topic price" in str(refused)
    assert repr(refused).startswith("Refused('incomplete', ")
    assert "missing=('topic',)" in repr(refused)


def test_a_definition_error_is_pickled_with_its_findings(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("process: bad\nversion: one\n", encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        open_library(tmp_path / "bad.yaml")
    kept = pickle.loads(pickle.dumps(caught.value))
    assert kept.diagnostics == caught.value.diagnostics != ()
    assert str(kept) == str(caught.value)
    assert str(tmp_path / "bad.yaml") in str(kept)


@pytest.mark.parametrize("error", [Conflict("too late"), NotFound("no case"), StoreError("locked")])
def test_the_other_errors_are_their_message(error: Exception) -> None:
    kept = pickle.loads(pickle.dumps(error))
    assert (type(kept), str(kept)) == (type(error), str(error))
