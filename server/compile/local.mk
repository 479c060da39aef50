# The sources of compile/.
libserver_a_SOURCES += \
	server/compile/action.c \
	server/compile/compile.h server/compile/compiler.h \
	server/compile/eval.c server/compile/eval.h \
	server/compile/expression.c server/compile/expression.h \
	server/compile/graph.c \
	server/compile/implicit.c \
	server/compile/instrument.c \
	server/compile/limits.c \
	server/compile/literal.c server/compile/place.h \
	server/compile/names.c server/compile/names.h \
	server/compile/program.c \
	server/compile/samples.c server/compile/samples.h \
	server/compile/scope.c server/compile/scope.h \
	server/compile/sig.c server/compile/sig.h \
	server/compile/signal.c server/compile/signals.h \
	server/compile/units.c server/compile/units.h \
	server/compile/words.c server/compile/words.h
