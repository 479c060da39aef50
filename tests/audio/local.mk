check_PROGRAMS += tests/check-audio
TESTS += tests/check-audio
tests_check_audio_SOURCES = tests/audio/main.c tests/audio/test_feed.c \
	tests/audio/test_output.c
tests_check_audio_LDADD = $(TEST_LIBS)
