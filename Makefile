# Everything starts here: `make run` to use it, `make test` to check it. See `make help`.

PORT ?= 8000
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
WORKERS ?= 2
PYTEST_ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes
FORMAT_TEMPLATES := $(BIN)/djangofmt --line-length 120 --indent-width 2
FRONT_END := node_modules/.package-lock.json
COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--custom-compile-command 'make lock'

.DEFAULT_GOAL := help
.PHONY: help run test check style templates layers types migrations pytest quick fix lock bench

help: ## Say what can be made
	@sed -n 's/^\([a-z]*\):[^#]*## /make \1	/p' Makefile | expand -t 14

run: $(VENV)/.installed $(FRONT_END) ## Start the demo on http://127.0.0.1:8000 (PORT=8123 for another)
	@exec $(BIN)/python manage.py up --demo --port $(PORT)

test: check pytest ## Check everything and run every test

check: style templates layers types migrations ## Style, types, imports and migrations; changes nothing

style: $(VENV)/.installed-dev
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .

templates: $(VENV)/.installed-dev
	@$(FORMAT_TEMPLATES) --check templates >$(VENV)/templates.log 2>&1 || { cat $(VENV)/templates.log; exit 1; }

layers: $(VENV)/.installed-dev
	@$(BIN)/lint-imports --no-logo 2>/dev/null >$(VENV)/imports.log || { cat $(VENV)/imports.log; exit 1; }

types: $(VENV)/.installed-dev
	@DATABASE_URL= $(BIN)/mypy --no-error-summary

migrations: $(VENV)/.installed-dev $(FRONT_END)
	@VAR_DIR=$(VENV)/check DATABASE_URL= $(BIN)/python manage.py makemigrations --check --dry-run --verbosity 1

pytest: $(VENV)/.installed-dev $(FRONT_END) ## Run the tests only (PYTEST_ARGS="tests/rules -x")
	@$(BIN)/python -m pytest -n $(WORKERS) $(PYTEST_ARGS)

quick: $(VENV)/.installed-dev $(FRONT_END) ## Run the tests without the slow ones and the browser, for while you work
	@$(BIN)/python -m pytest -n $(WORKERS) -m "not slow and not browser" $(PYTEST_ARGS)

fix: $(VENV)/.installed-dev ## Put style and generated documents right
	@$(BIN)/ruff check --quiet --fix . || true
	@$(BIN)/ruff format --quiet .
	@$(FORMAT_TEMPLATES) templates 2>/dev/null || true
	@$(BIN)/python manage.py generate_docs

lock: $(VENV)/.installed-dev ## Pin the newest versions that requirements*.in and package.json allow
	@$(COMPILE) --upgrade requirements.in -o requirements.txt
	@$(COMPILE) --upgrade requirements-dev.in -o requirements-dev.txt
	@$(COMPILE) --upgrade requirements-node.in -o requirements-node.txt
	@npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved --no-audit --no-fund

bench: $(VENV)/.installed $(FRONT_END) ## Measure assess, imports, the dashboard and, with DATABASE_URL, the sweep
	@for each in assess import_notices dashboard; do echo "== $$each"; $(BIN)/python benchmarks/$$each.py || exit 1; done
	@if [ -n "$$DATABASE_URL" ]; then echo "== sweep"; $(BIN)/python benchmarks/sweep.py; \
	else echo "== sweep: set DATABASE_URL to a PostgreSQL server to measure it"; fi

# What the targets above stand on. Each is made once, and again when what it is made from changes.

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "This needs Python 3.11 or later: install it, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is older than Python 3.11: install a newer one, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) comes without its venv module: install it, on Debian and Ubuntu with: apt-get install python3-venv" >&2; exit 1; }
	@echo "Making $(VENV) for $$($(PYTHON) --version)."
	@$(PYTHON) -m venv --clear $(VENV)

$(VENV)/.installed: requirements.txt | $(BIN)/python
	@echo "Installing what it needs into $(VENV): a minute or two, the first time."
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	@echo "Installing what the tests need into $(VENV)."
	@$(PIP) -r requirements-dev.txt
	@touch $@

$(FRONT_END): package-lock.json | $(VENV)/.installed
	@echo "Fetching the front-end package into node_modules."
	@command -v npm >/dev/null || { echo "There is no npm here, so it comes into $(VENV) first."; $(PIP) -r requirements-node.txt; }
	@PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
	@touch $@
