bin_PROGRAMS += phonon
phonon_SOURCES = clients/phonon.c clients/phonon.h \
	clients/cmd_audio.c clients/cmd_doctor.c clients/cmd_hands.c \
	clients/cmd_record.c clients/cmd_send.c clients/cmd_status.c \
	clients/usage.c \
	clients/common/connection.c clients/common/connection.h \
	clients/common/parts.c clients/common/parts.h
phonon_CFLAGS = $(AM_CFLAGS) $(LO_CFLAGS)
phonon_LDADD = $(LO_LIBS)
