# Each prints a line a figure; `make bench` runs them all.
check_PROGRAMS += tests/bench-patterns
BENCHES += tests/bench-patterns
tests_bench_patterns_SOURCES = tests/bench/bench_patterns.c
tests_bench_patterns_LDADD = $(SERVER_LIBS)
check_PROGRAMS += tests/bench-render tests/bench-swap
BENCHES += tests/bench-render tests/bench-swap
tests_bench_render_SOURCES = tests/bench/bench_render.c
tests_bench_render_LDADD = $(TEST_LIBS)
tests_bench_swap_SOURCES = tests/bench/bench_swap.c
tests_bench_swap_LDADD = $(TEST_LIBS)
check_PROGRAMS += tests/bench-lang
BENCHES += tests/bench-lang
tests_bench_lang_SOURCES = tests/bench/bench_lang.c
tests_bench_lang_LDADD = $(SERVER_LIBS)
