# Each prints a line a figure; `make bench` runs them all.
check_PROGRAMS += tests/bench-patterns
BENCHES += tests/bench-patterns
tests_bench_patterns_SOURCES = tests/bench/bench_patterns.c
tests_bench_patterns_LDADD = $(SERVER_LIBS)
check_PROGRAMS += tests/bench-session
BENCHES += tests/bench-session
tests_bench_session_SOURCES = tests/bench/bench_session.c
tests_bench_session_LDADD = $(SERVER_LIBS)
check_PROGRAMS += tests/bench-render tests/bench-swap
BENCHES += tests/bench-render tests/bench-swap
tests_bench_render_SOURCES = tests/bench/bench_render.c
tests_bench_render_LDADD = $(TEST_LIBS)
tests_bench_swap_SOURCES = tests/bench/bench_swap.c tests/bench/jack.c \
	tests/bench/jack.h tests/bench/wakes.c tests/bench/wakes.h \
	tests/net/live.c tests/net/live.h
tests_bench_swap_LDADD = $(TEST_LIBS)
check_PROGRAMS += tests/bench-lang
BENCHES += tests/bench-lang
tests_bench_lang_SOURCES = tests/bench/bench_lang.c
tests_bench_lang_LDADD = $(SERVER_LIBS)
check_PROGRAMS += tests/bench-voices
BENCHES += tests/bench-voices
tests_bench_voices_SOURCES = tests/bench/bench_voices.c
tests_bench_voices_CFLAGS = $(AM_CFLAGS) $(DSP_CFLAGS)
tests_bench_voices_LDADD = $(SERVER_LIBS)
check_PROGRAMS += tests/bench-osc
BENCHES += tests/bench-osc
tests_bench_osc_SOURCES = tests/bench/bench_osc.c tests/bench/jack.c \
	tests/bench/jack.h tests/bench/wakes.c tests/bench/wakes.h \
	tests/net/live.c tests/net/live.h
tests_bench_osc_LDADD = $(TEST_LIBS)
check_PROGRAMS += tests/bench-ugens
BENCHES += tests/bench-ugens
tests_bench_ugens_SOURCES = tests/bench/bench_ugens.c
tests_bench_ugens_CFLAGS = $(AM_CFLAGS) $(DSP_CFLAGS)
tests_bench_ugens_LDADD = $(TEST_LIBS)
check_PROGRAMS += tests/bench-graph
BENCHES += tests/bench-graph
tests_bench_graph_SOURCES = tests/bench/bench_graph.c
tests_bench_graph_CFLAGS = $(AM_CFLAGS) $(DSP_CFLAGS)
tests_bench_graph_LDADD = $(SERVER_LIBS)
# Beside scsynth and TidalCycles, where they are installed: `make bench-peers`.
check_PROGRAMS += tests/bench-peers
tests_bench_peers_SOURCES = tests/bench/bench_peers.c
tests_bench_peers_CFLAGS = $(AM_CFLAGS) $(DSP_CFLAGS)
tests_bench_peers_LDADD = $(SERVER_LIBS)
EXTRA_DIST += tests/bench/peer-tidal tests/bench/timing.h
