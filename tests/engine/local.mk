# Renders conformance cases for a look with other tools.
check_PROGRAMS += tests/render-dirt
tests_render_dirt_SOURCES = tests/engine/dirt.c tests/engine/dirt.h \
	tests/engine/render_dirt.c
tests_render_dirt_LDADD = $(TEST_LIBS)
