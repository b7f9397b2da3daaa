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
