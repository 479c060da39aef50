# The sources of engine/.
libserver_a_SOURCES += \
	server/engine/board.c server/engine/board.h \
	server/engine/clock.c server/engine/clock.h \
	server/engine/code.c server/engine/code.h \
	server/engine/compiler.c server/engine/compiler.h \
	server/engine/unheard.c server/engine/unheard.h \
	server/engine/edit.c server/engine/edit.h \
	server/engine/engine.c server/engine/engine.h \
	server/engine/event.c server/engine/event.h \
	server/engine/history.c server/engine/history.h \
	server/engine/loader.c server/engine/loader.h \
	server/engine/memory.c server/engine/memory.h \
	server/engine/mixer.c server/engine/mixer.h \
	server/engine/outgoing.c server/engine/outgoing.h \
	server/engine/plan.c \
	server/engine/player.c server/engine/player.h \
	server/engine/recording.c server/engine/recording.h \
	server/engine/render.c server/engine/render.h \
	server/engine/request.c server/engine/request.h \
	server/engine/sched.c server/engine/sched.h \
	server/engine/scope.c server/engine/scope.h \
	server/engine/sound_file.c server/engine/sound_file.h \
	server/engine/stage.c server/engine/stage.h \
	server/engine/stage_graph.c server/engine/stage_graph.h \
	server/engine/stage_note.c server/engine/stage_value.c \
	server/engine/state.h \
	server/engine/text.c server/engine/text.h \
	server/engine/wake.c server/engine/wake.h \
	server/engine/worker.c server/engine/worker.h \
	server/engine/writer.c server/engine/writer.h
