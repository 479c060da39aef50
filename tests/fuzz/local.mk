# Fuzz targets. Their seeds, and programs that are made from the tables, are an
# ordinary test; `make fuzz` searches for more where clang built the tree with
# --enable-fuzz --enable-sanitize=address,undefined.
fuzz_targets = tests/fuzz/targets.h tests/fuzz/must.c tests/fuzz/play.c \
	tests/fuzz/play.h tests/fuzz/sound.c tests/fuzz/sound.h \
	tests/fuzz/fuzz_packet.c \
	tests/fuzz/fuzz_framing.c tests/fuzz/fuzz_shim.c \
	tests/fuzz/fuzz_mini.c tests/fuzz/fuzz_program.c
fuzz_seeds = tests/fuzz/seeds

check_LIBRARIES += tests/libfuzz.a
tests_libfuzz_a_SOURCES = $(fuzz_targets)
tests_libfuzz_a_CFLAGS = $(AM_CFLAGS) $(LO_CFLAGS)

check_PROGRAMS += tests/check-fuzz
TESTS += tests/check-fuzz
tests_check_fuzz_SOURCES = tests/fuzz/main.c tests/fuzz/test_program.c \
	tests/fuzz/test_seeds.c tests/support/generate.c \
	tests/support/generate.h
tests_check_fuzz_LDADD = tests/libfuzz.a $(TEST_LIBS)

EXTRA_DIST += $(fuzz_seeds)

FUZZ_SECONDS = 600
FUZZ_TARGETS = packet framing shim mini program

if FUZZ
fuzz_libs = tests/libfuzz.a $(SERVER_LIBS)
fuzz_flags = $(AM_LDFLAGS) -fsanitize=fuzzer

noinst_PROGRAMS += tests/make-dictionary
EXTRA_PROGRAMS = tests/fuzz-packet tests/fuzz-framing tests/fuzz-shim \
	tests/fuzz-mini tests/fuzz-program
tests_make_dictionary_SOURCES = tests/fuzz/make_dictionary.c
tests_make_dictionary_LDADD = $(SERVER_LIBS)

tests_fuzz_packet_SOURCES = tests/fuzz/entry.c
tests_fuzz_packet_CPPFLAGS = $(AM_CPPFLAGS) -DFUZZ_TARGET=fuzz_packet
tests_fuzz_packet_LDADD = $(fuzz_libs)
tests_fuzz_packet_LDFLAGS = $(fuzz_flags)
tests_fuzz_framing_SOURCES = tests/fuzz/entry.c
tests_fuzz_framing_CPPFLAGS = $(AM_CPPFLAGS) -DFUZZ_TARGET=fuzz_framing
tests_fuzz_framing_LDADD = $(fuzz_libs)
tests_fuzz_framing_LDFLAGS = $(fuzz_flags)
tests_fuzz_shim_SOURCES = tests/fuzz/entry.c
tests_fuzz_shim_CPPFLAGS = $(AM_CPPFLAGS) -DFUZZ_TARGET=fuzz_shim
tests_fuzz_shim_LDADD = $(fuzz_libs)
tests_fuzz_shim_LDFLAGS = $(fuzz_flags)
tests_fuzz_mini_SOURCES = tests/fuzz/entry.c
tests_fuzz_mini_CPPFLAGS = $(AM_CPPFLAGS) -DFUZZ_TARGET=fuzz_mini
tests_fuzz_mini_LDADD = $(fuzz_libs)
tests_fuzz_mini_LDFLAGS = $(fuzz_flags)
tests_fuzz_program_SOURCES = tests/fuzz/entry.c tests/fuzz/mutate.c \
	tests/support/generate.c tests/support/generate.h
tests_fuzz_program_CPPFLAGS = $(AM_CPPFLAGS) -DFUZZ_TARGET=fuzz_program
tests_fuzz_program_LDADD = $(fuzz_libs)
tests_fuzz_program_LDFLAGS = $(fuzz_flags)

tests/names.dict: tests/make-dictionary$(EXEEXT)
	$(AM_V_GEN)tests/make-dictionary$(EXEEXT) >$@
CLEANFILES += tests/names.dict $(EXTRA_PROGRAMS)

# What was found stays in fuzz-corpus/, what went wrong in fuzz-crashes/.
fuzz: $(EXTRA_PROGRAMS) tests/names.dict
	@for t in $(FUZZ_TARGETS); do \
		mkdir -p fuzz-corpus/$$t fuzz-crashes; \
		echo "fuzz $$t: $(FUZZ_SECONDS) s"; \
		tests/fuzz-$$t -max_total_time=$(FUZZ_SECONDS) -timeout=10 \
			-rss_limit_mb=2048 -max_len=8192 \
			-print_final_stats=1 -verbosity=0 -entropic=0 \
			-dict=tests/names.dict \
			-artifact_prefix=fuzz-crashes/$$t- \
			fuzz-corpus/$$t $(srcdir)/$(fuzz_seeds)/$$t || exit 1; \
	done
else
fuzz:
	@echo "fuzz: configure with CC=clang --enable-fuzz" \
		"--enable-sanitize=address,undefined" >&2; exit 1
endif
.PHONY: fuzz
