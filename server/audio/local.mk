# The sources of audio/.
libserver_a_SOURCES += server/audio/backend.h \
	server/audio/device.c server/audio/device.h \
	server/audio/feed.c server/audio/feed.h \
	server/audio/jack.c \
	server/audio/noise.c server/audio/noise.h \
	server/audio/null.c \
	server/audio/output.c server/audio/output.h \
	server/audio/portaudio.c
