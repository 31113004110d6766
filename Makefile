# The front door: `make help` lists the chores. Everything is installed inside this folder (.tools, .venv).
PYTHON ?= python3
UV     := .tools/bin/uv
BIN    := .venv/bin
PKGS   := . $(sort $(patsubst %/pyproject.toml,%,$(wildcard plugins/*/pyproject.toml)))
STAMP  := .venv/.ready
SRC    := src $(sort $(wildcard plugins/*/src))
TESTS  := conftest.py $(sort $(wildcard tests plugins/*/tests))
export UV_SYSTEM_CERTS ?= 1
export UV_PYTHON_DOWNLOADS ?= never

# What `make looks` calls, and the Debian packages that bring it.
LOOKS_TOOLS    := soffice chromium pdftoppm
LOOKS_PACKAGES := libreoffice-calc-nogui libreoffice-writer-nogui chromium poppler-utils \
                  fonts-dejavu-core fonts-liberation
SUDO           := $(if $(filter-out 0,$(shell id -u)),sudo)

.DEFAULT_GOAL := run
.PHONY: run setup test check looks torture bench lock help

run: $(STAMP)    ## set up and run the main job: tokten demo
	@$(BIN)/tokten demo

setup: $(STAMP)  ## set up .venv and nothing else

test: $(STAMP)   ## run the tests
	@$(BIN)/python -m pytest -q -n 2

check: $(STAMP)  ## style, types, who imports whom
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy --no-error-summary $(SRC)
	@$(BIN)/mypy --no-error-summary --allow-untyped-defs --allow-incomplete-defs --allow-untyped-calls --no-check-untyped-defs --disable-error-code annotation-unchecked \
	  --cache-dir .mypy_cache/tests $(TESTS)
	@$(BIN)/lint-imports --no-logo
	@echo "check: style, types and imports hold"

looks: $(STAMP)  ## open what we write in LibreOffice and Chromium (installs them where absent)
	@for tool in $(LOOKS_TOOLS); do command -v $$tool >/dev/null || missing=1; done; \
	if [ -n "$${missing:-}" ]; then \
	  export DEBIAN_FRONTEND=noninteractive; \
	  $(SUDO) apt-get -qq update && \
	  $(SUDO) apt-get -qq install -y --no-install-recommends $(LOOKS_PACKAGES) >/dev/null; \
	fi
	@$(BIN)/python -m pytest -q -m looks

torture: $(STAMP) ## kill, damage, hurry and confuse the stores, at full length, and tell the counts (an hour)
	@TOKTEN_TORTURE=1 $(BIN)/python -m pytest -q -s -n 0 -m torture

bench: $(STAMP)  ## measure against others, as ratios (installs what we are measured against)
	@VIRTUAL_ENV=.venv $(UV) pip install -q --require-hashes -r benchmarks/requirements.lock
	@$(BIN)/python -m pytest -q -p no:xdist -p no:randomly benchmarks

lock: $(UV)      ## write requirements.lock anew after a change of dependencies
	@$(UV) export -q --all-packages --all-groups --no-group bench --all-extras --no-emit-workspace --no-header --no-annotate -o requirements.lock
	@$(UV) export -q --only-group bench --no-emit-workspace --no-header --no-annotate -o benchmarks/requirements.lock
	@! grep -nE '://|^-|file:' requirements.lock benchmarks/requirements.lock

help:            ## this list
	@sed -nE 's/^([a-z]+):[^#]*## (.*)/make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 14

$(UV):
	@PIP_REQUIRE_VIRTUALENV=0 $(PYTHON) -m pip install -q --disable-pip-version-check \
	  --root-user-action=ignore --target .tools "uv>=0.13,<0.14"

$(STAMP): $(UV) requirements.lock pyproject.toml $(wildcard plugins/*/pyproject.toml)
	@$(UV) venv -q --clear --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" .venv
	@VIRTUAL_ENV=.venv $(UV) pip install -q --require-hashes -r requirements.lock
	@VIRTUAL_ENV=.venv $(UV) pip install -q --no-deps $(addprefix -e ,$(PKGS))
	@touch $@
