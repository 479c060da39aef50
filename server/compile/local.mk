# The sources of compile/.
libserver_a_SOURCES += \
	server/compile/compile.h \
	server/compile/eval.c server/compile/eval.h \
	server/compile/expression.c server/compile/expression.h \
	server/compile/limits.c \
	server/compile/names.c server/compile/names.h \
	server/compile/program.c \
	server/compile/samples.c server/compile/samples.h \
	server/compile/scope.c server/compile/scope.h
