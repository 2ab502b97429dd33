# Every target makes what it needs from nothing: Python 3.11 or newer, make and git are enough.
# Another interpreter: `make test PYTHON=python3.12`. Another place for the environment: `make test VENV=/tmp/venv`.

PYTHON ?= python3
VENV ?= .venv
JOBS ?= 2

BIN := $(VENV)/bin
PY := $(BIN)/python
DELIB := $(BIN)/delib
SAMPLES := tests/documents/samples
SAMPLE ?= $(SAMPLES)/bureau-stamp.pdf
SCAN ?= $(SAMPLES)/annotation-stamp.pdf

.DEFAULT_GOAL := help
.PHONY: help demo serve french test test-slow test-all browser test-browser lint docs docs-check bench bench-corpus wheel clean

help:  ## say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

# ---- the environment: one stamp for what users get, one for what developers add -------------------------------------

$(VENV)/.package: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "delib needs Python 3.11 or newer; '$(PYTHON)' is" \
	    "$$($(PYTHON) -c 'import sys; print(sys.version.split()[0])' 2>/dev/null || echo 'no Python that runs')." >&2; \
	  echo "Name another one, for example: make $(or $(MAKECMDGOALS),demo) PYTHON=python3.12" >&2; exit 1; }
	@test -x $(PY) || $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "This Python cannot make a virtual environment (on Debian and Ubuntu: apt install python3-venv)." >&2; exit 1; }
	@echo "Installing delib into $(VENV) (the first time takes a minute or two)"
	@$(PY) -m pip install --quiet --disable-pip-version-check --editable '.[ocr,web]'
	@touch $@

$(VENV)/.developer: pyproject.toml $(VENV)/.package
	@echo "Installing the developers' tools into $(VENV)"
	@$(PY) -m pip install --quiet --disable-pip-version-check --editable '.[dev,ocr,web]'
	@touch $@

# The French data of Tesseract: installed where that needs no question, else it is said how. Nothing fails without it.
french: $(VENV)/.package
	@$(PY) -c 'import sys; from delib.parser.ocr.tesseract import data_folder; sys.exit(data_folder() is None)' \
	  || sh docs/french-data.sh

# mypy finds the package by a folder that holds one link, `delib`, to this one (see [tool.mypy] in pyproject.toml).
.mypy/delib:
	@mkdir -p .mypy && ln -sfn .. $@

# ---- what people type -----------------------------------------------------------------------------------------------

demo: $(VENV)/.package french  ## install, then extract, ingest and search the sample documents
	@DELIB=$(DELIB) PY=$(PY) SAMPLES=$(SAMPLES) SAMPLE=$(SAMPLE) SCAN=$(SCAN) sh docs/demo.sh

serve: $(VENV)/.package  ## open the demonstration's corpus in a browser (after `make demo`)
	@test -f demo/corpus.db || { echo "There is no demo/corpus.db yet: make demo" >&2; exit 1; }
	$(DELIB) serve demo/corpus.db --open

test: $(VENV)/.developer french  ## the fast tests (under 3 minutes)
	$(PY) -m pytest -n $(JOBS) -m "not slow"

test-slow: $(VENV)/.developer french  ## only what test-all adds to test
	$(PY) -m pytest -n $(JOBS) -m slow || { code=$$?; [ $$code -eq 5 ] && echo "No test is marked slow."; }

test-all: test test-slow  ## the fast tests, then the slow ones

browser: $(VENV)/.developer  ## what the browser tests need besides Chromium: axe-core, from the npm registry
	@sh tests/browser/axe.sh

test-browser: browser french  ## the reading room in a real browser (needs Chromium; not part of the other tests)
	DELIB_BROWSER=1 $(PY) -m pytest tests/browser

lint: $(VENV)/.developer .mypy/delib  ## ruff, its formatter's check, mypy, and the rules: no name in them
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy -p delib
	$(DELIB) rules lint

docs: $(VENV)/.developer  ## write the generated pages of docs/ and the example in the README
	$(PY) docs/generate.py

docs-check: $(VENV)/.developer  ## fail where a generated page is not what the code says now
	$(PY) docs/generate.py --check

bench-corpus: $(VENV)/.developer  ## cost of an ingest beside a plain script, memory of a long volume, growth of a corpus
	$(PY) benchmarks/ingest.py throughput $(FILES)
	$(PY) benchmarks/ingest.py volume
	$(PY) benchmarks/corpus.py 20000

bench: $(VENV)/.developer  ## pages per CPU second, as a ratio to pdfplumber's extract_text
	$(PY) benchmarks/parse.py $(FILES)

wheel: $(VENV)/.developer  ## build the wheel into dist/
	@rm -rf build dist
	$(PY) -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .
	@rm -rf build

clean:  ## remove everything that make made
	rm -rf $(VENV) .mypy .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist demo *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
