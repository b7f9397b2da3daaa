"""What readers are shown of data that not everybody may see."""

from collections.abc import Callable

from procflow import TRUSTED, CaseView, Engine, FormField, ItemView

Ask = Callable[..., CaseView]

SECRET = {"illness": "flu", "contact": {"phone": "555-0100", "room": "7"}}


def shown_in(item: ItemView) -> dict[str, object]:
    """What is filled in already, by field and by field of a group."""

    def values(fields: tuple[FormField, ...]) -> dict[str, object]:
        own = {field.name: field.value for field in fields if field.value is not None}
        inner = {name: value for field in fields for name, value in values(field.fields).items()}
        return {**own, **inner}

    return values(item.form)


def test_a_hidden_field_shows_its_name_alone(engine: Engine) -> None:
    case = engine.start("purchase", {"what": "Pipes", **SECRET}, actor="ann").id
    plain, doctor = engine.case(case, reader="ann"), engine.case(case, reader="dot")
    assert (dict(plain.data), plain.hidden) == ({"what": "Pipes"}, ("illness", "contact"))
    assert (dict(doctor.data), doctor.hidden) == ({"what": "Pipes", **SECRET}, ())
    assert engine.case(case, reader=TRUSTED).data == doctor.data


def test_a_form_hides_the_parts_of_a_hidden_group_as_well(engine: Engine) -> None:
    case = engine.start("purchase", {"what": "Pipes", **SECRET}, actor="ann").id
    assert shown_in(engine.inbox("amy")[0]) == {"what": "Pipes"}
    (seen,) = engine.case(case, reader="dot").open
    assert shown_in(seen) == {"what": "Pipes", **SECRET, **SECRET["contact"]}  # type: ignore[dict-item]


def test_a_history_hides_the_values_and_what_could_confirm_a_guess(engine: Engine) -> None:
    case = engine.start("purchase", {"what": "Pipes", **SECRET}, actor="ann").id
    plain, doctor = engine.history(case, reader="ann"), engine.history(case, reader="dot")
    assert [event.seq for event in plain] == [event.seq for event in doctor]
    assert "flu" not in repr(plain) and "555-0100" not in repr(plain)
    assert "flu" in repr(doctor) and "555-0100" in repr(doctor)
    changed = [event.content for event in plain if event.type == "DataChanged"]
    assert [content["values"] for content in changed] == [{"what": "Pipes"}]
    record = engine.record(case, reader="ann")
    assert "flu" not in repr(record.envelopes)


def test_a_form_tells_what_may_be_filled_in(engine: Engine, ask: Ask) -> None:
    engine.start("purchase", actor="ann")
    what, price, _, contact = engine.inbox("ann")[0].form
    assert (what.type, what.required, what.value) == ("text", True, None)
    assert (price.type, price.currency, str(price.minimum)) == ("money", "CNY", "0.01")
    assert (contact.type, [part.name for part in contact.fields]) == ("group", ["phone", "room"])


def test_an_item_tells_what_each_outcome_needs(engine: Engine, ask: Ask) -> None:
    ask(engine)
    (item,) = engine.inbox("ben")
    assert {name: (o.needs, o.topics, o.fills_form) for name, o in item.outcomes.items()} == {
        "agree": ((), (), True),
        "object": (("comment", "topic"), ("price",), False),
    }
