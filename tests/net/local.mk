check_PROGRAMS += tests/check-net
TESTS += tests/check-net
tests_check_net_SOURCES = tests/net/main.c tests/net/client.c \
	tests/net/client.h tests/net/fake_engine.c tests/net/fake_engine.h \
	tests/net/test_dispatch.c tests/net/test_framing.c \
	tests/net/test_listen.c tests/net/test_method.c \
	tests/net/test_mixer.c tests/net/test_net.c \
	tests/net/test_packet.c tests/net/test_parts.c \
	tests/net/test_shim.c tests/net/test_shim_frame.c
tests_check_net_LDADD = $(TEST_LIBS)

# The same with a server in a process of its own.
check_PROGRAMS += tests/check-live
TESTS += tests/check-live
tests_check_live_SOURCES = tests/net/live.c tests/net/live.h \
	tests/net/test_live.c tests/net/test_phonon.c tests/bench/jack.c \
	tests/bench/jack.h
tests_check_live_LDADD = $(TEST_LIBS) $(SNDFILE_LIBS)
