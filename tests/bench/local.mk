# Each prints a line a figure; `make bench` runs them all.
check_PROGRAMS += tests/bench-patterns
BENCHES += tests/bench-patterns
tests_bench_patterns_SOURCES = tests/bench/bench_patterns.c
tests_bench_patterns_LDADD = $(SERVER_LIBS)
