noinst_LIBRARIES += libserver.a
libserver_a_SOURCES =
libserver_a_CFLAGS = $(AM_CFLAGS) $(LO_CFLAGS) $(PORTAUDIO_CFLAGS) $(JACK_CFLAGS) \
	$(SNDFILE_CFLAGS)
libserver_a_LIBADD =

include server/base/local.mk
include server/rt/local.mk
include server/lang/local.mk
include server/pattern/local.mk
include server/sample/local.mk
include server/dsp/local.mk
include server/compile/local.mk
include server/engine/local.mk
include server/audio/local.mk
include server/net/local.mk

bin_PROGRAMS += phonon-audio
phonon_audio_SOURCES = server/main.c server/events.c server/events.h \
	server/complete.c server/complete.h \
	server/explain.c server/explain.h server/offline.c server/offline.h \
	server/options.c server/options.h \
	server/paths.c server/paths.h server/record.c server/record.h server/serve.c server/serve.h
phonon_audio_CFLAGS = $(AM_CFLAGS) $(LO_CFLAGS)
phonon_audio_LDADD = $(SERVER_LIBS)
