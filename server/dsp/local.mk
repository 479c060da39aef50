# The sources of dsp/.
libserver_a_SOURCES += server/dsp/message.h server/dsp/dsp.h
