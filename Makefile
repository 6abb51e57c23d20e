# Aliases for what README writes out; `make sure` is what every change must pass.
PY ?= .venv/bin/python
BIN = $(dir $(PY))

.PHONY: help sure format lint types contracts test both demo account bench audit

help:  ## Name every target
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/:/'

sure: format lint types contracts both  ## Everything a change must pass: format, lint, types, import contracts, tests on both databases

format:  ## Fail where a file is not formatted
	$(BIN)ruff format --check darddr migrations tests benchmarks wsgi.py

lint:  ## Lint Python and templates
	$(BIN)ruff check darddr migrations tests benchmarks wsgi.py
	$(BIN)djlint --lint --quiet darddr/templates

types:  ## Check types
	$(BIN)mypy darddr

contracts:  ## Check that imports point downwards
	$(BIN)lint-imports

test:  ## Run every test, on PostgreSQL too where DARDDR_TEST_POSTGRES_URL names a server
	$(BIN)pytest -n auto

both:  ## Run every test on SQLite and on PostgreSQL; a difference between the two is a failure
	DARDDR_TEST_POSTGRES_URL="$$(.ci/postgres)" && export DARDDR_TEST_POSTGRES_URL && $(BIN)pytest -n auto

demo:  ## Build the demonstration and serve it
	$(BIN)darddr demo

account:  ## Compare every word of the sample plans with what was read
	$(PY) tests/tools/account.py

bench:  ## Run every benchmark; each fails where its limit is not held
	for file in benchmarks/plan_read.py benchmarks/action_plan.py benchmarks/overview.py benchmarks/sealed_rows.py benchmarks/leaks.py; do $(PY) $$file || exit 1; done

audit:  ## Check every Word file of the demonstration
	$(BIN)darddr documents audit demo-output/*.docx
