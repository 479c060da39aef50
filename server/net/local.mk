# The sources of net/.
libserver_a_SOURCES += server/net/dispatch.c server/net/evals.c \
	server/net/evals.h server/net/families.c server/net/families.h \
	server/net/framing.c server/net/framing.h server/net/later.c \
	server/net/later.h server/net/listen.c server/net/listen.h \
	server/net/method.h server/net/method_code.c \
	server/net/method_hands.c server/net/method_info.c \
	server/net/method_mixer.c server/net/method_record.c \
	server/net/method_server.c server/net/method_time.c server/net/net.c \
	server/net/net.h server/net/packet.c server/net/packet.h \
	server/net/pattern.c server/net/pattern.h \
	server/net/record.h server/net/tree.c server/net/tree.h \
	server/net/parts.c server/net/parts.h server/net/peer.c \
	server/net/peer.h server/net/reply.c server/net/reply.h \
	server/net/shim.c server/net/shim.h server/net/shim_frame.c \
	server/net/shim_frame.h server/net/state.h server/net/stream.c \
	server/net/stream.h server/net/udp.c server/net/udp.h
