libserver_a_SOURCES += \
	server/pattern/core.h \
	server/pattern/families.c \
	server/pattern/fn.h \
	server/pattern/mini.h \
	server/pattern/ops.h \
	server/pattern/pattern.h \
	server/pattern/value.h
