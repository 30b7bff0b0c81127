# Two commands for newcomers:
#   make run     builds unblock and lints a small service with planted faults
#   make test    builds and runs the tests
# And, for the watchdog:
#   make example     runs a service with a watchdog in it
#   make client      builds a package that embeds the watchdog, and nothing of the linter

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

.PHONY: run test example client bench install install-stallprobe format lint-format libclang schema-validator loop-libraries

# Status 1 says that there are findings, which is what a newcomer is to see.
run: libclang
	@$(SWIFT) build --product unblock 1>&2
	@"$$($(SWIFT) build --show-bin-path)/unblock" lint $(ARGS) $(PATHS) || [ $$? -eq 1 ]

# What measures stalls is tested alone, one test at a time: hundreds of other tests at once leave it no CPU.
MEASURING = ^(CStallProbe|StallWatchdog|StallWatchdogService|StallTesting)Tests\.

# One build of everything, then the tests: the runner's last line stays the last line.
test: libclang schema-validator loop-libraries
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --skip '$(MEASURING)'
	$(SWIFT) test --skip-build --no-parallel --filter '$(MEASURING)'

# An HTTP server that stalls on request and says so; STALL_WATCHDOG=help lists what can be set.
PORT ?= 8080
example:
	@$(SWIFT) build --product stall-example 1>&2
	@"$$($(SWIFT) build --show-bin-path)/stall-example" $(PORT)

client:
	@Tests/Fixtures/WatchdogClient/check

# What the watchdog sees, and what it costs; see Benchmarks/README.md. Takes most of an hour.
bench:
	$(MAKE) -C Benchmarks

install: install-stallprobe
	$(SWIFT) build $(RELEASE)
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -m 755 "$$($(SWIFT) build $(RELEASE) --show-bin-path)/unblock" "$(DESTDIR)$(PREFIX)/bin/unblock"

# The watchdog for C programs: a C compiler is all it needs.
STALLPROBE = Sources/CStallProbe
STALLPROBE_BUILD = .build/stallprobe
STALLPROBE_VERSION = 0.1.0
STALLPROBE_OBJECTS = $(patsubst $(STALLPROBE)/%.c,$(STALLPROBE_BUILD)/%.o,$(wildcard $(STALLPROBE)/*.c))
LIBDIR ?= $(PREFIX)/lib
STALLPROBE_INSTALLED = $(DESTDIR)$(LIBDIR)

install-stallprobe: $(STALLPROBE_BUILD)/libstallprobe.a $(STALLPROBE_BUILD)/libstallprobe.so.0
	install -d "$(DESTDIR)$(PREFIX)/include" "$(STALLPROBE_INSTALLED)/pkgconfig"
	install -m 644 $(STALLPROBE)/include/*.h "$(DESTDIR)$(PREFIX)/include"
	install -m 644 $(STALLPROBE_BUILD)/libstallprobe.a "$(STALLPROBE_INSTALLED)"
	install -m 755 $(STALLPROBE_BUILD)/libstallprobe.so.0 "$(STALLPROBE_INSTALLED)"
	ln -sf libstallprobe.so.0 "$(STALLPROBE_INSTALLED)/libstallprobe.so"
	printf '%s\n' 'Name: stallprobe' 'Version: $(STALLPROBE_VERSION)' \
	  'Description: Tells when the event loops of a C program stall, for how long and why' \
	  'Cflags: -I$(PREFIX)/include' 'Libs: -L$(LIBDIR) -lstallprobe' 'Libs.private: -lpthread -ldl' \
	  > "$(STALLPROBE_INSTALLED)/pkgconfig/stallprobe.pc"

$(STALLPROBE_BUILD)/%.o: $(STALLPROBE)/%.c $(wildcard $(STALLPROBE)/*.h $(STALLPROBE)/include/*.h)
	@mkdir -p $(STALLPROBE_BUILD)
	$(CC) -std=c11 -O2 -g -Wall -Wextra -fPIC $(CFLAGS) -I$(STALLPROBE)/include -c $< -o $@

$(STALLPROBE_BUILD)/libstallprobe.a: $(STALLPROBE_OBJECTS)
	rm -f $@
	$(AR) rcs $@ $^

$(STALLPROBE_BUILD)/libstallprobe.so.0: $(STALLPROBE_OBJECTS)
	$(CC) -shared -Wl,-soname,$(@F) $(LDFLAGS) $^ -o $@ -lpthread -ldl

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

# Loops of these libraries are watched by C programs in the tests.
loop-libraries:
	@for header in uv.h event2/event.h ev.h; do \
	  echo "#include <$$header>" | $(CC) -E -x c - >/dev/null 2>&1 || missing=$$header; \
	done; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	$(call install-package,libuv1-dev libevent-dev libev-dev,their loops are not tested)

# Installs a package where we may; says how where we may not.
define install-package
if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
  { apt-get update -q && apt-get install -qy $(1); } >&2 </dev/null \
    || echo "$(1) is missing and could not be installed, so $(2)" >&2; \
else \
  echo "$(1) is missing, so $(2); install it with: sudo apt-get install $(1)" >&2; \
fi
endef
