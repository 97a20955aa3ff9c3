# Two commands do everything: `make book` builds the books into dist/, `make test` runs the whole test-suite.
# Both set up what they need: a virtual environment in .venv, pinned packages, and what the system lacks.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
ifeq ($(OS),Windows_NT)
BIN    := $(VENV)/Scripts
endif
RUN    := $(BIN)/python -m

.PHONY: book test check lint setup setup-test bench clean help

help: ## What there is to make
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

book: setup ## Build every edition of the manuscript into dist/
	@$(RUN) publisher build

test: setup-test ## Run the whole test-suite, judges and all
	@$(RUN) ruff check src tests tools benchmarks
	@$(RUN) mypy
	@PUBLISHER_JUDGES=required $(RUN) pytest -q -n auto

check: setup-test ## The quick tests, without judges
	@$(RUN) ruff check src tests tools benchmarks
	@$(RUN) pytest -q -n auto -m "not judge"

lint: setup-test ## ruff and mypy
	@$(RUN) ruff check src tests tools benchmarks
	@$(RUN) mypy

bench: setup-test ## Compare speed and memory with pandoc and plain WeasyPrint
	@$(BIN)/python benchmarks/compare.py

setup: $(VENV)/installed ## The virtual environment, and the libraries that setting pages needs
	@$(PYTHON) tools/system.py book

setup-test: $(VENV)/installed-test .tools/installed ## Everything that the tests need besides
	@$(PYTHON) tools/system.py book test

$(VENV)/pip:
	@$(PYTHON) tools/environment.py $(VENV)
	@$(RUN) pip install --quiet --disable-pip-version-check --upgrade pip
	@touch $@

$(VENV)/installed: $(VENV)/pip pyproject.toml constraints.txt
	@echo "installing Publisher into $(VENV)"
	@$(RUN) pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/installed-test: $(VENV)/installed
	@$(RUN) pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch $@

.tools/installed: tools/judges/package.json tools/judges/package-lock.json
	@$(PYTHON) tools/system.py test
	@mkdir -p .tools
	@cp tools/judges/package.json tools/judges/package-lock.json tools/judges/.npmrc .tools/
	@cd .tools && PUPPETEER_SKIP_DOWNLOAD=1 npm ci --silent
	@touch $@

clean: ## Remove what was set up (dist/ stays)
	rm -rf $(VENV) .tools .pytest_cache .mypy_cache .ruff_cache .hypothesis
