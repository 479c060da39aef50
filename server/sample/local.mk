# The sources of sample/.
libserver_a_SOURCES += server/sample/sample.h server/sample/bank.h
