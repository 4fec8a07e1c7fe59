# outconn. Targets: all deps demo check check-layers check-threads lint bench fuzz install clean.

# ---- settings: give them on the command line -----------------------------------------------------
CFLAGS       ?= -O3 -g
LDFLAGS      ?=
DESTDIR      ?=
PREFIX       ?= /usr/local
BUILD        ?= build
FUZZ_SECONDS ?= 60
PACKAGES      = gcc libc6-dev pkg-config libpcre2-dev libarchive-dev zlib1g-dev libsqlite3-dev \
                libjansson-dev libcmocka-dev libarchive-tools p7zip-full zip zstd xz-utils bzip2 sqlite3 \
                clang-format clang-tidy

# ---- what follows from them ----------------------------------------------------------------------
STANDARD   = -std=c11 -D_POSIX_C_SOURCE=200809L -Isrc -Itests
WARNINGS   = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror
# SANITIZE=thread looks for data races, any other value for everything else.
SANITIZERS = $(if $(SANITIZE),-O1 -fno-omit-frame-pointer $(if $(filter thread,$(SANITIZE)),-fsanitize=thread,\
             -fsanitize=address -fsanitize=undefined -fno-sanitize-recover=all))
COMPILE    = $(CC) $(STANDARD) $(WARNINGS) $(PACKAGE_CFLAGS) $(CFLAGS) $(OWN_CFLAGS) $(SANITIZERS)
# Linked in where it is to be had so: a small capture is read in less time than a library is loaded.
PCRE2      = $(or $(wildcard $(shell pkg-config --variable=libdir libpcre2-8)/libpcre2-8.a),\
             $(shell pkg-config --libs libpcre2-8))
CMOCKA     = $(shell pkg-config --libs cmocka)
FAIL_ALLOC = -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--undefined=__wrap_malloc

LIBRARY  = $(sort $(wildcard $(patsubst %,src/%/*.c,base text grammar parse join report)))
CLI      = $(sort $(wildcard $(patsubst %,src/%/*.c,cli summary db)))
TOOLS    = $(sort $(wildcard src/tools/*.c))
# What reads grammars when the program is built; it cannot be linked to what comes out.
READER   = $(filter-out %/builtin.c,$(sort $(wildcard $(patsubst %,src/%/*.c,base text grammar))))
SUPPORT  = $(sort $(wildcard tests/support/*.c))
TESTS    = $(sort $(wildcard tests/test_*.c))
GRAMMARS = $(sort $(wildcard grammars/*.grammar grammars/*.lang grammars/*.target \
             grammars/*.endpoints))
SOURCES  = $(sort $(wildcard src/*.h src/*/*.[ch] tests/*.[ch] tests/*/*.[ch]))
PROGRAMS = $(TESTS:%.c=$(BUILD)/%)
# What is compiled once more for newer processors; which one is taken is asked when it runs.
PROCESSORS = $(if $(filter x86_64,$(shell uname -m)),$(addprefix $(BUILD)/src/parse/,run_read_v3.o \
             run_apart_v3.o table_row_v3.o))
objects  = $(patsubst %.c,$(BUILD)/%.o,$(1))

all: $(BUILD)/outconn

$(BUILD)/outconn: $(call objects,$(CLI)) $(BUILD)/liboutconn.a
	$(COMPILE) $(LDFLAGS) -o $@ $^ $(PCRE2) -pthread

$(BUILD)/liboutconn.a: $(call objects,$(LIBRARY)) $(PROCESSORS) $(BUILD)/grammars.o
$(BUILD)/libcli.a: $(filter-out %/main.o,$(call objects,$(CLI)))
$(BUILD)/libsupport.a: $(call objects,$(SUPPORT) $(filter-out %/embed.c,$(TOOLS)))
%.a:
	rm -f $@
	$(AR) rcs $@ $^

# The folder itself is named, so that a file that was taken away counts, too.
$(BUILD)/grammars.c: $(BUILD)/embed $(GRAMMARS) grammars
	$(BUILD)/embed $(GRAMMARS) >$@
$(BUILD)/embed: $(call objects,$(TOOLS) $(READER))
	$(COMPILE) $(LDFLAGS) -o $@ $^ $(PCRE2)
$(BUILD)/grammars.o: $(BUILD)/grammars.c
	$(COMPILE) -MMD -MP -c -o $@ $<
$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(COMPILE) -MMD -MP -c -o $@ $<
$(PROCESSORS): $(BUILD)/%_v3.o: %.c
	@mkdir -p $(@D)
	$(COMPILE) -march=x86-64-v3 -DRUN_READ=run_read_v3 -DRUN_APART=run_apart_v3 \
	    -DTABLE_READ=table_read_v3 -MMD -MP -c -o $@ $<
# With -O3 its loop is put together otherwise, and takes 6 % more instructions for a row.
$(addprefix $(BUILD)/src/parse/,run_read.o run_read_v3.o): \
    OWN_CFLAGS = $(if $(filter -O3,$(CFLAGS)),-O2)
$(BUILD)/src/grammar/pattern.o: PACKAGE_CFLAGS = $(shell pkg-config --cflags libpcre2-8)
$(BUILD)/tests/%.o: PACKAGE_CFLAGS = $(shell pkg-config --cflags cmocka)

$(PROGRAMS): %: %.o $(BUILD)/libsupport.a $(BUILD)/libcli.a $(BUILD)/liboutconn.a
	$(COMPILE) $(LDFLAGS) $(FAIL_ALLOC) -o $@ $^ $(PCRE2) $(CMOCKA)

test-programs: all $(PROGRAMS)
check:
	@$(MAKE) --no-print-directory test-programs
	@$(MAKE) --no-print-directory test-programs BUILD=$(BUILD)/asan SANITIZE=1
	@tests/run $(BUILD) $(BUILD)/asan
check-threads:
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/tsan SANITIZE=thread $(BUILD)/tsan/outconn $(BUILD)/tsan/tests/test_ordered
	tests/check-threads $(BUILD)/tsan
check-layers: $(BUILD)/liboutconn.a
	@tests/check-layers $<

demo: all
	$(BUILD)/outconn fixtures/demo/tasklist.txt fixtures/demo/netstat.txt

lint:
	clang-format --dry-run -Werror $(SOURCES)
	printf '%s\n' $(filter %.c,$(SOURCES)) | \
	    xargs -P $$(nproc) -I FILE clang-tidy --quiet FILE -- $(STANDARD)

bench: all
	tests/bench/run $(BUILD)
	tests/bench/batch $(BUILD)

fuzz: $(BUILD)/grammars.c $(PROCESSORS)
	@command -v clang >/dev/null || { echo "make fuzz needs the packages clang, libclang-rt-14-dev"; exit 1; }
	mkdir -p $(BUILD)/fuzz
	clang -g -O1 -fsanitize=fuzzer,address,undefined $(STANDARD) -o $(BUILD)/fuzz_parser \
	    $(patsubst %,tests/%.c,fuzz_parser support/chunks support/events support/pipeline) \
	    $(LIBRARY) $^ $(PCRE2)
	$(BUILD)/fuzz_parser -max_total_time=$(FUZZ_SECONDS) $(BUILD)/fuzz fixtures

# The packages come first when other targets are asked for with them.
ifneq ($(filter deps,$(MAKECMDGOALS)),)
.NOTPARALLEL:
endif
deps:
	@missing=$$(for package in $(PACKAGES); do \
	    dpkg-query -W -f '$${db:Status-Abbrev}' $$package 2>/dev/null | grep -q '^.i' || echo $$package; done); \
	test -z "$$missing" || { test "$$(id -u)" = 0 || \
	    { echo "make deps: as root, run: apt-get install" $$missing >&2; exit 1; }; \
	export DEBIAN_FRONTEND=noninteractive; \
	apt-get update && apt-get install -y --no-install-recommends $$missing; }

install: all
	install -D -m 755 $(BUILD)/outconn $(DESTDIR)$(PREFIX)/bin/outconn
	install -D -m 644 $(BUILD)/liboutconn.a $(DESTDIR)$(PREFIX)/lib/liboutconn.a
	install -D -m 644 src/outconn.h $(DESTDIR)$(PREFIX)/include/outconn.h

clean:
	rm -rf $(BUILD)

.PHONY: all test-programs check check-layers check-threads demo lint bench fuzz deps install clean
.DELETE_ON_ERROR:
.SECONDARY:
-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
