check_PROGRAMS += tests/check-dsp
TESTS += tests/check-dsp
tests_check_dsp_SOURCES = tests/dsp/main.c tests/dsp/rig.c tests/dsp/rig.h \
	tests/dsp/test_calls.c tests/dsp/test_dsp.c tests/dsp/test_pool.c \
	tests/dsp/test_limiter.c tests/dsp/test_mix.c \
	tests/dsp/test_strip.c tests/dsp/test_voice.c \
	tests/dsp/test_fx.c tests/dsp/test_graph.c tests/support/sketch.h tests/dsp/test_ugens.c tests/dsp/test_ugen_env.c tests/dsp/test_ugen_filter.c \
	tests/dsp/test_ugen_dynamics.c \
	tests/dsp/test_ugen_source.c \
	tests/dsp/test_ugen_math.c
tests_check_dsp_LDADD = $(TEST_LIBS)
# See test_calls.c.
tests_check_dsp_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=malloc -Wl,--wrap=calloc \
	-Wl,--wrap=realloc -Wl,--wrap=free -Wl,--wrap=pthread_mutex_lock \
	-Wl,--wrap=write -Wl,--wrap=fopen
