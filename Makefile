# Bashkë. `make demo` starts a synthetic country, `make test` proves the house; both need only Python 3.11+, make and a registry.

PORT ?= 8000
PEOPLE ?= 20000
KILLS ?= 200
PYTHON ?= python3
UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
SYNC = UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 UV_PYTHON_DOWNLOADS=never $(UV) sync --quiet --frozen
NODE_OK := $(shell node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 18 ? 1 : 0)' 2>/dev/null && npm --version >/dev/null 2>&1 && echo yes)
FRONTEND := $(if $(NODE_OK),,--group frontend)
# Settings for what reads the code and serves nobody: no secret is real.
UNSERVED = BASHKE_MODE=test BASHKE_HOME=/tmp BASHKE_SECRET_DJANGO=x BASHKE_SECRET_WALL=00 BASHKE_SECRET_VAULT=x BASHKE_SECRET_WEB=x \
  DJANGO_SETTINGS_MODULE=bashke.site.settings
RUN = .venv/bin/python -m bashke.site.command

.PHONY: demo demo-clean test check study bench messages states clean help

help:  ## what can be done here
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

demo: .venv/base  ## start the demo country (PORT=8000 PEOPLE=20000), Ctrl-C stops it
	@$(RUN) demo --port $(PORT) --people $(PEOPLE)

demo-clean:  ## remove the demo's data
	@if [ -x .venv/bin/python ]; then $(RUN) demo-clean; else echo "There is no demo here."; fi

test: .venv/dev  ## run every test (installs Chromium by apt when it is missing and it may)
	@sh tests/chromium.sh
	@$(RUN) assets
	@.venv/bin/python -m pytest

check: .venv/dev  ## formatting, types, floors and rooms, generated pages
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check --quiet . || (echo "Run: .venv/bin/ruff format ." && false)
	@$(UNSERVED) .venv/bin/mypy bashke
	@.venv/bin/lint-imports --no-cache
	@$(UNSERVED) $(RUN) states --check
	@! grep -oE 'https?://[^/"]+' uv.lock | sort -u | grep -vE '^https://(pypi.org|files.pythonhosted.org)$$'

bench: .venv/dev  ## measure beside what a user would pick instead (bench/README.md); minutes, on an idle machine
	@.venv/bin/python -m bench $(NAMES)

study: .venv/dev  ## the long faults: two hundred kills under load, a restore to a second, ten thousand guesses (about twenty minutes)
	@GUESSES=10000 .venv/bin/python -m pytest bashke/ground/access/tests/test_guessing.py bashke/doors/portal/tests/test_following.py -k "guess or breath"
	@CRASH_KILLS=$(KILLS) .venv/bin/python -m pytest -s tests/faults/test_crashes.py tests/faults/test_backup.py tests/faults/test_restart.py

messages: .venv/dev  ## gather and compile the words
	@$(RUN) messages

states: .venv/dev  ## write docs/states/ from the rules
	@$(UNSERVED) $(RUN) states

clean: demo-clean  ## remove everything that was built
	@rm -rf .venv .tools node_modules var bashke/ground/design/static/built

.venv/base: uv.lock pyproject.toml | $(UV)
	@$(SYNC) --no-default-groups $(FRONTEND) 2>/dev/null || UV_SYSTEM_CERTS=1 $(SYNC) --no-default-groups $(FRONTEND)
	@touch $@

.venv/dev: uv.lock pyproject.toml | $(UV)
	@$(SYNC) $(FRONTEND) 2>/dev/null || UV_SYSTEM_CERTS=1 $(SYNC) $(FRONTEND)
	@touch $@ .venv/base

.tools/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Bashkë needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version). Name another: make demo PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .tools || { echo "Python's venv is missing; on Debian: apt install python3-venv"; exit 1; }
	@.tools/bin/pip install --quiet --disable-pip-version-check uv
