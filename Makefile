# SPDX-License-Identifier: MIT
# Thin: CMake builds, scripts/ works. `make help` says what there is. Recipes take BUILD, PREFIX and
# RECORD from the environment, quoted: names may have blanks in them.
BUILD ?= build
JOBS ?= $(shell nproc)
MAKEFLAGS += --no-print-directory
export BUILD JOBS PREFIX RECORD

ifeq ($(strip $(BUILD)),)
$(error BUILD is empty; name the build folder)
endif

# For scripts that boot guests.
in_build = SYSTOLL_BUILD="$$(realpath -m -- "$$BUILD")"

.PHONY: all build setup bench bootmodes explain gate baseline golden test test-all plot crosscheck \
	format lint install clean help

all: build

setup:
	@scripts/setup bench

# The set of packages that is looked for before the build.
needs = build
bench plot: needs = bench
crosscheck: needs = crosscheck
bootmodes explain golden: needs = guest

build:
	@scripts/setup $(needs)
	@mkdir -p -- "$$BUILD" 2>/dev/null && [ -w "$$BUILD" ] || \
	{ echo "make: can't write to $$BUILD; name another build folder: make BUILD=DIR" >&2; exit 2; }
	@[ -e "$$BUILD/CMakeCache.txt" ] || cmake -S . -B "$$BUILD" -DBUILD_TESTING=OFF
	@cmake --build "$$BUILD" -j "$$JOBS"

bench: build
	@scripts/bench $(ARGS)

plot: build
	@scripts/bench --plot

test:
	@scripts/setup test
	@scripts/test quick

test-all:
	@scripts/setup test-all
	@scripts/test rest

crosscheck: build
	@scripts/crosscheck $(ARGS)

format:
	@scripts/lint --format

lint:
	@scripts/setup lint
	@scripts/lint

bootmodes: build
	@$(in_build) scripts/bootmodes $(ARGS)

explain: build
	@$(in_build) scripts/explain -o "$$BUILD/explain" $(or $(ARGS),time clock_gettime)
	@echo "wrote pictures, explain.txt and explain.json in $$BUILD/explain/"

gate: build
	@scripts/gate $(ARGS)

baseline: build
	@scripts/gate --baseline $(ARGS)

golden: build
	@rm -rf -- "$$BUILD/golden"
	@$(in_build) scripts/bootmodes --exact -o "$$BUILD/golden" >/dev/null
	@"$$BUILD/systoll" gate exact --update "$$BUILD"/golden/*.jsonl
	@$(in_build) scripts/guest --kernel "$$(scripts/kernels --list | tail -n 1)" --exact --append vsyscall=xonly \
		--time-limit 400 -o "$$BUILD/golden/contexts" -- systoll-static run --exact --contexts all --abi all \
		--calls time,getcpu,getppid,clock_gettime --clocks monotonic --rounds 200 -o contexts.jsonl
	@"$$BUILD/systoll" gate exact --golden results/contexts --update "$$BUILD/golden/contexts/contexts.jsonl"

install: build
	@cmake --install "$$BUILD" $${PREFIX:+--prefix "$$PREFIX"}

# Only what CMake made, there or in the folders of test-all and lint, and no sources.
clean:
	@for made in . gcc tidy; do \
	[ ! -e "$$BUILD" ] || { [ -e "$$BUILD/$$made/CMakeCache.txt" ] && [ ! -e "$$BUILD/CMakeLists.txt" ]; } || continue; \
	rm -rf -- "$$BUILD"; exit; done; \
	echo "make clean: CMake made nothing in $$BUILD, so it is no build folder; remove it by hand" >&2; exit 2

help:
	@echo 'make [TARGET] [BUILD=DIR] [SETUP=no]'
	@echo '  all      set up what the build needs, build systoll in BUILD, by default build/ (the default)'
	@echo '  setup    install what `make bench` needs and this machine lacks; SETUP=no: only say so'
	@echo '  bench    measure, print the table, write record, pictures and page under results/ [ARGS=--quick]'
	@echo '           [RECORD=DIR/NAME.jsonl: write there instead]'
	@echo '  plot     pictures of the newest record in results/ [RECORD=FILE: of another]'
	@echo '  explain  where each instruction of a call goes, in a guest [ARGS=CELL...]'
	@echo '  crosscheck  compare a run with hyperfine, a few minutes [ARGS=--quick]'
	@echo '  bootmodes  boot kernels in each vsyscall mode and compare [ARGS=--help]'
	@echo '  gate     judge this machine: kernel entries, and times where there is a baseline [ARGS=--quick]'
	@echo '  baseline  measure the baseline that make gate judges by, once for a machine'
	@echo '  golden   count instructions in guests again, for results/golden/'
	@echo '  test     build, then the quick tests, one booted guest among them'
	@echo '  test-all  the other tests: slow ones, all guests, gcc and clang with -Werror, sanitizers'
	@echo '  format   clang-format every C file'
	@echo '  lint     clang-format, clang-tidy, shellcheck and the house rules; changes nothing'
	@echo '  install  into PREFIX=DIR, /usr/local by default'
	@echo '  clean    remove the build folder'
