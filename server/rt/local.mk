libserver_a_SOURCES += server/rt/ring.h server/rt/rt.h
