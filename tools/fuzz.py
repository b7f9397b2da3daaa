"""Bytes of any kind given to a reader for a while, guided by which lines of the code they reach.

    python tools/fuzz.py reader|guard|cell [options of libFuzzer, such as -max_total_time=60]

Every input must end in a value or in findings with their wording, within a second of work, and raise nothing.
Needs the extra ``fuzz`` (Linux). What breaks a target is written to ``crash-…``; give that file as an option
to run it again.
"""

import sys
from importlib import import_module

NAMES = ("reader", "guard", "cell")


def main(arguments: list[str]) -> None:
    """Run the target that the first argument names; the others are libFuzzer's. Does not return."""
    name, *options = arguments or [""]
    if name not in NAMES:
        sys.exit(f"name one of: {', '.join(NAMES)}")
    atheris = import_module("atheris")
    with atheris.instrument_imports(include=["procflow"]):
        targets = import_module("fuzz_targets")
    atheris.Setup([sys.argv[0], *options], lambda data: targets.timed(targets.TARGETS[name], data))
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
