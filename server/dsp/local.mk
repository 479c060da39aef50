# The objects that run in the synth thread: a library of their own, optimised
# as sound is, of which tools/check-rt asks what they call. What they take
# from the heap, they take in memory.c, which is not one of them.
noinst_LIBRARIES += libdsp.a
libdsp_a_CFLAGS = $(AM_CFLAGS) $(DSP_CFLAGS)
libdsp_a_SOURCES = $(rt_sources) \
	server/dsp/apply.c \
	server/dsp/approx.h \
	server/dsp/block.h \
	server/dsp/dsp.c server/dsp/dsp.h \
	server/dsp/fpu.h \
	server/dsp/fx_delay.c \
	server/dsp/fx_drive.c \
	server/dsp/fx_mod.c \
	server/dsp/fx_reverb.c server/dsp/fx_space.c \
	server/dsp/gate.c server/dsp/gate.h server/dsp/glide.h \
	server/dsp/graph.c server/dsp/graph.h server/dsp/graph_world.h \
	server/dsp/hermite.c server/dsp/hermite.h \
	server/dsp/lanes.h server/dsp/level.h \
	server/dsp/lfo.h \
	server/dsp/limiter.c server/dsp/limiter.h \
	server/dsp/line.h \
	server/dsp/message.h \
	server/dsp/mix.c server/dsp/mix.h \
	server/dsp/note.c server/dsp/note.h \
	server/dsp/offset.c server/dsp/offset.h \
	server/dsp/pool.c server/dsp/pool.h \
	server/dsp/queue.c server/dsp/queue.h \
	server/dsp/ramp.h \
	server/dsp/reply.c \
	server/dsp/reverb.h server/dsp/ring.h \
	server/dsp/strip.c server/dsp/strip.h \
	server/dsp/true_peak.c server/dsp/true_peak.h \
	server/dsp/ugen.h server/dsp/ugen_family.h \
	server/dsp/ugen_env.c server/dsp/ugen_line.c \
	server/dsp/ugen_env.h \
	server/dsp/svf.c server/dsp/svf.h \
	server/dsp/follow.h \
	server/dsp/ugen_analysis.c server/dsp/ugen_dynamics.c \
	server/dsp/ugen_filter.c server/dsp/ugen_ladder.c \
	server/dsp/ugen_math.c \
	server/dsp/noise.h server/dsp/phase.h \
	server/dsp/ugen_fm.c server/dsp/ugen_noise.c \
	server/dsp/ugen_osc.c server/dsp/ugen_string.c \
	server/dsp/ugen_synth.c server/dsp/ugen_drum.c \
	server/dsp/ugen_spectral.c server/dsp/ugen_grain.c \
	server/dsp/ugen_trig.c \
	server/dsp/voice.c server/dsp/voice.h \
	server/dsp/wavetable.c server/dsp/wavetable.h \
	server/dsp/wide.h server/dsp/world.h
libserver_a_SOURCES += server/dsp/graph_match.c server/dsp/graph_match.h \
	server/dsp/graph_new.c server/dsp/graph_succeed.c \
	server/dsp/memory.c server/dsp/ugens.c \
	server/dsp/wavetable_make.c
