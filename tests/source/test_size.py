import pytest

from procflow.source import read

STEP = """\
  step_{number}:
    title: {{zh: 步驟, en: Step}}
    role: planner
    form: [amount, kind, needed_on]
    attach: [plan]
    deadline: 1 business day
    escalate:
      - {{at: 2 business hours before deadline, remind: holder, every: 1 business hour}}
      - {{at: deadline, hand_up: superior, alarm: manager}}
    clause: [C4.2, C4.3]
    outcomes:
      done: {{go: step_{next}, needs: [comment], title: {{zh: 完成, en: Done}}}}
      back: {{go: step_{number}, resume: here, needs: [comment]}}
"""


def test_a_file_of_five_thousand_full_steps_is_read() -> None:
    steps = "".join(STEP.format(number=n, next=n + 1) for n in range(5_000))
    result = read(f"process: long\nsteps:\n{steps}", "long.yaml")
    assert result.diagnostics == ()
    assert result.node is not None
    assert len(result.node.entries[1].value) == 5_000  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "a: [" + "1," * 360_001 + "]",
        "a:\n" + "- {b: 1}\n" * 150_000,
        "".join(f"k{number}: 1\n" for number in range(190_000)),
        "a:\n" + " -\n" * 400_000,
        # Keys without a colon are one finding, and are counted all the same.
        "a: {" + "b," * 400_000 + "}",
    ],
    ids=["list", "mappings", "keys", "nothing", "keys without colon"],
)
def test_reading_ends_at_the_most_values(text: str) -> None:
    result = read(text, "long.yaml")
    assert result.node is None
    assert result.diagnostics[-1].code == "Y110"


def test_reading_ends_at_the_most_findings() -> None:
    result = read("a: 1\n" * 190_000, "long.yaml")
    assert [finding.code for finding in result.diagnostics] == ["Y301"] * 100 + ["Y112"]


def test_warnings_do_not_end_the_reading() -> None:
    result = read("rows:\n" + "- {fragile: no}\n" * 1_500, "long.yaml")
    assert result.node is not None
    assert [finding.code for finding in result.diagnostics] == ["Y312"] * 1_000 + ["Y114"]
    assert result.diagnostics[-1].message() == "500 more warnings and notes are not shown"
