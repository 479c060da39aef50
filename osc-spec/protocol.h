/* Names of the protocol, for clients. Made from the tables of the server by
 * `make docs`. */
#ifndef OSC_SPEC_PROTOCOL_H
#define OSC_SPEC_PROTOCOL_H

#define OSC_PORT 7770
#define OSC_PHONON_CODE "/phonon/code"
#define OSC_PHONON_CODE_PART "/phonon/code/part"
#define OSC_EVAL "/eval"
#define OSC_PHONON_GET "/phonon/get"
#define OSC_PHONON_UNDO "/phonon/undo"
#define OSC_PHONON_REDO "/phonon/redo"
#define OSC_HUSH "/hush"
#define OSC_UNHUSH "/unhush"
#define OSC_PANIC "/panic"
#define OSC_MUTE "/mute"
#define OSC_UNMUTE "/unmute"
#define OSC_SOLO "/solo"
#define OSC_UNSOLO "/unsolo"
#define OSC_PHONON_SCOPE_SLOT_GAIN "/phonon/<scope>/<slot>/gain"
#define OSC_PHONON_SCOPE_SLOT_PAN "/phonon/<scope>/<slot>/pan"
#define OSC_PHONON_SCOPE_SLOT_MUTE "/phonon/<scope>/<slot>/mute"
#define OSC_PHONON_SCOPE_SLOT_SOLO "/phonon/<scope>/<slot>/solo"
#define OSC_PHONON_SCOPE_GAIN "/phonon/<scope>/gain"
#define OSC_PHONON_SCOPE_PAN "/phonon/<scope>/pan"
#define OSC_PHONON_SCOPE_MUTE "/phonon/<scope>/mute"
#define OSC_PHONON_SCOPE_SOLO "/phonon/<scope>/solo"
#define OSC_PHONON_RECORD_START "/phonon/record/start"
#define OSC_PHONON_RECORD_STOP "/phonon/record/stop"
#define OSC_TEMPO "/tempo"
#define OSC_SETCPS "/setcps"
#define OSC_TEMPO_TAP "/tempo/tap"
#define OSC_TEMPO_NUDGE "/tempo/nudge"
#define OSC_CYCLE_SET "/cycle/set"
#define OSC_CYCLE_RESET "/cycle/reset"
#define OSC_PHONON_STATUS "/phonon/status"
#define OSC_PHONON_PING "/phonon/ping"
#define OSC_PHONON_HELP "/phonon/help"
#define OSC_PHONON_COMPLETE "/phonon/complete"
#define OSC_PHONON_NOTIFY "/phonon/notify"
#define OSC_NOTIFY "/notify"
#define OSC_STATUS "/status"
#define OSC_VERSION "/version"
#define OSC_SYNC "/sync"
#define OSC_DUMPOSC "/dumpOSC"
#define OSC_ERROR "/error"
#define OSC_CLEARSCHED "/clearSched"
#define OSC_RTMEMORYSTATUS "/rtMemoryStatus"
#define OSC_QUIT "/quit"

/* Variants of a frame on the IPC socket. */
enum {
	IPC_UPDATE_GRAPH = 0,
	IPC_HUSH = 1,
	IPC_PANIC = 2,
	IPC_SET_TEMPO = 3,
	IPC_READY = 4,
	IPC_UNDERRUN = 5,
	IPC_SHUTDOWN = 6,
};

#define IPC_PATH "/tmp/phonon.sock"

#endif
