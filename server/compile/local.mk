# The sources of compile/.
libserver_a_SOURCES += server/compile/compile.h
