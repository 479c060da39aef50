# A session as a performer has it: real texts, the real compiler, real sound.
check_PROGRAMS += tests/check-session
TESTS += tests/check-session
tests_check_session_SOURCES = tests/session/main.c tests/session/session.c \
	tests/session/session.h tests/session/test_memory.c \
	tests/session/test_nasty.c \
	tests/session/test_slots.c \
	tests/session/test_mixer.c tests/session/test_record.c \
	tests/session/test_transition.c tests/session/test_undo.c \
	tests/session/test_unheard.c \
	tests/engine/hand.h tests/engine/player.c
tests_check_session_LDADD = $(TEST_LIBS) $(SNDFILE_LIBS)
