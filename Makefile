# Two commands: `make run` starts the bot, `make test` runs what every change must pass. Needs Python 3.11, git, make.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help run test coverage check bench install lock clean

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

.venv/run: requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/test: requirements-dev.txt .venv/run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

install: .venv/run ## make .venv with exactly the locked packages

run: .venv/run ## start the bot: the web chat, and Telegram when a token is set
	$(BIN)/jiamenkou run

EVERY := $(BIN)/python -m pytest -q -n auto --maxprocesses=4 --dist worksteal

test: .venv/test ## every test, on up to four cores
	$(EVERY)

coverage: .venv/test ## which lines no test runs; takes twice as long
	$(EVERY) --cov --cov-report=term:skip-covered --cov-fail-under=90

check: .venv/test ## style, types, imports, the Book
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/jiamenkou check

bench: .venv/test ## figures beside named peers
	$(BIN)/python -m tests.bench

lock: ## write the lock files anew from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --group build --generate-hashes --no-emit-index-url --no-header -q -o requirements.txt
	uv pip compile pyproject.toml --group dev --generate-hashes --no-emit-index-url --no-header -q -o requirements-dev.txt
	uv pip compile pyproject.toml --group dev --extra bench -c requirements-dev.txt --generate-hashes --no-emit-index-url --no-header -q -o requirements-bench.txt

clean: ## remove .venv and caches
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
