from collections.abc import Callable

import pytest

REVIEWED = """
start: write
data:
  amount: {{type: money, currency: CNY, minimum: 1, maximum: 9000000, required: true}}
  channel: {{type: choice, of: [direct, distributor], required: true}}
  arrival: {{type: date, required: true}}
  order: {{type: group, required: true, fields: {{price: {{type: number, required: true, maximum: 10}}}}}}
facts: {{disputed: {{true_once: an objection is opened}}}}
tables:
  authority:
    decides: role
    ranks: [head, director]
    only_rises: true
    hit: {hit}
    rows: [{rows}]
steps:
  write: {{role: clerk, form: [amount, channel, arrival, order], next: review}}
  review:
    review: in turn
    seats: [{{role: head}}, {{role: director}}]
    until: authority
    answers: {{agree: continue}}
    outcomes: {{passed: done}}
  done: {{end: completed}}
"""


@pytest.fixture(scope="session")
def reviewed() -> Callable[..., str]:
    """A process whose one table has these rows, each without what it decides for."""

    def reviewed(*rows: str, hit: str = "exactly one") -> str:
        ranks = ["head", "director"]
        written = [f"{{{row}, then: {ranks[number % 2]}}}" for number, row in enumerate(rows)]
        return REVIEWED.format(hit=hit, rows=", ".join(written))

    return reviewed
