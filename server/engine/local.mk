# The sources of engine/.
libserver_a_SOURCES += server/engine/engine.h \
	server/engine/event.c server/engine/event.h
