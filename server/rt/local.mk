# What the synth thread runs is in libdsp.a: see server/dsp/local.mk.
rt_sources = \
	server/rt/counter.h \
	server/rt/handover.c server/rt/handover.h \
	server/rt/ring.c server/rt/ring.h \
	server/rt/rt.h
libserver_a_SOURCES += server/rt/memory.c
