# The two commands are `make demo` and `make test`; `make help` lists the rest.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?= 8080
JOBS   ?= 3
DEMO   ?= demo-archive
PYTEST := $(BIN)/python -m pytest
# One file goes to one process. A test that ends its process has failed, and would end the next one too.
PARALLEL := -n $(JOBS) --dist loadfile --max-worker-restart 0
COMPILE := $(BIN)/python -m compileall -q archive ingest webui
PIP    := -m pip --disable-pip-version-check install --quiet --no-input

.DEFAULT_GOAL := help
.PHONY: help demo test cases test-shared test-whoosh3 test-distributed on-servers on-opensearch soak bench bench-million lint messages docs screenshots lock

help:
	@echo "make demo          ingest sample_corpus into $(DEMO)/ and serve it (PORT=$(PORT))"
	@echo "make test          everything CI runs, $(JOBS) files of tests at once (JOBS=$(JOBS))"
	@echo "make cases         the tests alone, without ruff and mypy"
	@echo "make test-shared   tests on real input that lies beside the project in ../shared"
	@echo "make test-whoosh3  the engine tests on whoosh3, in an environment of their own"
	@echo "make test-distributed  on servers that are started for it: PostgreSQL, OpenSearch, an object store, HAProxy, nginx"
	@echo "make on-opensearch the part of it on OpenSearch"
	@echo "make on-servers    the part of it on the others"
	@echo "make soak          hours of kills, commits and refreshes, here and on servers; every address of an archive with secrets"
	@echo "make bench         figures beside their rivals"
	@echo "make bench-million a million records: hours, and 30 GB of disk"
	@echo "make lint          ruff and mypy"
	@echo "make messages      new words of the pages into webui/translations, for those who translate"
	@echo "make docs          the reference pages of docs/ that are made from the code"
	@echo "make screenshots   the pictures of this program's pages that stand in README.md"
	@echo "make lock          write the two lock files anew (needs uv)"

demo: $(VENV)/.run
	@test -e $(DEMO)/archive.toml || $(BIN)/press-archive init --archive $(DEMO)
	@$(BIN)/press-archive ingest --archive $(DEMO) sample_corpus/releases sample_corpus/speeches sample_corpus/photos sample_corpus/broken
	@echo "(The files in sample_corpus/broken are bad on purpose, to show what becomes of such files.)"
	@exec $(BIN)/press-archive serve --archive $(DEMO) --port $(PORT) --desk

# Workers and commands start from what is compiled, whatever the caller's environment says of that.
test cases: export PYTHONDONTWRITEBYTECODE =
test: $(VENV)/.test
	@$(COMPILE)
	@$(MAKE) --no-print-directory --jobs=2 lint cases

cases: $(VENV)/.test
	$(PYTEST) $(PARALLEL) --no-loadscope-reorder

test-shared: $(VENV)/.test
	@test -d ../shared || { echo "make test-shared needs ../shared, real input that is not part of the project"; exit 1; }
	$(PYTEST) tests/shared -o addopts="-ra --strict-markers" -s

test-whoosh3: .venv-whoosh3/.test
	.venv-whoosh3/bin/python -m pytest tests/archive/search/test_engines.py tests/archive/search/test_engines_updates.py tests/archive/search/test_engines_words.py tests/archive/search/test_engines_groups.py tests/archive/search/test_engines_facets.py tests/archive/search/test_engines_values.py tests/archive/search/test_engines_any_plan.py

test-distributed: $(VENV)/.test
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target on-opensearch on-servers

on-servers: $(VENV)/.test
	$(PYTEST) -p tests.support.postgresql tests/distributed tests/archive/catalogue --ignore tests/distributed/opensearch -o addopts="-ra --strict-markers" $(PARALLEL)

on-opensearch: $(VENV)/.test
	$(PYTEST) -p tests.support.postgresql tests/distributed/opensearch -o addopts="-ra --strict-markers"

soak: $(VENV)/.test
	$(PYTEST) tests/soak -o addopts="-ra --strict-markers" -o faulthandler_timeout=7200 -s
	TESTS_CRAWL_ALL=1 $(PYTEST) tests/webui/test_web_secrecy.py tests/webui/test_side_effects.py tests/archive/search/test_search_secrets.py
	$(PYTEST) -p tests.support.opensearch tests/webui/test_web_secrecy.py
	TESTS_KILLS=25 $(PYTEST) -p tests.support.postgresql tests/distributed -k "killed or restarted or gone_ends" -o addopts="-ra --strict-markers"

bench: $(VENV)/.test
	$(BIN)/python -m tests.bench.bench_search
	$(BIN)/python -m tests.bench.bench_serve
	$(BIN)/python -m tests.bench.bench_ingest
	$(BIN)/python tests/bench/bench_photos.py
	$(BIN)/python tests/bench/bench_relevance.py
	$(BIN)/python -m tests.bench.bench_pages
	$(BIN)/python -m tests.bench.bench_near_duplicates
	$(BIN)/python -m tests.bench.bench_restore

bench-million: $(VENV)/.test
	$(BIN)/python -m tests.bench.bench_serve --documents 1000000 --varied

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

messages: $(VENV)/.test
	$(BIN)/python -m tests.tools.messages

docs: $(VENV)/.test
	$(BIN)/python -m tests.tools.documents

screenshots: $(VENV)/.test
	$(BIN)/python -m tests.tools.screenshots

lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml --group build -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml --group build --group test -c requirements.lock -o requirements-test.lock

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "press-archive needs Python 3.11 or later; say which: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "python3 has no venv here; on Debian: apt-get install python3-venv"; exit 1; }

# A lock is whole, so nothing else is wanted: without --no-deps, pip asks for the newest release of what some package
# wants with an extra, and has no hash of it.
# One stamp a lock: the environment is made again only when its lock or the project's own metadata changed.
$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing press-archive and what it needs into $(VENV) ..."
	@$(BIN)/python $(PIP) --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python $(PIP) --no-deps --no-build-isolation --editable .
	@$(COMPILE)  # workers cannot: they may write nothing
	@touch $@

$(VENV)/.test: requirements-test.lock $(VENV)/.run
	@$(BIN)/python $(PIP) --no-deps --require-hashes -r requirements-test.lock
	@touch $@

.venv-whoosh3/.test: requirements-test.lock pyproject.toml
	@$(PYTHON) -m venv .venv-whoosh3
	@.venv-whoosh3/bin/python $(PIP) --no-deps --require-hashes -r requirements-test.lock
	@.venv-whoosh3/bin/python $(PIP) --no-deps --no-build-isolation --editable .
	@.venv-whoosh3/bin/python -m pip --disable-pip-version-check uninstall --quiet --yes whoosh
	@.venv-whoosh3/bin/python $(PIP) --no-deps whoosh3==3.54.0
	@touch $@
