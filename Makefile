# fairlabel: make demo | test | lint | bench. Everything is installed into .venv first; nothing else is touched.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1
# Tests start many processes: where bytecode may not be kept, each would compile all of fairlabel anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test lint bench install install-dev browser fonts lock golden clean

help: ## show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: export FAIRLABEL_NO_CACHE = 1
demo: $(VENV)/.installed ## install, assess a shipped example supplier, name the report
	@mkdir -p demo-report
	@$(BIN)/fairlabel check vendor_templates/examples/lakeshore-data-services \
	  --output html=demo-report/lakeshore-data-services.html --output json=demo-report/lakeshore-data-services.json --fail-on never
	@echo
	@echo "Gap report: $(CURDIR)/demo-report/lakeshore-data-services.html"

test: $(VENV)/.installed-dev browser fonts ## install what the tests need, run all of them
	$(BIN)/python -m pytest -n logical --maxprocesses 8 --dist loadfile --no-loadscope-reorder

lint: $(VENV)/.installed-dev ## style, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.installed-dev ## ratios against hand-written peers, measured side by side; NAMES=wages: only that one
	$(BIN)/python -m tests.bench $(NAMES)

install: $(VENV)/.installed ## install fairlabel into .venv
install-dev: $(VENV)/.installed-dev ## the same, with tests and linters

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "fairlabel needs Python 3.11 or newer; name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml .ci/constraints.txt
	@$(BIN)/python -m pip install --quiet --constraint .ci/constraints.txt --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/bin/python pyproject.toml .ci/constraints.txt
	@$(BIN)/python -m pip install --quiet --constraint .ci/constraints.txt --editable '.[test,lint]'
	@touch $@ $(VENV)/.installed

browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	  || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } \
	  || echo "no Chromium found: the browser tests will be skipped (on Debian: apt-get install chromium)"

fonts:
	@ls /usr/share/fonts/truetype/noto/NotoSansDevanagari-Regular.ttf >/dev/null 2>&1 \
	  || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq fonts-noto-core >/dev/null; } \
	  || echo "no Noto fonts found: PDF tests of Hindi, Arabic and Tamil will be skipped (on Debian: apt-get install fonts-noto-core)"

lock: $(VENV)/.installed-dev ## write .ci/constraints.txt from what is installed and tested
	@$(BIN)/python -m pip freeze --exclude-editable | grep -v ' @ ' | grep -vi '^fairlabel' > .ci/constraints.txt.new
	@mv .ci/constraints.txt.new .ci/constraints.txt

golden: $(VENV)/.installed-dev ## rewrite golden reports and the README's output; read the difference before you commit it
	$(BIN)/python -m pytest tests/golden tests/test_docs.py --update-golden

clean: ## remove what make made
	rm -rf $(VENV) demo-report bench-out .pytest_cache .mypy_cache .ruff_cache
