# docgen: `make demo` and `make test` do all the set-up themselves; both can be repeated.
SHELL  := /bin/bash
PYTHON ?= python3
BIN    := .venv/bin
READY  := .venv/.ready
PO     := src/docgen/data/locale/zh_Hans/LC_MESSAGES/docgen.po
MO     := $(PO:.po=.mo)

.PHONY: demo test lint bench docs aids setup system browser slow search-full messages clean
.DEFAULT_GOAL := test

setup: system $(READY) $(MO)

# System parts: LibreOffice Writer without GUI, Chinese fonts, PDF to picture.
system:
	@tools/system.sh

# Chromium, for the tests of the page and for pictures of it.
browser:
	@tools/system.sh browser

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(MO): $(PO) $(READY)
	$(BIN)/pybabel -q compile --use-fuzzy -i $< -o $@

demo: setup
	$(BIN)/docgen demo --dir demo-office $(ARGS)

test: setup browser lint
	$(BIN)/python -m pytest -n auto --dist worksteal

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The long versions: 500 kills among 1,000 papers, and whatever else is marked slow.
slow: setup
	DOCGEN_LONG=1 $(BIN)/python -m pytest -n auto -m slow

# What the search promises, in full and with every engine: exact, silent, whole after any fault.
search-full: setup
	DOCGEN_LONG=1 $(BIN)/python -m pytest -n auto tests/unit/index tests/crash/test_index_kills.py \
	  tests/faults/test_faults_of_search.py tests/faults/test_faults_of_finding.py

bench: setup
	@for claim in bench/bench_*.py; do echo "== $$claim"; $(BIN)/python $$claim || exit 1; done

docs: setup
	@tools/system.sh pictures
	$(BIN)/python tools/pictures.py
	$(BIN)/python tools/screenshots.py
	$(BIN)/python tools/aid_pictures.py

# Every printed aid of an empty, a usual and a 400-paper dossier, to be looked at page by page.
aids: setup
	$(BIN)/python tools/aid_pictures.py aids

# Collects every sentence of the program for the translators.
messages: $(READY)
	$(BIN)/python tools/messages.py

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache demo-office aids
