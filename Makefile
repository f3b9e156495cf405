# Every command of the project. CI runs the same commands.

.DEFAULT_GOAL := help
.PHONY: bench soak bench-counts contracts validate-contracts examples sbom test-package help demo test test-faults test-upgrade up down build release install uninstall rules format lint validate clean deps

swift_files := Package.swift Sources Tests Benchmarks Examples

help: ## list these commands
	@echo "Qabyldau: workers for admission to school."
	@echo
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r name text; do \
	  printf '%-25s %s\n' "$$name" "$$text"; done

demo: ## start everything, send the sample applications, show the answers, stop everything; STORE=postgres
	@deploy/local/system.sh demo

test: ## build and run every test with a private broker and PostgreSQL; FILTER="Name Name", BROKER=4.3
	@BROKER='$(BROKER)' deploy/local/test.sh $(foreach name,$(FILTER),--filter '$(name)')

.PHONY: unit
unit: deps ## build only what the tests of one target need, and run these tests; TARGET="AdmissionTests", FILTER="Name Name"
	@test -n '$(TARGET)' || { echo 'Say which: make unit TARGET=AdmissionTests' >&2; exit 64; }
	QABYLDAU_TESTS='$(TARGET)' swift test --disable-xctest --test-product qabyldauPackageTests $(foreach name,$(FILTER),--filter '$(name)')

test-faults: ## as root: kill, freeze and cut off nodes of a private cluster, kill workers, and check that nothing is lost or doubled; FAULTS_SEED=n
	@deploy/local/test-faults.sh

.PHONY: test-browser
test-browser: ## try the board in a real browser, on a private broker with workers; FILTER=name
	@deploy/local/test-browser.sh $(if $(FILTER),-k '$(FILTER)')

test-upgrade: ## run the workers of an older revision beside today's on the same queues and store; FROM=revision
	@FROM='$(FROM)' deploy/local/test-upgrade.sh

bench: ## measure everything, and compare it with programs in C and Go; ONLY="relay intake", SCALE=0.2, ROUNDS=1, WRITE=1
	@ONLY='$(ONLY)' SCALE='$(SCALE)' ROUNDS='$(ROUNDS)' WRITE='$(WRITE)' deploy/local/bench.sh bench

soak: ## send a steady load through all workers; fails if memory, descriptors, threads or CPU grow; SECONDS=1800, RATE=50
	@SOAK_SECONDS='$(SECONDS)' RATE='$(RATE)' deploy/local/bench.sh soak

.PHONY: bench-allocations
bench-allocations: build ## count allocations of the hot paths, and fail if there are more than Benchmarks/allocations.txt allows; REFRESH=1 writes them anew
	@REFRESH='$(REFRESH)' PYTHONDONTWRITEBYTECODE=1 python3 Benchmarks/driver/allocations.py

bench-counts: ## count instructions of the hot paths, and fail if there are more than Benchmarks/thresholds.txt allows; REFRESH=1 writes them anew
	@REFRESH='$(REFRESH)' deploy/local/bench.sh counts

up: ## start the sandbox on a private broker and leave it running; STORE=postgres, AT=2026-08-31T17:00:00+05:00, PORTAL_URL
	@AT='$(AT)' PORTAL_URL='$(PORTAL_URL)' deploy/local/system.sh up

down: ## stop what `make up` started
	@deploy/local/system.sh down

build: deps ## build the workers and admissionctl, for development
	swift build

release: deps ## build the workers and admissionctl to be installed: optimised, with the Swift runtime in them
	export QABYLDAU_REVISION="$${QABYLDAU_REVISION:-$$(git describe --always --dirty=-changed 2>/dev/null || echo unknown)}"; \
	export QABYLDAU_CONTRACT_DAY="$${QABYLDAU_CONTRACT_DAY:-$$(git log -1 --format=%cs -- contracts/v1 2>/dev/null)}"; \
	for product in $$(sed -e '/^#/d' -e 's/.* //' deploy/workers.txt) AdmissionBoard admissionctl; do \
	  swift build --configuration release --static-swift-stdlib --product $$product || exit 1; done

.PHONY: dist
dist: release ## pack what `make release` builds into .local/dist: programs, manual pages, completions, units, checksums
	@deploy/dist.sh

.PHONY: test-dist
test-dist: dist ## unpack what `make dist` packs and run the sandbox from it without Swift; says how long it takes to be up
	@deploy/local/test-dist.sh

install: ## install what `make release` built, and the systemd units, as root; PREFIX, DESTDIR, BIN
	@PREFIX='$(PREFIX)' DESTDIR='$(DESTDIR)' BIN='$(BIN)' deploy/systemd/install.sh install

uninstall: ## remove the installed programs and units, as root; configuration and store stay
	@PREFIX='$(PREFIX)' DESTDIR='$(DESTDIR)' deploy/systemd/install.sh uninstall

sbom: deps ## write the SBOM (CycloneDX) anew, from the dependencies that the package manager resolved
	mkdir -p .local && swift package show-dependencies --format json | deploy/sbom.py > .local/sbom && mv .local/sbom Sources/WorkerRuntime/Service/sbom.cdx.json

test-package: deps ## build little packages that depend on a tag of this checkout; ONLY=reader
	@ONLY='$(ONLY)' deploy/local/test-package.sh

.PHONY: example-worker
example-worker: deps build ## build the example worker as others would, test it in memory and run it on a private RabbitMQ; BROKER=4.3
	@Examples/meals-worker/run.sh

.PHONY: docs
docs: deps ## write the documentation of the products that others depend on into .build/docs
	@deploy/local/docs.sh

rules: build ## write docs/rules.md anew from the rules and the texts
	.build/debug/admissionctl rules document > docs/rules.md

contracts: build ## write contracts/v1 anew from the types: JSON Schema, AsyncAPI, examples, the reference page
	.build/debug/admissionctl contracts export contracts/v1

examples: ## run the programs in Examples, in Python, Java, PHP and Swift, against the whole system, and check what they print
	@Examples/run.sh

format: ## bring the Swift files into the project's style
	swift format --in-place --recursive --parallel $(swift_files)

lint: ## check style, imports between targets, documents, subjects of commits, and that nothing built is tracked
	@deploy/local/lint.sh

.PHONY: check hooks
check: ## everything that CI runs, about half an hour on two cores; as root
	@.ci/run

hooks: ## have git run the formatter's check and `make lint` before each commit of this clone
	@git config core.hooksPath deploy/local/hooks

validate: ## check the units, manifests and RabbitMQ configuration in deploy/, and the table of keys in docs/operations.md
	@deploy/validate.sh

validate-contracts: build ## check contracts/v1 and the recorded messages with validators from PyPI; compare contracts/v1 with the last tag
	@deploy/check-contracts.sh
	@deploy/local/check-contract.sh

clean: down ## remove everything that was built or left by a demo, a test or `make up`
	rm -rf .build .local Examples/portal-swift/.build

deps: ## install the Debian packages that are missing
	@deploy/local/dependencies.sh
