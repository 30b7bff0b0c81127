# Two commands for newcomers:
#   make run     builds unblock and lints a small service with planted faults
#   make test    builds and runs the tests
# And, for the watchdog:
#   make example     runs a service with a watchdog in it

# What `make run` lints; yours with  make run PATHS=../my-service
PATHS ?= Tests/Fixtures/TideService
# More words for `unblock lint`:  make run ARGS=--pedantic
ARGS ?=
PREFIX ?= /usr/local
SWIFT ?= swift
# Traps are code as people write it, to be read by the linter and not to be tidied.
SOURCES = find Package.swift Sources Tests rules -name '*.swift' -not -path '*/.build/*' -not -path '*/Traps/*' -print0
# With the standard library inside, the binary runs on machines without a toolchain.
RELEASE = -c release --product unblock --static-swift-stdlib

.PHONY: run test example bench install format lint-format libclang schema-validator

# Status 1 says that there are findings, which is what a newcomer is to see.
run: libclang
	@$(SWIFT) build --product unblock 1>&2
	@"$$($(SWIFT) build --show-bin-path)/unblock" lint $(ARGS) $(PATHS) || [ $$? -eq 1 ]

# One build of everything, then the tests: the runner's last line stays the last line.
test: libclang schema-validator
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build

# An HTTP server that stalls on request and says so; STALL_WATCHDOG=help lists what can be set.
PORT ?= 8080
example:
	@$(SWIFT) build --product stall-example 1>&2
	@"$$($(SWIFT) build --show-bin-path)/stall-example" $(PORT)

# What the watchdog sees, and what it costs; see Benchmarks/README.md. Takes most of an hour.
bench:
	$(MAKE) -C Benchmarks

install:
	$(SWIFT) build $(RELEASE)
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -m 755 "$$($(SWIFT) build $(RELEASE) --show-bin-path)/unblock" "$(DESTDIR)$(PREFIX)/bin/unblock"

format:
	$(SOURCES) | xargs -0 $(SWIFT) format --in-place --parallel

lint-format:
	$(SOURCES) | xargs -0 $(SWIFT) format lint --strict --parallel

# C files are read with libclang: the toolchain's, or the one that the system installs.
libclang:
	@toolchain=$$(dirname "$$(dirname "$$(readlink -f "$$(command -v $(SWIFT))")")"); \
	for library in "$$toolchain"/lib/libclang.* /usr/lib/llvm-*/lib/libclang.so* /usr/lib/*/libclang*.so*; do \
	  if [ -e "$$library" ]; then exit 0; fi; \
	done; \
	$(call install-package,libclang-dev,C files are skipped)

schema-validator:
	@python3 -c 'import jsonschema' 2>/dev/null || \
	{ $(call install-package,python3-jsonschema,reports are not checked against their schemas); }

# Installs a package where we may; says how where we may not.
define install-package
if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
  { apt-get update -q && apt-get install -qy $(1); } >&2 </dev/null \
    || echo "$(1) is missing and could not be installed, so $(2)" >&2; \
else \
  echo "$(1) is missing, so $(2); install it with: sudo apt-get install $(1)" >&2; \
fi
endef
