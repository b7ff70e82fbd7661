# make demo    set up, build the Lean library, run the main job
# make test    set up, lint, types, all tests (what CI runs), on two processes (make test JOBS=4)
# make bench   measure and record (bench/results)
# make drt     compare masks, parser and Lean on generated programs (make drt N=100000 SEED=7 JOBS=4)
# make oracles install xgrammar, which make drt asks too (5 MB, and none of what it would bring along)
# make model   train the shipped model again (DEVICE=cuda: 8 minutes on an H100; on one CPU core: two days)

PYTHON ?= python3
N ?= 10000
SEED ?= 0
DEVICE ?= cpu
BIN := .venv/bin
READY := .venv/.ready
export PYTHONHASHSEED := 0

.PHONY: demo test lint types unit slow drt oracles bench model golden clean

demo: $(READY)
	@$(BIN)/detlm lean build
	@$(BIN)/detlm demo

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "detlm needs Python 3.11 or newer; set PYTHON=python3.12, say")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,bench]'
	@touch $@

test: lint types unit

lint: $(READY)
	$(BIN)/ruff format --check detlm tests bench
	$(BIN)/ruff check detlm tests bench

types: $(READY)
	$(BIN)/mypy

# The library is built first, so that no process waits for another one's build. Tests keep their order and
# neighbours, and with them what they share; a process that is done takes half of what the other has left.
unit: $(READY)
	@$(BIN)/detlm lean build
	$(BIN)/python -m pytest --numprocesses $(or $(JOBS),2) --dist worksteal

slow: $(READY)
	$(BIN)/python -m pytest -m slow

drt: $(READY)
	$(BIN)/python -m tests.drt $(N) --seed $(SEED) $(if $(JOBS),--jobs $(JOBS))

oracles: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -c constraints.txt xgrammar apache-tvm-ffi

bench: $(READY)
	$(BIN)/python -m bench
	$(BIN)/python -m bench.masks
	$(BIN)/python -m bench.grammars

model: $(READY)
	$(BIN)/python -m detlm.model.train_shipped --device $(DEVICE) --workers 8

golden: $(READY)
	$(BIN)/python -m tests.syntax.golden
	$(BIN)/python -m detlm.kernel.coverage
	$(BIN)/python -m detlm.kernel.pin

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
