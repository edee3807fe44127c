# make book makes everything, make test proves it. See README.md.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: book check serve test test-quick format lock clean bench lighthouse accept-pictures accept-markup

book: $(VENV)/.book
	$(BIN)/vorming build

check: $(VENV)/.book
	$(BIN)/vorming check

serve: $(VENV)/.book
	$(BIN)/vorming serve

test: $(VENV)/.test
	$(BIN)/python -m tools.all

# What an author of code runs on the way, without a browser or a build.
test-quick: $(VENV)/.test
	$(BIN)/python -m tools.all --quick

format: $(VENV)/.test
	$(BIN)/ruff format src tests tools
	$(BIN)/ruff check --fix src tests tools
	tests/support/clients/node_modules/.bin/biome check --write

bench: $(VENV)/.test
	$(BIN)/python -m tools.bench

# Measures the site as a phone sees it; writes docs/lighthouse.md.
lighthouse: $(VENV)/.test
	cd tools/lighthouse && npm ci --ignore-scripts --no-audit --no-fund
	$(BIN)/python -m tools.lighthouse.run

# Approves what the main components look like now; look at the difference in git.
accept-pictures: $(VENV)/.test
	ACCEPT_PICTURES=1 $(BIN)/python -m pytest tests/site/test_pictures.py

# Approves the markup of the mini-book's packs; look at the difference in git.
accept-markup: $(VENV)/.test
	ACCEPT_MARKUP=1 $(BIN)/python -m pytest tests/packs/test_packs_markup.py

# The stamps make a second run install nothing.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "$$($(PYTHON) --version 2>&1 || echo "$(PYTHON)") gaat niet: nodig is Python 3.11 of nieuwer. Kies een andere: make PYTHON=python3.11" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.book: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --progress-bar on --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: requirements-test.lock tests/support/clients/package-lock.json $(VENV)/.book
	$(BIN)/python -m pip install --quiet --progress-bar on --require-hashes -r requirements-test.lock
	cd tests/support/clients && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

# For keepers: renew the locks (needs uv). No index address may enter them.
lock:
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate -q -o requirements.lock
	uv pip compile pyproject.toml --extra test -c requirements.lock --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --no-annotate -q -o requirements-test.lock

clean:
	rm -rf _build
