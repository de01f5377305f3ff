# Two commands matter: `make run` shows the site, `make test` proves it. `make help` lists the rest.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
# --no-deps: the files name every package, so there is nothing to resolve; a release made since then cannot change what is installed.
PIP := $(PY) -m pip --disable-pip-version-check install --quiet --require-hashes --no-deps --only-binary :all:
CHROMIUM ?= /usr/bin/chromium
WORKERS ?= 2
# A run starts a hundred servers: what Python compiled is kept, beside the packages, whatever the shell says.
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX := $(CURDIR)/$(VENV)/bytecode

APP_READY := $(VENV)/.installed
TEST_READY := $(VENV)/.installed-for-tests
CODE := config.py portal migrations tests

.DEFAULT_GOAL := help
.SUFFIXES:
.PHONY: help run test check proof bench fix migrate backup restore css clean \
	chromium step-style step-format step-types step-layers step-templates step-words \
	step-migrations step-unit step-sqlite step-postgresql step-browser

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

# -- the environment ----------------------------------------------------------------------------

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 …'; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
		{ echo 'Python has no venv module here. On Debian: apt-get install -y python3-venv'; exit 1; }
	@echo 'Creating $(VENV)'
	@$(PYTHON) -m venv $(VENV)

$(APP_READY): requirements.txt | $(PY)
	@echo 'Installing what the site needs'
	@$(PIP) -r requirements.txt
	@$(PY) -m pip --disable-pip-version-check check >/dev/null || { $(PY) -m pip check; exit 1; }
	@touch $@

$(TEST_READY): requirements-test.txt $(APP_READY)
	@echo 'Installing what the tests need'
	@$(PIP) -r requirements-test.txt
	@$(PY) -m pip --disable-pip-version-check check >/dev/null || { $(PY) -m pip check; exit 1; }
	@touch $@

chromium:
	@test -x $(CHROMIUM) || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo 'Installing Chromium for the browser tests'; \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
		else \
			echo 'The browser tests need Chromium. Install it: sudo apt-get install -y chromium'; \
			echo 'or name the one you have: make test CHROMIUM=/path/to/chromium'; exit 1; \
		fi; }
	@test -x $(CHROMIUM) || { echo 'Chromium is still not at $(CHROMIUM)'; exit 1; }

# -- showing it ---------------------------------------------------------------------------------

run: $(APP_READY) ## Start the site with its demo partnership; Ctrl-C stops it
	@exec $(PY) -m portal run --demo

migrate: $(APP_READY) ## Bring the configured database to the newest schema
	@$(PY) -m portal migrate

backup: $(APP_READY) ## Write a backup: make backup TO=/path/to/new-file.zip
	@test -n '$(TO)' || { echo 'Say where: make backup TO=/path/to/new-file.zip'; exit 1; }
	@$(PY) -m portal backup '$(TO)'

restore: $(APP_READY) ## Restore into an empty database: make restore FROM=/path/to/file.zip
	@test -n '$(FROM)' || { echo 'Say from what: make restore FROM=/path/to/file.zip'; exit 1; }
	@$(PY) -m portal restore '$(FROM)'

# -- proving it ---------------------------------------------------------------------------------
# Each step says its name and how long it took, and stops everything when it fails.

define step
	@began=$$(date +%s); printf '\n==> %s\n' '$(1)'; \
	if $(MAKE) --no-print-directory -s $(2); \
	then printf '==> %s: ok, %s s\n' '$(1)' "$$(($$(date +%s) - began))"; \
	else printf '==> %s: FAILED after %s s\n' '$(1)' "$$(($$(date +%s) - began))"; exit 1; fi
endef

check: $(TEST_READY) ## Fast: style, types, layers, unit tests (under a minute)
	$(call step,style,step-style)
	$(call step,types,step-types)
	$(call step,layers,step-layers)
	$(call step,unit tests,step-unit)

test: $(TEST_READY) chromium ## Everything: style, types, layers, templates, both databases, browser
	@date +%s > $(VENV)/.began
	$(call step,style,step-style)
	$(call step,format,step-format)
	$(call step,types,step-types)
	$(call step,layers,step-layers)
	$(call step,templates,step-templates)
	$(call step,catalogues,step-words)
	$(call step,migrations on SQLite and PostgreSQL,step-migrations)
	$(call step,unit tests,step-unit)
	$(call step,integration tests on SQLite,step-sqlite)
	$(call step,integration tests on PostgreSQL,step-postgresql)
	$(call step,browser journeys and axe,step-browser)
	@printf '\nmake test: all of it passed in %s s\n' "$$(($$(date +%s) - $$(cat $(VENV)/.began)))"

proof: $(TEST_READY) chromium ## Large counts (kills, fuzz, sweeps); figures go to build/proof.json
	@mkdir -p build
	PROOF=1 CHROMIUM=$(CHROMIUM) $(PY) -m pytest -m proof tests
	TEST_DATABASE=postgresql $(PY) -m pytest -m once tests

bench: $(TEST_READY) chromium ## Speed against yardsticks; figures go to build/bench.json
	@mkdir -p build
	CHROMIUM=$(CHROMIUM) $(PY) -m tests.bench

fix: $(TEST_READY) ## Let the tools mend style and format
	@$(PY) -m ruff check --fix $(wildcard $(CODE))
	@$(PY) -m ruff format $(wildcard $(CODE))

step-style: $(TEST_READY)
	$(PY) -m ruff check $(wildcard $(CODE))

step-format: $(TEST_READY)
	$(PY) -m ruff format --check $(wildcard $(CODE))

step-types: $(TEST_READY)
	$(PY) -m mypy

step-layers: $(TEST_READY)
	$(VENV)/bin/lint-imports --no-logo

step-templates: $(TEST_READY)
	$(VENV)/bin/djlint --lint --quiet templates

step-words: $(TEST_READY)
	$(PY) -m tests.support.catalogues
	$(PY) -m tests.support.bare_text

step-migrations: $(TEST_READY)
	TEST_DATABASE=sqlite $(PY) -m pytest tests/migrations
	TEST_DATABASE=postgresql $(PY) -m pytest tests/migrations

step-unit: $(TEST_READY)
	$(PY) -m pytest -m unit -n $(WORKERS) --dist worksteal tests

step-sqlite: $(TEST_READY)
	TEST_DATABASE=sqlite $(PY) -m pytest -m integration -n $(WORKERS) --dist worksteal tests --ignore tests/migrations

step-postgresql: $(TEST_READY)
	TEST_DATABASE=postgresql $(PY) -m pytest -m "integration and not once" -n $(WORKERS) --dist worksteal tests --ignore tests/migrations

step-browser: $(TEST_READY) chromium
	CHROMIUM=$(CHROMIUM) $(PY) -m pytest -m browser -n $(WORKERS) --dist worksteal tests

# -- building -----------------------------------------------------------------------------------

css: ## Rebuild the committed style sheets (needs Node; a running site does not)
	@command -v npm >/dev/null || { echo 'Rebuilding the style sheets needs Node and npm'; exit 1; }
	@sh static/build/build.sh

clean: ## Remove what was built; keeps var/ (the databases and keys)
	rm -rf $(VENV) build node_modules .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
