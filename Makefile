# Two commands: `make demo` (a small archive and its film) and `make test` (all that CI checks).
PYTHON ?= python3
BIN := .venv/bin
SERVE ?= 1
DEMO ?= demo-archive

.PHONY: demo test test-whoosh setup setup-dev campaign docs lock translations migration clean

demo: setup
	$(BIN)/baro demo $(DEMO)
	$(if $(filter 0,$(SERVE)),,$(BIN)/baro --archive $(DEMO) serve)

test: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2

setup: .venv/demo-ready
setup-dev: .venv/dev-ready

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Baro needs Python 3.11 or newer")'
	$(PYTHON) -m venv .venv

.venv/demo-ready: requirements.txt pyproject.toml | .venv/bin/python
	$(BIN)/pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

.venv/dev-ready: requirements-dev.txt pyproject.toml | .venv/bin/python
	$(BIN)/pip install --quiet --require-hashes -r requirements-dev.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	touch $@ .venv/demo-ready

campaign: setup-dev
	$(BIN)/pytest -m "campaign or hypothesis" -n 2 --hypothesis-profile=anew

# The search again on whoosh-reloaded, the other heir of Whoosh 2.7: the way out should whoosh3 be given up.
test-whoosh: .venv-whoosh/ready
	.venv-whoosh/bin/python -m pytest tests/archive/search

.venv-whoosh/ready: requirements-dev.txt requirements-whoosh.txt pyproject.toml
	$(PYTHON) -m venv --clear .venv-whoosh
	.venv-whoosh/bin/pip install --quiet --require-hashes -r requirements-dev.txt
	.venv-whoosh/bin/pip install --quiet --no-deps --no-build-isolation -e .
	.venv-whoosh/bin/pip uninstall --quiet --yes whoosh3
	.venv-whoosh/bin/pip install --quiet --require-hashes -r requirements-whoosh.txt
	touch $@

docs: setup-dev
	$(BIN)/python docs/reference/make.py

# Collect the texts, keep what is translated; then fill in what `msgstr ""` is left and run it again.
# (pybabel takes the sign in « {n} % de » for a field and grumbles; the catalogue is written all the same.)
translations: setup-dev
	$(BIN)/pybabel --quiet extract -F babel.cfg -k gettext -k lazy -k ngettext:1,2 --no-location --sort-output -o .venv/baro.pot .
	$(BIN)/pybabel --quiet update --ignore-obsolete --ignore-pot-creation-date -N -w 120 -i .venv/baro.pot -d media/translations -D baro -l en
	-$(BIN)/pybabel --quiet compile -d media/translations -D baro

migration: setup-dev
	$(BIN)/python -m archive.catalogue.migrations.make $(id) "$(m)"

# The pinned versions, with hashes and without addresses; needs `pip install uv`.
lock:
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --python-version 3.11 --extra install pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --python-version 3.11 --extra install --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

clean:
	rm -rf .venv .venv-whoosh demo-archive dist build
