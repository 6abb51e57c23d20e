# Aliases for what README writes out; `make sure` is what every change must pass.
PY ?= .venv/bin/python
BIN = $(dir $(PY))

.PHONY: help sure format lint types contracts test both long mutants kills recount suppression demo account bench planted audit

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

long:  ## Let people do what they like for an hour or so, held against a plain model; kill migrations at every statement
	DARDDR_TEST_LONG=1 $(BIN)pytest -q tests/workflow_machine/test_stateful.py tests/migrations/test_killed.py

mutants:  ## Take out every guard in turn: some test must fail every time
	$(PY) -m tests.mutants

kills:  ## Kill the server 200 times, crowd its editors, send forms eight times, on both databases: nothing may be lost
	DARDDR_TEST_POSTGRES_URL="$$(.ci/postgres)" && export DARDDR_TEST_POSTGRES_URL && $(PY) -m tests.tools.kills

recount:  ## Count every figure of the executive again in plain Python, for 10,000 actions
	$(PY) -m tests.tools.recount

suppression:  ## Try by brute force to work a withheld count out of public tables
	$(PY) -m tests.tools.suppression

demo:  ## Build the demonstration and serve it
	$(BIN)darddr demo

account:  ## Compare every word of the sample plans with what was read
	$(PY) tests/tools/account.py

BENCHMARKS = deadlines moves sealed_rows plan_read action_plan overview leaks dashboard lists page audit sign_in repeats returned_form pack

bench:  ## Run every benchmark on both databases; fails, after the last, where a limit is not held
	DARDDR_TEST_POSTGRES_URL="$$(.ci/postgres)" && export DARDDR_TEST_POSTGRES_URL && missed="" && \
	for name in $(BENCHMARKS); do $(PY) benchmarks/$$name.py || missed="$$missed $$name"; done && \
	if [ -n "$$missed" ]; then echo "Limits not held:$$missed"; exit 1; fi

planted:  ## Plant invented identifiers in every hiding place: all must be found, and ordinary prose must raise no alarm
	$(PY) -m benchmarks.planted

audit:  ## Check every Word file of the demonstration
	$(BIN)darddr documents audit demo-output/*.docx
