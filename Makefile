# Two commands do everything: `make book` builds the books into dist/, `make test` runs the whole test-suite.
# Both set up what they need: a virtual environment in .venv, pinned packages, and what the system lacks.
# Another Python than python3: `make PYTHON=python3.12 book`.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
ifeq ($(OS),Windows_NT)
BIN    := $(VENV)/Scripts
endif
RUN    := $(BIN)/python -m
PIP    := $(RUN) pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: help book test check lint look setup setup-test bench clean

help: ## What there is to make
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

book: setup ## Build every edition of the manuscript into dist/
	@$(RUN) publisher build

test: lint ## Run the whole test-suite, judges and all
	@PUBLISHER_JUDGES=required $(RUN) pytest -q -n auto

check: setup-test ## ruff, and the quick tests: without judges, attacks and whole books
	@$(RUN) ruff check .
	@$(RUN) pytest -q -n auto -m "not judge and not slow"

lint: setup-test ## ruff and mypy
	@$(RUN) ruff check .
	@$(RUN) mypy

bench: setup-test ## Compare speed and memory with pandoc, WeasyPrint, Typst, Chromium and XeLaTeX, and the EPUB with pandoc's
	@$(BIN)/python benchmarks/speed.py
	@$(BIN)/python benchmarks/epubs.py

look: book setup-test ## Read the ebooks of dist/ in a browser, and take pictures of them into .look/
	@$(BIN)/python tools/look.py

setup: $(VENV)/installed ## The virtual environment, and the libraries that setting pages needs
	@$(PYTHON) tools/system.py book

# Not side by side: two installers at once would wait for the same lock, or fail.
setup-test: $(VENV)/installed-test .tools/installed ## Everything that the tests need besides
	@$(PYTHON) tools/system.py book test

# Another PYTHON than last time makes the environment anew.
MADE   := $(VENV)/made-by-$(notdir $(PYTHON))

$(MADE): constraints.txt
	@$(PYTHON) tools/environment.py $(VENV)
	@$(PIP) --upgrade pip hatchling editables
	@touch $@

$(VENV)/installed: $(MADE) pyproject.toml
	@echo "installing Publisher into $(VENV)"
	@$(PIP) --no-build-isolation --editable .
	@touch $@

$(VENV)/installed-test: $(VENV)/installed
	@echo "installing what the tests need into $(VENV)"
	@$(PIP) --no-build-isolation --editable '.[test]'
	@touch $@

.tools/installed: tools/judges/package.json tools/judges/package-lock.json | $(VENV)/installed-test
	@$(PYTHON) tools/system.py test
	@echo "installing the judges that run on Node into .tools"
	@mkdir -p .tools
	@cp tools/judges/package.json tools/judges/package-lock.json tools/judges/.npmrc .tools/
	@cd .tools && PUPPETEER_SKIP_DOWNLOAD=1 npm ci --loglevel=error --no-audit --no-fund
	@touch $@

clean: ## Remove what was set up and what was kept (dist/ stays)
	rm -rf $(VENV) .tools .pytest_cache .mypy_cache .ruff_cache .hypothesis
