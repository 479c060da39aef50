# The sources of engine/.
libserver_a_SOURCES += server/engine/engine.h
