# Renders conformance cases for a look with other tools.
check_PROGRAMS += tests/render-dirt
tests_render_dirt_SOURCES = tests/engine/dirt.c tests/engine/dirt.h \
	tests/engine/render_dirt.c
tests_render_dirt_LDADD = $(TEST_LIBS)
check_PROGRAMS += tests/check-engine
TESTS += tests/check-engine
tests_check_engine_SOURCES = tests/engine/main.c \
	tests/engine/dirt.c tests/engine/dirt.h tests/engine/test_event.c \
	tests/sample/folder.c tests/sample/folder.h tests/engine/hand.c \
	tests/engine/hand.h tests/engine/player.c tests/engine/test_clock.c \
	tests/engine/test_engine.c tests/engine/test_writer.c
tests_check_engine_LDADD = $(TEST_LIBS) $(SNDFILE_LIBS)
