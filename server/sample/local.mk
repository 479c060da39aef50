# The sources of sample/.
libserver_a_SOURCES += \
	server/sample/bank.c server/sample/bank.h \
	server/sample/decode.c \
	server/sample/sample.h
