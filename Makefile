# Gatehouse. `make run` and `make test` are all one needs; `make help` lists the rest.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run build test lint build-tests run-tests check faults bench format clean

SWIFT_SOURCES := Sources Tests Examples Fuzzing Benchmarks Package.swift
RELEASE := swift build -c release --static-swift-stdlib -Xswiftc -enforce-exclusivity=unchecked

# A crash must end at once: with its output in a pipe the backtracer has been seen to hang.
export SWIFT_BACKTRACE ?= enable=no

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Build in release mode and start on SQLite in ./data, in front of a demo upstream
	@scripts/install-dependencies run
	@[ -x .build/release/gatehouse ] || echo "Building Gatehouse; the first time takes five to fifteen minutes."
	@$(RELEASE) --product gatehouse
	@exec .build/release/gatehouse serve --dev

build: ## Build the release binary: .build/release/gatehouse
	@scripts/install-dependencies run
	@$(RELEASE) --product gatehouse

test: ## Lint, build with warnings as errors, fuzz every parser for seconds, run all tests
	@scripts/install-dependencies test
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory build-tests
	@if [ -x scripts/check-openapi ]; then scripts/check-openapi; fi
	@scripts/check-audit-log
	@scripts/check-ocsf
	@scripts/check-witness
	@scripts/check-tls
	@scripts/check-websocket
	@scripts/check-systemd
	@scripts/check-reload
	@scripts/check-identity
	@scripts/check-docs
	@scripts/check-integrations
	@scripts/check-smuggling
	@scripts/fuzz 5
	@Faults/run --share 0.03 --seed "$$RANDOM"
	@$(MAKE) --no-print-directory run-tests

lint: ## Check format, target arrows, house rules and that every rule of docs/http.md has its test
	@swift format lint --strict --recursive --parallel $(SWIFT_SOURCES)
	@scripts/check-imports --self-test
	@scripts/check-imports
	@scripts/check-strictness --self-test
	@scripts/check-strictness

build-tests:
	@swift build --build-tests
	@scripts/check-optimised

run-tests:
	@scripts/run-tests

check: ## Everything longer: fuzzing, many simulation seeds, soak, big bodies (two and a half hours)
	@scripts/install-dependencies check
	@scripts/check-long

faults: ## Kill, tear, forge, swap, fill, row by row of the fault table; writes docs/reliability.md (forty minutes)
	@scripts/install-dependencies test
	@swift build --product gatehouse
	@Faults/run --report

bench: ## Measure Gatehouse beside nginx + Lua, HAProxy and Envoy (about an hour); PARTS="one-core idle"
	@scripts/install-dependencies bench
	@$(RELEASE) --product gatehouse
	@GATEHOUSE_BENCH=1 $(RELEASE) --product seed-keys
	@GATEHOUSE_BENCH=1 $(RELEASE) --product seed-log
	@GATEHOUSE_BENCH=1 $(RELEASE) --product measure-restrictions
	@GATEHOUSE_BENCH=1 $(RELEASE) --product measure-limits
	@Benchmarks/run $(PARTS)

format: ## Format all Swift sources
	@swift format --in-place --recursive --parallel $(SWIFT_SOURCES)

clean: ## Remove everything built; keeps ./data
	@rm -rf .build .build-*
