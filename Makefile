PYTHON ?= python3
PORT ?= 5000
LOCK_FLAGS ?=
# Other content than questions.yaml: a file, or a folder of several.
QUESTIONS ?=
CONTENT = flask --app app content$(if $(QUESTIONS), --file $(QUESTIONS))
# Of the tests. One more than there are processors, because some tests wait.
WORKERS ?= $(shell echo $$(($$(getconf _NPROCESSORS_ONLN) + 1)))
# Or each worker, and each server that a test starts, would compile all of it again.
unexport PYTHONDONTWRITEBYTECODE

# What needs no browser and no server: pytest does not even read the rest.
QUICK := --ignore=tests/browser --ignore=tests/serving
QUICK_TESTS = -q -n $(WORKERS) -m 'not long' $(QUICK)

# That prove and the engine read the rules alike: 5,000 of the 10,000 states of make test.
ENGINE_AND_FORMULAS = \
	'tests/authoring/prove/test_formulas.py::test_formulas_and_engine_agree_on_random_states[0]'

VENV := .venv
BIN := $(VENV)/bin
# axe-core and the Nu checker, for tests/browser.
PAGE_CHECKS := build/browser
LIGHTHOUSE := build/lighthouse
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
INSTALL_LOCKED = $(PIP) install --require-hashes --requirement
# setuptools is in every lock, so building the project fetches nothing.
INSTALL_PROJECT = $(PIP) install --no-deps --no-build-isolation --editable .

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help run quick test coverage pythons check edit prove mutants supply aged review screenshots \
	lighthouse bench export faults cluster hostile canary fresh lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/run.stamp ## Serve the self-check on this computer (PORT=5000, QUESTIONS=file or folder)
	@if [ -n "$${SELF_CHECK_SECRET_KEY:-}" ]; then \
		echo "Using the key in SELF_CHECK_SECRET_KEY."; \
	else \
		echo "Using a throw-away key: answers given now cannot be read after a restart."; \
		SELF_CHECK_SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(32))')"; \
		export SELF_CHECK_SECRET_KEY; \
	fi; \
	export SELF_CHECK_SECURE_COOKIE=0; \
	$(if $(QUESTIONS),export SELF_CHECK_QUESTIONS_FILE='$(abspath $(QUESTIONS))';) \
	exec $(BIN)/gunicorn --config deploy/gunicorn.conf.py --bind 127.0.0.1:$(PORT)

# Every check runs, also after one has failed; the target fails when any of them did. What reads the
# code runs beside the first tests, in which processors wait, and is shown after them.
define CHECK
failed=; \
check() { printf '\n== %s\n' "$$*"; "$(BIN)/$$@" || failed="$$failed  $$*;"; }
endef
define CHECKS
$(CHECK); \
mkdir -p build; rm -f build/failed.txt; \
{ check ruff check .; \
check ruff format --check .; \
check mypy; \
check lint-imports --no-logo; \
check flask --app app content check; \
printf '%s' "$$failed" > build/failed.txt; } > build/checks.txt 2>&1 & \
checks=$$!
endef
define CHECKED
wait "$$checks"; cat build/checks.txt; \
failed="$$failed$$(cat build/failed.txt || echo '  what reads the code;')"
endef
define VERDICT
if [ -n "$$failed" ]; then printf '\nFailed:%s\n' "$${failed%;}" >&2; exit 1; fi; \
printf '\nEverything that ran has passed.\n'
endef

quick: $(VENV)/test.stamp ## Check what takes no browser, no server and no long proof, in a minute
	@$(CHECKS); \
	check pytest $(QUICK_TESTS); \
	$(CHECKED); \
	$(VERDICT)

test: $(VENV)/test.stamp ## Run every check: lint, types, imports, content, tests
	@if command -v npm > /dev/null; then \
		$(MAKE) --no-print-directory $(PAGE_CHECKS)/fetched.stamp || \
		echo "Without them the browser tests cannot run; everything else can." >&2; fi
	@$(CHECKS); \
	check pytest $(QUICK_TESTS); \
	$(CHECKED); \
	check pytest -n $(WORKERS) --dist worksteal -m long; \
	$(VERDICT)

coverage: $(VENV)/test.stamp ## Say which lines of app/ the quick tests do not run (95 % are asked for)
	@$(BIN)/pytest --cov $(QUICK_TESTS)

pythons: $(VENV)/test.stamp ## Run the quick tests under every Python that is here, from 3.11 on
	@$(BIN)/python -m tests.supply.pythons $(QUICK_TESTS)

check: $(VENV)/test.stamp ## Check the content in all ways (AGAINST=version, REASON="why less urgent", JUDGED=by, QUESTIONS=)
	@$(CHECK); \
	check $(CONTENT) check; \
	check $(CONTENT) prove; \
	check $(CONTENT) stories; \
	echo "Next, the engine is compared with the proofs: up to 2 minutes, whatever the text."; \
	check pytest -q -n $(WORKERS) $(ENGINE_AND_FORMULAS); \
	check $(CONTENT) compare $(AGAINST) \
		$(if $(REASON),--accept-less-urgent '$(subst ','\'',$(REASON))') \
		$(if $(JUDGED),--judged '$(subst ','\'',$(JUDGED))') --brief; \
	$(VERDICT)

edit: $(VENV)/test.stamp ## Serve the content while you write it: what is wrong stands over the page (PORT=, QUESTIONS=)
	@$(BIN)/$(CONTENT) preview --port $(PORT)

prove: $(VENV)/test.stamp ## Prove that no answers break a promise
	@$(BIN)/$(CONTENT) prove

mutants: $(VENV)/test.stamp ## Make every slip of a tired editor and see what stops it (long; MUTANTS_FLAGS=--help)
	@$(BIN)/python -m tests.mutants.run $(if $(QUESTIONS),--file $(QUESTIONS)) $(MUTANTS_FLAGS)

supply: $(VENV)/test.stamp ## Check what is installed: hashes, licences, known holes; writes build/sbom.json
	@$(BIN)/python -m tests.supply.run

aged: $(VENV)/test.stamp ## Install every lock where all has a newer release (2 minutes; once, fetches 200 MB)
	@$(BIN)/python -m tests.supply.aged

review: $(VENV)/test.stamp ## Make the page to sign and the way through the questions, in build/
	@mkdir -p build
	@$(BIN)/$(CONTENT) review --output build/review.html
	@$(BIN)/$(CONTENT) graph --output build/graph.mmd

export: $(VENV)/run.stamp ## Write the whole self-check as one file, build/self-check.html (EXPORT_FLAGS=--help)
	@$(BIN)/$(CONTENT) export --html build/self-check.html $(EXPORT_FLAGS)

hostile: $(VENV)/test.stamp ## Send everything that anybody may send (HOSTILE_FLAGS=--help; 30 minutes)
	@$(BIN)/python -m tests.serving.hostile $(HOSTILE_FLAGS)

canary: $(VENV)/test.stamp ## Look for answers wherever a server may write (CANARY_FLAGS=--help; 5 minutes)
	@$(BIN)/python -m tests.serving.canary $(CANARY_FLAGS)

screenshots: $(VENV)/test.stamp ## Take the pictures in docs/screenshots again (FULL=folder: whole pages)
	@$(BIN)/python docs/screenshots/take.py

lighthouse: $(VENV)/test.stamp $(LIGHTHOUSE)/fetched.stamp ## Measure pages on a slow phone (needs Chromium and npm 10; 5 minutes)
	@$(BIN)/python -m bench.lighthouse.measure

bench: $(VENV)/test.stamp ## Measure it beside a plain wizard, into docs/performance.md (6 minutes)
	@$(BIN)/python -m bench.run
	@$(BIN)/python -m bench.one_file

faults: $(VENV)/test.stamp ## Try every way to lose an answer, line by line (4 minutes)
	@$(BIN)/python -m tests.serving.faults

cluster: $(VENV)/test.stamp ## Kill, roll and slow down three copies behind nginx (long; needs nginx, slowhttptest)
	@$(BIN)/python -m tests.serving.cluster

fresh: ## Try the README's commands on a bare Debian (BROWSER=1: .ci/run; needs root, debootstrap)
	@$(PYTHON) -m tests.fresh.run $(if $(BROWSER),--ci) $(if $(filter-out 5000,$(PORT)),--port $(PORT))

lock: $(VENV)/created.stamp ## Lock the requirements again (LOCK_FLAGS=--upgrade: newest versions)
	@$(INSTALL_LOCKED) requirements/lock.txt
	@lock() { \
		echo "Locking $$1"; \
		$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
			--no-strip-extras --no-emit-index-url --no-emit-find-links \
			--custom-compile-command "make lock" $(LOCK_FLAGS) --output-file "$$@" > /dev/null; \
	}; \
	project_lock() { lock "$$@" --group build pyproject.toml; }; \
	lock requirements/lock.txt --group lock && \
	project_lock requirements/run.txt && \
	project_lock requirements/test.txt --extra test --constraint requirements/run.txt

clean: ## Remove everything that make and the tools have made
	rm -rf $(VENV) .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache \
		.ruff_cache build htmlcov sij_self_check.egg-info
	find app tests docs -name __pycache__ -prune -exec rm -rf {} +

$(VENV)/created.stamp:
	@command -v "$(PYTHON)" > /dev/null || { \
		echo "Install Python 3.11 or newer: there is no command '$(PYTHON)'." >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Install Python 3.11 or newer: '$(PYTHON)' is older. If you have a newer one under" \
			"another name, say so: make PYTHON=python3.12" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2> /dev/null || { \
		echo "Install Python's venv package: on Debian or Ubuntu, apt install python3-venv." >&2; \
		exit 1; }
	@rm -rf $(VENV)
	@"$(PYTHON)" -m venv $(VENV)
	@touch $@

# Installing is repeated only when one of these files has changed.
$(VENV)/run.stamp $(VENV)/test.stamp: $(VENV)/%.stamp: requirements/%.txt pyproject.toml $(VENV)/created.stamp
	@echo "Installing requirements/$*.txt"
	@$(INSTALL_LOCKED) requirements/$*.txt || { echo "pip did not get all of requirements/$*.txt. If" \
		"PyPI is not reached, name an index that is:" \
		"PIP_INDEX_URL=https://index.example/simple make $(MAKECMDGOALS)" >&2; exit 1; }
	@$(INSTALL_PROJECT)
	@touch $@

$(PAGE_CHECKS)/fetched.stamp: tests/browser/package.json tests/browser/package-lock.json
$(LIGHTHOUSE)/fetched.stamp: bench/lighthouse/package.json bench/lighthouse/package-lock.json

# --ignore-scripts: one of the packages would fetch a Java of its own, without a digest.
$(PAGE_CHECKS)/fetched.stamp $(LIGHTHOUSE)/fetched.stamp:
	@command -v npm > /dev/null || { echo "Install npm to fetch what $< names." >&2; exit 1; }
	@major=$$(npm --version); [ "$${major%%.*}" -ge 10 ] || ! grep -q overrides $< || { \
		echo "npm $$major cannot read $<. Install npm 10, or: npm install --global npm@10" >&2; exit 1; }
	@echo "Fetching what $< names"
	@mkdir -p $(@D)
	@cp $^ $(@D)
	@npm ci --prefix $(@D) --ignore-scripts --no-audit --no-fund --silent || { \
		echo "npm did not get what $< names. If its registry is not reached, name one that is:" \
			"npm_config_registry=https://registry.example make $(MAKECMDGOALS)" >&2; exit 1; }
	@touch $@
