# The sources of audio/.
libserver_a_SOURCES += server/audio/backend.h
