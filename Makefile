# Every command does all of its own set-up: a fresh machine needs Python 3.11 or newer, make, and nothing else.

.DEFAULT_GOAL := help
.PHONY: help demo run test coverage check bench screenshots browser clean
MAKEFLAGS += --no-print-directory

VENV := .venv
PYTHON := $(VENV)/bin/python
RUNTIME := $(VENV)/.installed
DEVELOPMENT := $(VENV)/.installed-dev

# What `make check` asks of the settings is asked of production's; no server is needed for any of it.
AS_IN_PRODUCTION = env DEBUG=false PUBLIC_URL=https://galley.example ALLOWED_HOSTS=galley.example \
	SECRET_KEY=used-for-checks-alone-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFG \
	DATABASE_URL=postgres://galley@localhost:1/galley REDIS_URL=redis://localhost:1/0

# Files as they are collected: the slow ones come first, and none is left for the end. Bytecode is kept, or each of the
# processes that tests start would compile the product anew.
SUITE = env -u PYTHONDONTWRITEBYTECODE $(PYTHON) -m pytest -n 4 --dist loadfile --no-loadscope-reorder

help:
	@echo "make demo         write the sample funnel once, offline, into out/"
	@echo "make run          the product on this machine, until Ctrl-C"
	@echo "make test         all tests, on servers of their own"
	@echo "make coverage     the same, and which lines they reach"
	@echo "make check        style, types, layers, migrations, settings, documents"
	@echo "make bench        what the engine costs, beside a bare Celery chain"
	@echo "make screenshots  pictures of every page, into screenshots/"
	@echo "make clean        forget the virtual environment and what tools left behind; data stays"

demo: $(RUNTIME)
	@$(PYTHON) manage.py demo

run: $(RUNTIME)
	@$(PYTHON) manage.py dev

test: $(DEVELOPMENT) browser
	@$(SUITE) $(ARGS)

coverage: $(DEVELOPMENT) browser
	@$(SUITE) --cov --cov-report=term:skip-covered

check: $(DEVELOPMENT)
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	$(AS_IN_PRODUCTION) $(PYTHON) -m mypy
	$(VENV)/bin/lint-imports
	$(AS_IN_PRODUCTION) $(PYTHON) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	$(AS_IN_PRODUCTION) $(PYTHON) manage.py check --deploy --fail-level WARNING
	$(AS_IN_PRODUCTION) $(PYTHON) manage.py settings_docs --check
	$(AS_IN_PRODUCTION) $(PYTHON) manage.py spectacular --validate --fail-on-warn --file /dev/null
	$(PYTHON) -m pytest -q --no-header tests/test_docs.py

bench: $(DEVELOPMENT) browser
	@$(PYTHON) -m bench $(ARGS)

screenshots: $(DEVELOPMENT) browser
	@rm -rf screenshots
	@$(PYTHON) -m pytest -q --no-header -n 2 tests/browser/screenshots.py
	@echo "Pictures of every page are in screenshots/."

browser:
	@sh scripts/install-tools chromium-headless-shell:chromium-headless-shell

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage .coverage.* staticfiles

$(RUNTIME): requirements.txt
	@sh scripts/make-venv $(VENV)
	@echo "Installing what Galley needs (about a minute the first time)."
	@$(PYTHON) -m pip install -qq --disable-pip-version-check -r requirements.txt
	@touch $@

$(DEVELOPMENT): requirements.txt requirements-dev.txt
	@sh scripts/make-venv $(VENV)
	@echo "Installing what Galley is developed with (about a minute the first time)."
	@$(PYTHON) -m pip install -qq --disable-pip-version-check -r requirements-dev.txt
	@touch $(RUNTIME) $@
