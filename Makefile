# Needs Python 3.11 or newer with venv, and nothing else: everything goes into .venv, pinned by constraints.txt.

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
NODE := $(VENV)/node
CODE := src tests tools bench
SECONDS := 60

.DEFAULT_GOAL := help
.PHONY: help setup demo test check check-format check-lint check-types check-layers check-docs docs bench fuzz format clean

help:
	@echo "make demo    one contract review, told as a story"
	@echo "make test    the tests"
	@echo "make check   format, lint, types, layers, documentation"
	@echo "make docs    the pages and pictures of the documentation that are made from the files"
	@echo "make bench   the figures, as ratios to their baselines"
	@echo "make fuzz    any bytes into the readers for SECONDS=60 each; Linux"
	@echo "make format  lay the code out and mend what the linter can"
	@echo "make setup   the environment in $(VENV); the others do this by themselves"
	@echo "make clean   remove the environment, caches and builds"

setup: $(READY)

# The build backend is installed first, so that it is pinned too and the tests can build without a network.
$(READY): pyproject.toml constraints.txt
	@python=; \
	for candidate in "$$PYTHON" python3 python3.11 python3.12 python3.13 python3.14; do \
		if [ -n "$$candidate" ] && "$$candidate" -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; \
		then python="$$candidate"; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
		echo "procflow needs Python 3.11 or newer with venv (on Debian and Ubuntu: the package python3-venv)." >&2; \
		echo "Name one with: make $(MAKECMDGOALS) PYTHON=/path/to/python3.12" >&2; \
		exit 1; \
	fi; \
	echo "Setting up $(VENV) with $$("$$python" --version)"; \
	"$$python" -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt hatchling
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --no-build-isolation -e '.[dev]'
	@touch $(READY)

demo: $(READY)
	@$(BIN)/procflow demo

# What is written in JavaScript and reads our pictures in tests. Where Node.js, npm or a network is missing,
# those tests say so.
$(NODE)/.ready: tests/node/package.json $(READY)
	@mkdir -p $(NODE)
	@cp tests/node/package.json $(NODE)
	@if ! command -v node >/dev/null || ! command -v npm >/dev/null; then \
		echo "Node.js or npm is not here: tests that need them are skipped"; \
	elif npm install --prefix $(NODE) --no-audit --no-fund --no-package-lock --silent; then \
		touch $(NODE)/.ready; \
	else \
		echo "the packages of tests/node could not be installed: tests that need them are skipped"; \
	fi

test: $(READY) $(NODE)/.ready
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: check-format check-lint check-types check-layers check-docs

check-format: $(READY)
	$(BIN)/ruff format --check $(CODE)

check-lint: $(READY)
	$(BIN)/ruff check $(CODE)

check-types: $(READY)
	$(BIN)/mypy $(CODE)

check-layers: $(READY)
	$(BIN)/lint-imports --no-logo

check-docs: $(READY)
	$(BIN)/python tools/check_docs.py

docs: $(READY)
	$(BIN)/python tools/code_pages.py
	$(BIN)/python tools/pictures.py

bench: $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --no-build-isolation -e '.[bench]'
	@$(BIN)/python -m bench

# What breaks a reader is left behind as .fuzz/TARGET-crash-…
fuzz: $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --no-build-isolation -e '.[fuzz]'
	@mkdir -p .fuzz
	@for target in reader guard cell; do \
		echo "$$target, $(SECONDS) seconds"; \
		$(BIN)/python tools/fuzz.py $$target -max_total_time=$(SECONDS) -max_len=4096 -verbosity=0 \
			-artifact_prefix=.fuzz/$$target- || exit 1; \
	done

format: $(READY)
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +
