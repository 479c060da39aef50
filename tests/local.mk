# One program a layer: tests/check-<layer>, of the files in tests/<layer>/.
check_LIBRARIES = tests/libsuite.a
tests_libsuite_a_SOURCES = tests/support/suite.c tests/support/suite.h \
	tests/support/json.c tests/support/json.h \
	tests/support/ugen_run.c tests/support/ugen_run.h
TEST_LIBS = tests/libsuite.a $(SERVER_LIBS) $(CUNIT_LIBS)
AM_TESTS_ENVIRONMENT = top_srcdir='$(top_srcdir)'; export top_srcdir;
TESTS += tools/check-layers tools/check-rt

include tests/base/local.mk
include tests/rt/local.mk
include tests/lang/local.mk
include tests/pattern/local.mk
include tests/sample/local.mk
include tests/dsp/local.mk
include tests/compile/local.mk
include tests/engine/local.mk
include tests/signals/local.mk
include tests/session/local.mk
include tests/audio/local.mk
include tests/net/local.mk
include tests/contract/local.mk
include tests/docs/local.mk
include tests/fuzz/local.mk
include tests/bench/local.mk
include tests/two_process/local.mk
EXTRA_DIST += tests/check tests/summary
