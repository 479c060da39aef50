check_PROGRAMS += tests/check-signals
TESTS += tests/check-signals
tests_check_signals_SOURCES = tests/signals/main.c tests/signals/stage.c \
	tests/signals/stage.h tests/signals/test_clicks.c \
	tests/signals/test_edit.c \
	tests/signals/test_live.c tests/signals/test_names.c \
	tests/signals/test_notes.c tests/signals/test_rows.c \
	tests/signals/test_sound.c
tests_check_signals_LDADD = $(TEST_LIBS)
