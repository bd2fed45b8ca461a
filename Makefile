# Works with GNU make 3.81 (macOS) and later. On Windows run the commands of
# .github/workflows/ci.yml, job "windows".

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

# Stamps: an environment; the library in it; the library with every development tool.
MADE := $(VENV)/.made
BASE := $(VENV)/.base
DEV := $(VENV)/.dev

# The tools from npm: for assets and some browser tests.
NODE := node_modules/.made
LOCALE := src/rxglossary/render/locale

.DEFAULT_GOAL := help
.PHONY: help demo test lint docs bench assets labels-extract labels-update labels-compile clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

demo: $(BASE) ## Annotate the example pages, with the library alone
	$(BIN)/python examples/demo.py

test: $(DEV) ## Run every test with coverage
	$(BIN)/python -m pytest --cov --cov-report=term-missing:skip-covered

lint: $(DEV) ## Check style, format, types and architecture
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict src
	$(BIN)/lint-imports

docs: $(DEV) ## Build the documentation and run its examples
	$(BIN)/sphinx-build -n -W --keep-going -b html docs docs/_build/html
	$(BIN)/sphinx-build -n -W --keep-going -b doctest docs docs/_build/doctest

bench: $(DEV) ## Measure side by side with named rivals, which it installs
	$(PIP) install --quiet --editable '.[bench]'
	$(BIN)/python benchmarks/pipeline.py
	$(BIN)/python benchmarks/matching.py
	$(BIN)/python benchmarks/loading.py
	$(BIN)/python benchmarks/weight.py

assets: $(NODE) ## Minify styles and scripts into the package
	npm run --silent build

labels-extract: $(DEV) ## Collect the labels of the code for translators
	$(BIN)/pybabel -q extract --keyword=p:1c,2 --no-location --omit-header \
	    -o $(LOCALE)/rxglossary.pot src/rxglossary/render/labels.py

labels-update: labels-extract ## Bring new labels into every catalogue
	$(BIN)/pybabel -q update -D rxglossary -i $(LOCALE)/rxglossary.pot -d $(LOCALE) \
	    --ignore-pot-creation-date --no-fuzzy-matching --ignore-obsolete

labels-compile: $(DEV) ## Compile the catalogues that are shipped
	$(BIN)/pybabel -q compile -D rxglossary -d $(LOCALE)

clean: ## Remove the environment and everything that was made
	rm -rf $(VENV) node_modules build dist docs/_build htmlcov .coverage .coverage.* \
	    .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests examples benchmarks docs -type d -name __pycache__ -prune \
	    -exec rm -rf {} + 2>/dev/null || true

$(MADE):
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
	    echo "Python was not found as '$(PYTHON)'. Install Python 3.11.5 or later," \
	        "or name it: make PYTHON=python3.13 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11, 5))' || { \
	    echo "rxglossary needs Python 3.11.5 or later, '$(PYTHON)' is" \
	        "$$($(PYTHON) --version 2>&1). Name another one: make PYTHON=python3.13 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	    echo "'$(PYTHON)' cannot make virtual environments: ensurepip is missing." \
	        "On Debian and Ubuntu: sudo apt-get install python3-venv" >&2; exit 1; }
	rm -rf $(VENV)
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(BASE): $(MADE) pyproject.toml
	$(PIP) install --quiet --editable .
	@touch $@

$(NODE): package.json package-lock.json
	@command -v npm >/dev/null 2>&1 || { \
	    echo "npm was not found. On Debian and Ubuntu: sudo apt-get install nodejs npm" >&2; exit 1; }
	npm ci --silent
	@touch $@

$(DEV): $(MADE) pyproject.toml
	$(PIP) install --quiet --editable '.[dev]'
	@touch $(BASE) $@
