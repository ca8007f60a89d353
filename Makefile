# The front door. `make` rebuilds the shipped study; `make STUDY=path` another one.
PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv
CORES ?= 2
override ARGS += $(if $(STUDY),--study "$(STUDY)")

.PHONY: all texts report test check verify graph reliability images bench lock clean
all: .venv/ready
	@$(BIN)/python workflow/run.py --cores $(CORES) $(ARGS)

# As far as there is something to code: the anonymised texts and their segments. Much quicker than all of it.
texts: .venv/ready
	@$(BIN)/python workflow/run.py --cores $(CORES) $(ARGS) texts

# The same, and then Snakemake's report of it in one file, for which no network is needed: REPORT=report.zip is the same as
# a folder. It lies outside the results, in which only what the rules make may lie.
REPORT ?= report.html
report: .venv/ready
	@$(BIN)/python workflow/run.py --cores $(CORES) $(ARGS) --report-after-run --report "$(REPORT)"
	@echo "  report      $(REPORT)"

# The environment, from the lock file; every download is checked against its hash. Once there is one, its own Python goes on.
SETUP = $(shell test -x $(BIN)/python && echo $(BIN)/python || echo $(PYTHON))
.venv/ready: requirements.lock pyproject.toml
	@$(SETUP) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Python 3.11 or newer is needed; $(SETUP) is $$($(SETUP) --version 2>/dev/null || echo not there)."; \
	  echo "Install it (Debian, Ubuntu: apt install python3 python3-venv), or name one that is there: make PYTHON=python3.12"; \
	  exit 1; } >&2
	@$(SETUP) workflow/install.py
	@touch $@

test: .venv/ready
	@$(BIN)/python -m pytest --numprocesses $(CORES) $(TESTS)

check: .venv/ready
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/snakefmt --check Snakefile workflow/rules
	@$(BIN)/snakemake --lint

# Is every file of the last build still what its manifest says, and is the build the published one?
verify: .venv/ready
	@$(BIN)/multicase verify $(if $(STUDY),"$(STUDY)")

# The workflow's rules, drawn: which rule's files go into which.
GRAPH ?= rulegraph.svg
graph: .venv/ready
	@$(BIN)/snakemake --quiet all --rulegraph $(if $(STUDY),--config study="$(STUDY)") | $(BIN)/multicase graph "$(GRAPH)"

# docs/reliability.md anew: what becomes of broken and hostile files, counted by the tests that try them.
reliability: .venv/ready
	@$(BIN)/python tests/reliability_page.py

# The pictures of docs/images, of the published results, in Debian's Chromium with the fonts of fonts-liberation.
images: .venv/ready
	@$(BIN)/python tests/doc_images.py

bench: .venv/ready
	@$(BIN)/python tests/bench/bench.py

# Anew, after a change of the dependencies in pyproject.toml.
lock: .venv/ready
	@$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --group dev \
	  --no-header --output-file requirements.lock pyproject.toml

# All that was built; what was published stays.
clean:
	@rm -rf .snakemake
	@if [ -d results ]; then find results -mindepth 1 -maxdepth 1 ! -name published -exec rm -rf {} +; fi
