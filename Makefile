# make demo shows gradcli at work, make test proves it; both need nothing but Python and make.

VENV := .venv
PY := $(VENV)/bin/python
# The interpreter that the packaging test runs on.
ON ?= $(PY)

# Another environment that is active, or settings of the user's shell, must not reach ours.
unexport PYTHONPATH PYTHONHOME PYTHONSTARTUP VIRTUAL_ENV __PYVENV_LAUNCHER__
unexport PIP_USER PIP_TARGET PIP_PREFIX PIP_REQUIRE_VIRTUALENV PYTEST_ADDOPTS

# An environment whose Python is gone is made anew; a checkout that was copied or moved is installed anew.
$(shell test -x $(PY) || rm -rf $(VENV))
ifneq ($(shell cat $(VENV)/place 2>/dev/null),$(CURDIR))
$(shell rm -f $(VENV)/installed $(VENV)/installed-dev)
endif

define DEMO
gradcli eval "(x+y)*z" --x -2 --y 5 --z -4
gradcli graph "a=2; b=a*3; c=a+2; d=b+4; e=c*d"
gradcli explain "a=2; b=a*3; c=a+2; d=b+4; e=c*d" --wrt a
echo '{format: 1, answers: {add-multiply: {q: 3, f: -12, dq/dx: 1, dq/dy: 1, df/dq: -4, df/dz: 3, df/dx: 1, df/dy: 1}}}' | gradcli check exercises/ch4.yaml --only add-multiply --answers - || test $$? = 1
endef
export DEMO

# How many inputs are made for each promise of tests/fuzz, and from which seed; 0 is another in every run.
RUNS ?= 20000
SEED ?= 1

.NOTPARALLEL:
.PHONY: help demo test lint types exercises tests fuzz package oldest golden tables format bench clean

help:
	@echo 'make demo      install gradcli in $(VENV) and show it at work'
	@echo 'make test      lint, types, exercises, tests, and the tests again on the built package'
	@echo 'make exercises inspect the exercise sets, as gradcli lint does'
	@echo 'make tests     the tests alone'
	@echo 'make fuzz      try inputs that a fuzzer makes; RUNS=1000000 SEED=0 for a hunt'
	@echo 'make package   the tests on the built package alone; ON=python3.13 chooses an interpreter'
	@echo 'make oldest    the tests with the oldest libraries that gradcli allows; on Python 3.11'
	@echo 'make tables    make gradcli/language/tables.py from the grammar'
	@echo 'make golden    rewrite what the commands in golden files and documents print'
	@echo 'make format    lay out the sources as make test wants them'
	@echo 'make bench     measure the speed, beside what is installed of the extra bench'
	@echo 'make clean     remove everything that was made'

demo: $(VENV)/installed
	@PATH="$$PWD/$(VENV)/bin:$$PATH"; printf '%s\n' "$$DEMO" | while IFS= read -r command; do \
	    printf '\n$$ %s\n\n' "$$command"; eval "$$command" </dev/null || exit 1; \
	done

# The wheel need not work out again what took long on the same Python a minute before.
test: SEEN = --ignore=tests/operators/test_oracle.py --ignore=tests/engine/test_mutations.py
test: lint types exercises tests fuzz package

lint: $(VENV)/installed-dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: $(VENV)/installed-dev
	$(PY) -m mypy

exercises: $(VENV)/installed-dev
	$(VENV)/bin/gradcli lint exercises/*.yaml

tests: $(VENV)/installed-dev
	$(PY) -m pytest -q -n 2

# Coverage-guided, so that it finds what nobody thought of; what it finds becomes a case in tests/fuzz.
# A promise that takes longer gets a part of the inputs.
fuzz: $(VENV)/installed-dev
	@set -eu; $(PY) -c 'import atheris' 2>$(VENV)/fuzz.log || { echo 'SKIPPED: there is no atheris for this machine'; exit 0; }; \
	for promise in program answer file samples explanation/4 picture/4 derivative/4; do \
	    name=$${promise%/*}; slower=$${promise#$$name}; runs=$$(($(RUNS) $$slower)); \
	    echo "Fuzzing: $$name, $$runs inputs"; \
	    $(PY) -m tests.fuzz $$name -runs=$$runs -seed=$(SEED) >$(VENV)/fuzz.log 2>&1 || { tail -40 $(VENV)/fuzz.log; exit 1; }; \
	done

# The sources come from the sdist, without the package; the package is the wheel built from that sdist.
package: $(VENV)/installed-dev
	@set -eu; place=$$(mktemp -d); trap 'rm -rf "$$place"' EXIT; \
	echo "Testing the built package on $$("$(ON)" --version), outside the checkout"; \
	$(PY) -m build --outdir "$$place" . >"$$place/log" 2>&1 || { cat "$$place/log" >&2; exit 1; }; \
	"$(ON)" -m venv "$$place/venv"; \
	"$$place/venv/bin/python" -m pip install -q --disable-pip-version-check "$$(echo "$$place"/*.whl)[test]" $(WITH); \
	mkdir "$$place/sources"; tar -xzf "$$place"/*.tar.gz -C "$$place/sources" --strip-components 1; \
	rm -r "$$place/sources/gradcli"; cd "$$place/sources"; \
	home=$$(../venv/bin/python -c 'import gradcli; print(*gradcli.__path__)'); \
	case $$home in */site-packages/gradcli) ;; *) echo "not the built package: $$home" >&2; exit 1;; esac; \
	test -f "$$home/py.typed"; diff -r grammars "$$home/grammars"; diff -r exercises "$$home/exercises"; \
	../venv/bin/python -m pytest -q -n 2 $(SEEN)

# The lower bounds of pyproject.toml, exactly.
define BOUNDS
import tomllib
project = tomllib.load(open("pyproject.toml", "rb"))["project"]
extras = project["optional-dependencies"]
wanted = project["dependencies"] + extras["picture"] + extras["plot"]
print(*(name.replace(">=", "==") for name in wanted))
endef
export BOUNDS

oldest: $(VENV)/installed-dev
	@set -eu; bounds=$$($(PY) -c "$$BOUNDS"); echo "With $$bounds"; $(MAKE) package WITH="$$bounds"

tables: $(VENV)/installed-dev
	$(PY) -m gradcli.language.generate

golden: $(VENV)/installed-dev
	$(PY) -m tests.console tests/golden/*.txt README.md CONTRIBUTING.md docs/*.md

format: $(VENV)/installed-dev
	$(PY) -m ruff check --fix-only .
	$(PY) -m ruff format .

bench: $(VENV)/installed-dev
	$(PY) benchmarks/run.py
	$(PY) benchmarks/run.py growth

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find gradcli tests benchmarks -name __pycache__ -prune -exec rm -rf {} +

$(VENV)/installed: pyproject.toml $(VENV)/python
	@$(PY) -m pip install -q --disable-pip-version-check -e .
	@pwd >$(VENV)/place
	@touch $@

$(VENV)/installed-dev: pyproject.toml $(VENV)/python
	@$(PY) -m pip install -q --disable-pip-version-check -e '.[dev]'
	@pwd >$(VENV)/place
	@touch $@ $(VENV)/installed

$(VENV)/python:
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	    if "$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	        echo "Making $(VENV) with $$("$$python" --version)"; \
	        "$$python" -m venv $(VENV) && command -v "$$python" >$@ && exit 0 || exit 1; \
	    fi; \
	done; \
	echo 'gradcli needs Python 3.11 or newer with venv (on Debian and Ubuntu: apt install python3-venv).' >&2; \
	echo 'Where it has another name or place: make PYTHON=/path/to/python' >&2; exit 1
