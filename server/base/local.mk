libserver_a_SOURCES += \
	server/base/alloc.c server/base/alloc.h \
	server/base/arena.c server/base/arena.h \
	server/base/control.c server/base/control.h server/base/control.def \
	server/base/diag.c server/base/diag.h \
	server/base/json.c server/base/json.h \
	server/base/log.c server/base/log.h \
	server/base/nearest.c server/base/nearest.h \
	server/base/random.c server/base/random.h \
	server/base/rational.c server/base/rational.h \
	server/base/status.h \
	server/base/strbuf.c server/base/strbuf.h \
	server/base/wall.c server/base/wall.h
