# `make` prints the targets. Longer shell stands in scripts/.
PYTHON := .venv/bin/python
READY := .venv/.ready
SPARK := .venv/.spark
NODE_READY := frontend/node_modules/.ready
FONTS := src/prongsai/documents/fonts/OFL.txt
FRONTEND := src/prongsai/web/static/collected/staticfiles.json
WORDS := src/prongsai/web/locale/en/LC_MESSAGES/django.mo
RULES := src/prongsai/data/frameworks/2565/compiled.json
SHEETS := "src/prongsai/web/**/*.scss"
SCRIPTS := "src/prongsai/web/**/*.js" "{frontend,tests}/**/*.mjs"
PAPERS := $(shell find src/prongsai/documents -name "*.typ")
# node of the Python package, where set-up had to take it
NODE := PATH="$(CURDIR)/.venv/bin:$$PATH"
TOOLS := $(NODE) frontend/node_modules/.bin
LAYOUT := --config frontend/prettier.config.mjs
PATTERNS := $(shell find src/prongsai/core src/prongsai/links src/prongsai/readers -name "*.py")
# What pytest makes of the tests' files is kept for the next run: half of their collection.
AS_KEPT := env -u PYTHONDONTWRITEBYTECODE
PYTEST := $(AS_KEPT) $(PYTHON) -m pytest
WORKERS := -n auto --maxprocesses 8 --dist worksteal
MADE := $(FONTS) $(FRONTEND) $(WORDS) $(RULES)

# A .venv copied from another folder, or whose Python is gone, does not count.
$(shell test -x $(PYTHON) && test "$$(cat $(READY) 2>/dev/null)" = "$$(pwd -P)" || rm -f $(READY))

.DEFAULT_GOAL := help
.PHONY: help setup system-tools demo demo-data test test-all faults mutants check format bench shots corpus docs schema contract site-archive wheel lock clean

help: ## print this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' $(firstword $(MAKEFILE_LIST))

$(READY): requirements.txt pyproject.toml
	@scripts/setup.sh

$(NODE_READY): $(READY) frontend/package-lock.json
	@scripts/setup-node.sh

$(SPARK): $(READY)
	@scripts/setup-spark.sh

$(FONTS): $(NODE_READY) scripts/derive_font.py
	$(PYTHON) scripts/derive_font.py frontend/node_modules/@expo-google-fonts/sarabun $(@D)

$(FRONTEND): $(NODE_READY) scripts/build_static.py $(shell find src/prongsai/web/frontend -type f)
	$(PYTHON) scripts/build_static.py

$(WORDS): $(READY) scripts/messages.py $(WORDS:.mo=.po)
	$(PYTHON) scripts/messages.py compile

$(RULES): $(READY) scripts/compile_frameworks.py $(wildcard src/prongsai/data/frameworks/*.yaml src/prongsai/data/frameworks/*/*.yaml) $(wildcard src/prongsai/data/*.yaml src/prongsai/data/messages/*.yaml) $(PATTERNS)
	$(PYTHON) scripts/compile_frameworks.py

setup: $(MADE) ## .venv, frontend/node_modules, the papers' font and the site's style (the other targets do it themselves)

system-tools: ## the only target that installs into the system: what set-up and tests use (poppler, Chromium, LibreOffice, tesseract), by apt-get
	@scripts/system-tools.sh

demo: $(MADE) ## the year of the example: score, weak items, papers (in demo/), then the site until Ctrl-C
	@scripts/demo.sh

demo-data: $(MADE) ## the same without serving: papers in demo/, the site's data in build/demo
	@scripts/demo.sh --no-serve

test: $(MADE) ## the short run, about ten minutes on two cores; the last lines tell what was skipped and why
	$(PYTEST) $(WORKERS)

test-all: $(MADE) $(SPARK) ## every test, about an hour: both databases, all screens, office programs; how much of the code ran
	$(AS_KEPT) $(PYTHON) scripts/covered.py $(WORKERS) --whole

faults: $(MADE) ## the site under kill -9 for minutes: nothing acknowledged may be lost
	$(PYTEST) --whole -m faults -s tests/web/faults
	$(PYTEST) --whole tests/web/project/test_upkeep.py  # tampered backups, rotten files, a cut journal

mutants: $(MADE) ## an hour: lines of modules that must not err, changed one by one: does a test notice? ONLY="tenancy journal" takes some
	$(PYTHON) scripts/mutants.py $(ONLY)

check: $(NODE_READY) ## format, lint, types, import rules, templates, styles, scripts, typesetting
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy
	.venv/bin/lint-imports --no-logo
	.venv/bin/djangofmt --check src/prongsai/web
	.venv/bin/djangofmt check src/prongsai/web
	$(TOOLS)/prettier $(LAYOUT) --check --log-level warn $(SHEETS) $(SCRIPTS)
	$(TOOLS)/stylelint --config frontend/stylelint.config.mjs $(SHEETS)
	$(TOOLS)/eslint --config frontend/eslint.config.mjs --max-warnings 0 .
	$(NODE) node frontend/typstyle.mjs --check $(PAPERS)

format: $(NODE_READY) ## lay out every source as `make check` asks
	$(PYTHON) -m ruff format .
	.venv/bin/djangofmt src/prongsai/web
	$(TOOLS)/stylelint --config frontend/stylelint.config.mjs --fix $(SHEETS)
	$(TOOLS)/prettier $(LAYOUT) --write --log-level warn $(SHEETS) $(SCRIPTS)
	$(NODE) node frontend/typstyle.mjs $(PAPERS)

bench: $(MADE) ## measure speed and memory beside peers
	$(PYTHON) -m scripts.benchmarks

shots: $(MADE) ## pictures of the command line's output and of every screen of the site
	$(PYTHON) scripts/shots.py
	$(PYTHON) scripts/shots_site.py
	$(PYTHON) scripts/shots_papers.py

corpus: $(MADE) ## read every labelled document in every format and count; writes docs/method/reading*.md
	$(PYTHON) scripts/corpus.py build/corpus

docs: $(READY) ## rewrite the pages that are made from the code
	$(PYTHON) scripts/cli_reference.py

schema: $(MADE) ## after a migration: write down anew what both databases are made of (tests/web/project/schema)
	PRONGSAI_WRITE_SCHEMA=1 $(PYTHON) -m pytest -q tests/web/project/test_schema.py -k step-by-step

contract: $(MADE) ## after a wanted change: write down anew addresses, JSON keys, exit codes, rights, stored words (tests/cases/contract)
	PRONGSAI_WRITE_CONTRACT=1 $(PYTHON) -m pytest -q tests/cli/test_contract.py tests/web/project/test_contract.py

site-archive: $(MADE) ## the demo's site, as this version leaves it, for tests that move it; kept once
	$(PYTHON) -m tests.web.project.site_archive

wheel: $(MADE) ## the package and the pins that a server needs, in dist/ (docs/site.md says how to install them)
	rm -rf dist
	$(PYTHON) -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir dist .
	scripts/pins.sh site >dist/requirements.txt

lock: ## pin the dependencies anew (UPGRADE=--upgrade takes the newest)
	@UPGRADE="$(UPGRADE)" scripts/lock.sh

clean: ## remove everything that was made
	rm -rf .venv frontend/node_modules $(dir $(FONTS)) src/prongsai/web/static $(WORDS) demo build dist
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src -name compiled.json -delete -o -name patterns.marshal -delete
	find src tests scripts -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true
