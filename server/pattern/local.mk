# The sources of pattern/.
libserver_a_SOURCES += \
	server/pattern/app.c server/pattern/arp.h \
	server/pattern/chord.c server/pattern/chord.h \
	server/pattern/combine.c \
	server/pattern/context.c server/pattern/context.h \
	server/pattern/controls.c server/pattern/controls.h \
	server/pattern/core.h \
	server/pattern/events.c \
	server/pattern/families.c \
	server/pattern/fn_function.c \
	server/pattern/fn_list.c \
	server/pattern/fn_number.c \
	server/pattern/fn_ops.c \
	server/pattern/plain.c server/pattern/plain.h \
	server/pattern/fn.c server/pattern/fn.h \
	server/pattern/family.h \
	server/pattern/fn_cat.c server/pattern/fn_cond.c \
	server/pattern/fn_cycle.c server/pattern/fn_euclid.c \
	server/pattern/fn_join.c server/pattern/fn_match.c \
	server/pattern/fn_rearrange.c server/pattern/fn_rhythm.c \
	server/pattern/fn_step.c server/pattern/fn_struct.c \
	server/pattern/fn_time.c server/pattern/fn_weave.c \
	server/pattern/fn_within.c \
	server/pattern/fn_arp.c server/pattern/fn_chance.c \
	server/pattern/fn_harmony.c server/pattern/fn_markov.c \
	server/pattern/fn_plain.c server/pattern/fn_text.c \
	server/pattern/fn_random.c server/pattern/fn_shuffle.c \
	server/pattern/fn_signal.c \
	server/pattern/mono.c server/pattern/mono.h \
	server/pattern/number.c server/pattern/number.h \
	server/pattern/random.h \
	server/pattern/scale.c server/pattern/scale.h \
	server/pattern/fn_fit.c server/pattern/fn_layer.c server/pattern/fn_params.c \
	server/pattern/fn_sample.c server/pattern/fn_simple.c \
	server/pattern/fn_state.c server/pattern/fn_stateful.c \
	server/pattern/fn_transition.c \
	server/pattern/flat.c server/pattern/flat.h \
	server/pattern/join.c \
	server/pattern/map.c \
	server/pattern/mini.c server/pattern/mini.h \
	server/pattern/mini_atom.c server/pattern/mini_build.c \
	server/pattern/mini_parse.c server/pattern/mini_tree.h \
	server/pattern/node.h \
	server/pattern/param.c server/pattern/param.h \
	server/pattern/ops.c server/pattern/ops.h \
	server/pattern/pattern.c server/pattern/pattern.h \
	server/pattern/render.c server/pattern/render.h \
	server/pattern/source.c server/pattern/state.c \
	server/pattern/stateful.c server/pattern/stateful.h \
	server/pattern/time.c \
	server/pattern/value.c server/pattern/value.h
