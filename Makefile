# SPDX-License-Identifier: MIT
# Thin: CMake builds, scripts/ works. `make help` says what there is.
BUILD ?= build
JOBS ?= $(shell nproc)
RECORD := results/$(shell date +%Y%m%d-%H%M%S).jsonl
PICTURES = $(RECORD:.jsonl=)
# The tests may take this long, set-up aside.
TEST_LIMIT ?= 900
MAKEFLAGS += --no-print-directory
export BUILD JOBS

.PHONY: all build setup bench bootmodes explain gate baseline golden test plot crosscheck format lint install clean help

all: build

setup:
	@scripts/setup bench

build: setup
	@[ -e $(BUILD)/CMakeCache.txt ] || cmake -S . -B $(BUILD) -DBUILD_TESTING=OFF
	@cmake --build $(BUILD) -j $(JOBS)

bench: build
	@mkdir -p results
	@$(BUILD)/systoll run -o $(RECORD) $(ARGS)
	@$(BUILD)/systoll plot $(RECORD) -o $(PICTURES)
	@echo "wrote the record $(RECORD) and its pictures in $(PICTURES)/"

plot: build
	@$(BUILD)/systoll plot $(RECORD) -o $(PICTURES)
	@echo "wrote pictures of $(RECORD) in $(PICTURES)/"

test:
	@scripts/setup test
	@timeout -k 30 $(TEST_LIMIT) scripts/test || { code=$$?; [ $$code -ne 124 ] || \
	echo "make test: stopped after $(TEST_LIMIT) seconds (TEST_LIMIT=SECONDS allows more)" >&2; exit $$code; }

crosscheck: build
	@scripts/setup test
	@scripts/crosscheck $(ARGS)

format:
	@scripts/lint --format

lint:
	@scripts/setup test
	@scripts/lint

bootmodes: build
	@scripts/setup guest
	@SYSTOLL_BUILD="$(abspath $(BUILD))" scripts/bootmodes $(ARGS)

explain: build
	@scripts/setup guest
	@SYSTOLL_BUILD="$(abspath $(BUILD))" scripts/explain -o $(BUILD)/explain $(or $(ARGS),time clock_gettime)
	@echo "wrote pictures, explain.txt and explain.json in $(BUILD)/explain/"

gate: build
	@scripts/gate $(ARGS)

baseline: build
	@scripts/gate --baseline $(ARGS)

golden: build
	@scripts/setup guest
	@rm -rf $(BUILD)/golden
	@SYSTOLL_BUILD="$(abspath $(BUILD))" scripts/bootmodes --exact -o $(BUILD)/golden >/dev/null
	@$(BUILD)/systoll gate exact --update $(BUILD)/golden/*.jsonl

install: build
	@cmake --install $(BUILD) $(if $(PREFIX),--prefix $(PREFIX))

clean:
	@rm -rf $(BUILD)

help:
	@echo 'make [TARGET] [BUILD=DIR] [SETUP=no]'
	@echo '  all      set up what the build needs, build $(BUILD)/systoll (the default)'
	@echo '  setup    install what `make bench` needs and this machine lacks; SETUP=no: only say so'
	@echo '  bench    measure, print the table, write record and pictures under results/ [ARGS=--quick]'
	@echo '  plot     pictures of RECORD=FILE'
	@echo '  explain  where each instruction of a call goes, in a guest [ARGS=CELL...]'
	@echo '  crosscheck  hold a run against hyperfine, a few minutes [ARGS=--quick]'
	@echo '  bootmodes  boot kernels in each vsyscall mode and compare [ARGS=--help]'
	@echo '  gate     judge this machine: kernel entries, and times where there is a baseline [ARGS=--quick]'
	@echo '  baseline  measure the baseline that make gate judges by, once for a machine'
	@echo '  golden   count instructions in guests anew, for results/golden/'
	@echo '  test     builds by gcc, by clang and with sanitizers, and all their tests'
	@echo '  format   clang-format every C file'
	@echo '  lint     clang-format, clang-tidy, shellcheck and the house rules; changes nothing'
	@echo '  install  into PREFIX=DIR, /usr/local by default'
	@echo '  clean    remove $(BUILD)/'
