# Reports on the professionalism index of Indonesia's civil service. `make help` lists the targets.
#
# Variables: REGION YEAR DATA PARAMS LANGUAGE=id|en FORMATS=html,pdf,xlsx,json,docx,pptx EDITION=publik|internal WORKERS SCHEDULER OUT PROVINCE UNIT APPENDIX=1 FORCE=1
# In an activated virtual or conda environment its interpreter is used; otherwise, and in the base of conda, that of .venv.

PYTHON  ?= python3
SAMPLE  := data/sample
OUT     ?= reports
ACTIVE  := $(filter-out $(CURDIR)/.venv,$(or $(VIRTUAL_ENV),$(if $(filter base,$(CONDA_DEFAULT_ENV)),,$(CONDA_PREFIX))))
FONTS   := ipasn_analysis/blocks/fonts/glyphs.txt
BIN     := $(or $(ACTIVE),.venv)/bin/
READY   := $(if $(ACTIVE),$(FONTS),.venv/.ready)
INSTALL  = @$(BIN)python -m pip install --quiet --disable-pip-version-check --no-deps
# LANGUAGE is also a variable of gettext and of many desktops (id:en_US); only id and en are ours.
SPOKEN  := $(if $(filter command line,$(origin LANGUAGE)),$(LANGUAGE),$(filter id en,$(LANGUAGE)))
IPASN   := $(BIN)python -m ipasn_analysis$(if $(SPOKEN), --language '$(SPOKEN)')
OWN_PARAMS = $(if $(PARAMS),--params '$(PARAMS)')
OPTIONS  = $(if $(YEAR),--year '$(YEAR)') $(if $(DATA),--data '$(DATA)',--data $(SAMPLE)) \
           $(if $(FORMATS),--formats '$(FORMATS)') $(if $(EDITION),--edition '$(EDITION)') --out '$(OUT)' $(if $(FORCE),--force) $(OWN_PARAMS)
APPENDED = $(if $(APPENDIX),--appendix)
DATAREADY := $(if $(DATA),,$(SAMPLE)/.ready)

.DEFAULT_GOAL := help
.PHONY: report reports sheets test test-windows coverage test-long explore setup sample check lint release bench clean help open

report: $(READY) $(DATAREADY) ## the report of one region: make report REGION=banjar
	@$(if $(REGION),,$(error name a region: make report REGION=banjar))$(IPASN) report '$(REGION)' $(OPTIONS) $(APPENDED)

reports: $(READY) $(DATAREADY) ## the reports of all regions, of PROVINCE=kalsel, or of REGION="banjar tapin"
	@$(IPASN) reports $(if $(REGION),'$(REGION)') $(if $(PROVINCE),--province '$(PROVINCE)') $(if $(WORKERS),--workers '$(WORKERS)') \
	$(if $(SCHEDULER),--scheduler '$(SCHEDULER)') $(OPTIONS) $(APPENDED)

sheets: $(READY) $(DATAREADY) ## a page for each perangkat daerah: make sheets REGION=banjar (UNIT="Dinas Kesehatan": that one)
	@$(if $(REGION),,$(error name a region: make sheets REGION=banjar))$(IPASN) sheets '$(REGION)' $(if $(UNIT),--unit '$(UNIT)') $(OPTIONS)

test: $(READY) ## run all tests
	@$(BIN)python -m pytest -n auto --dist loadfile --no-loadscope-reorder

test-windows: $(READY) ## what an analyst at a Windows desk does, in processes that imitate Windows
	@IPASN_IMITATE=windows PYTHONPATH='$(CURDIR)/tests/support/windows' PYTHONIOENCODING=cp1252 PYTHONUTF8=0 $(BIN)python -m pytest -n auto --dist loadfile \
	tests/test_windows.py tests/test_files.py tests/test_store.py

coverage: $(READY) ## run all tests and list the modules that they do not cover whole (a third slower)
	@$(BIN)python -m pytest -n auto --dist loadfile --no-loadscope-reorder --cov

test-long: $(READY) ## all tests with at least 10,000 generated cases
	@HYPOTHESIS_PROFILE=long $(BIN)python -m pytest -n auto --dist loadfile --no-loadscope-reorder --timeout 3600

explore: $(READY) $(DATAREADY) ## open notebooks/explore.ipynb in JupyterLab
	@$(IPASN) explore $(OWN_PARAMS)

setup: $(READY) ## make the environment alone

sample: $(READY) ## write the synthetic sample data to data/sample
	@$(IPASN) sample --out $(SAMPLE) && touch $(SAMPLE)/.ready

check: $(READY) $(DATAREADY) ## check input without scoring: make check DATA=folder
	@$(IPASN) check '$(or $(DATA),$(SAMPLE))' $(OWN_PARAMS)

lint: $(READY) ## check style, types and the direction of imports
	@$(BIN)ruff check . && $(BIN)ruff format --check . && $(BIN)mypy && $(BIN)lint-imports --no-logo --no-cache

release: $(READY) ## build the wheel, the source archive, the bill of materials and a sample site into build/
	@$(BIN)python -m build --no-isolation --outdir build/dist . && $(BIN)python tools/sbom.py build/dist/ipasn.cdx.json && $(BIN)python tools/site_pages.py build/site

bench: $(READY) ## measure speed; writes benchmarks/results.md
	@$(BIN)python -m benchmarks

open: $(READY) ## open a built report, the newest or of YEAR, in the browser: make open REGION=banjar
	@page=$$(ls -d '$(OUT)'/$(if $(REGION),'$(REGION)'/$(or $(YEAR),*)/ipasn-*.html,index.html) 2>/dev/null | tail -n 1); \
	[ -n "$$page" ] || { echo "no report$(if $(REGION), of '$(REGION)')$(if $(YEAR), for $(YEAR)) in $(OUT); build it: make report REGION=$(or $(REGION),banjar)" >&2; exit 2; }; \
	echo "$$page"; $(BIN)python -c 'import pathlib, sys, webbrowser; sys.exit(not webbrowser.open(pathlib.Path(sys.argv[1]).resolve().as_uri()))' "$$page" \
	|| echo "no browser was found; open this file in one" >&2

clean: ## remove what was built: reports, store, sample data, caches and .venv
	@rm -rf .venv store data/sample build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
	@find '$(OUT)' -mindepth 1 ! -name .gitkeep -delete 2>/dev/null || true
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## this list
	@echo "make TARGET [REGION=… YEAR=… DATA=… LANGUAGE=id|en FORMATS=html,pdf,xlsx,json,docx,pptx EDITION=publik|internal PARAMS=… WORKERS=… SCHEDULER=… OUT=… UNIT=… APPENDIX=1]"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 14

.venv/.ready: requirements.lock pyproject.toml setup.py
	@echo "setting up .venv (once; a minute or two)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name one with PYTHON=…" >&2; exit 2; }
	@$(PYTHON) -m venv .venv
	$(INSTALL) -r requirements.lock
	$(INSTALL) --no-build-isolation --editable .
	@touch $@

$(FONTS): requirements.lock pyproject.toml setup.py
	@$(BIN)python tools/lacking.py || $(if $(VIRTUAL_ENV),{ echo "installing it there (once; a minute or two)"; $(subst @,,$(INSTALL)) -r requirements.lock; }, \
	{ echo "install it: conda env update --file environment.yml; or leave that environment: make builds .venv" >&2; exit 2; })
	$(INSTALL) --no-build-isolation --editable .
	@touch $@

$(SAMPLE)/.ready: | $(READY)
	@$(IPASN) sample --out $(SAMPLE)
	@touch $@
