# The sources of lang/.
libserver_a_SOURCES += \
	server/lang/advice.c server/lang/advice.h \
	server/lang/command.c server/lang/command.h \
	server/lang/infer_apply.c \
	server/lang/infer.c server/lang/infer.h \
	server/lang/infer_node.h server/lang/infer_op.c \
	server/lang/infer_chain.c server/lang/infer_signal.c \
	server/lang/infer_unit.c server/lang/infer_unit.h \
	server/lang/lex.c server/lang/lex.h \
	server/lang/parse.c server/lang/parse.h \
	server/lang/parse_block.c server/lang/parse_hint.c \
	server/lang/parse_node.c server/lang/parse_node.h \
	server/lang/signature.c \
	server/lang/statement.c server/lang/statement.h \
	server/lang/tree.h \
	server/lang/type.c server/lang/type.h \
	server/lang/unit.h
