# OnRecord: the things one does with it. `make` alone lists them. Any make from GNU 3.81 on, which macOS has.

PYTHON =
PORT = 8080
TORCH_INDEX =
PYTEST_ARGS =

# The bot goes to Telegram when there is a token, in the environment or in .env as `bot/settings.py` reads it.
COMMAND = $(if $(strip $(ONRECORD_TOKEN))$(shell grep -liE $(TOKEN_LINE) .env 2>/dev/null),bot,try --port $(PORT))
TOKEN_LINE = '^[[:space:]]*(export[[:space:]]+)?ONRECORD_TOKEN[[:space:]]*=[[:space:]]*["'\'']?[A-Za-z0-9]'

# The version of torch stands in pyproject.toml and nowhere else.
TORCH = $(shell sed -n 's/^ *"\(torch==[^"]*\)".*/\1/p' pyproject.toml)
PIP_INSTALL = .venv/bin/python -m pip install --quiet --no-input --disable-pip-version-check

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run setup test bench soak train clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-6s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
	@echo
	@echo "PORT=8081          make run: another port for the chat page"
	@echo "PYTHON=python3.12  which Python makes .venv (3.11, 3.12 or 3.13)"
	@echo "TORCH_INDEX=https://download.pytorch.org/whl/cpu"
	@echo "                   make setup: PyTorch from its own index, on Linux gigabytes smaller (before the first"
	@echo "                   installation, or after make clean)"

run: .venv/.installed ## the bot: on Telegram with ONRECORD_TOKEN, else a chat page over the samples
	@.venv/bin/onrecord $(COMMAND)

setup: .venv/.installed ## only make .venv, with .venv/bin/onrecord in it
	@echo "Ready: .venv/bin/onrecord --help"

test: .venv/.installed-dev ## everything that CI checks: lint, types, floors, Dockerfile, tests
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/hadolint Dockerfile
	.venv/bin/python -m pytest $(PYTEST_ARGS)

bench: .venv/.installed-dev ## speed, memory and quality, measured on this machine
	@.venv/bin/python -m tests.bench $(BENCH_ARGS)

soak: .venv/.installed-dev ## kill add, watch and publishing a hundred times, and see that nothing is lost
	@.venv/bin/python -m tests.soak $(SOAK_ARGS)

train: .venv/.installed-dev ## the small parts beside the model anew: make train TRAIN_ARGS="--data DIR --questions FILE"
	@.venv/bin/python -m index.training $(TRAIN_ARGS)

clean: ## remove .venv and what tools left; your data stays
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find bot index corpus tests -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps say that the installation went through to its end; a new pyproject.toml asks for another.
.venv/.installed: pyproject.toml .venv/bin/python
	@.venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null
ifneq ($(strip $(TORCH_INDEX)),)
	@echo "Installing $(TORCH) from $(TORCH_INDEX)…"
	@$(PIP_INSTALL) --no-deps --index-url $(TORCH_INDEX) $(TORCH)
endif
	@echo "Installing OnRecord and its libraries (2 GB or more, some minutes the first time)…"
	@$(PIP_INSTALL) --editable .
	@touch $@

.venv/.installed-dev: pyproject.toml .venv/.installed
	@echo "Installing what the tests need…"
	@$(PIP_INSTALL) --editable '.[dev]'
	@touch $@

# A name on the PATH proves nothing (pyenv leaves shims for versions that are off), so each Python is asked.
.venv/bin/python:
	@without=; \
	for python in $(or $(PYTHON),python3.13 python3.12 python3.11 python3 python); do \
	  "$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null || continue; \
	  if "$$python" -c 'import venv, ensurepip' 2>/dev/null; then \
	    echo "Making .venv with $$("$$python" --version)…"; \
	    exec "$$python" -m venv --clear .venv; \
	  fi; \
	  without="$$python"; \
	done; \
	if [ -n "$$without" ]; then \
	  echo "$$without has no venv module: install it (Debian, Ubuntu: sudo apt install python3-venv), then run make again." >&2; \
	else \
	  echo "OnRecord needs Python 3.11, 3.12 or 3.13: install one (Debian, Ubuntu: sudo apt install python3 python3-venv; macOS: brew install python@3.13), or name it: make run PYTHON=/path/to/python" >&2; \
	fi; \
	exit 1
