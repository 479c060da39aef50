# The sources of engine/.
libserver_a_SOURCES += server/engine/engine.h server/engine/event.h
