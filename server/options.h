/* The options of phonon-audio: one table, from which come parsing, --help and
 * the man page. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include "base/strbuf.h"

enum { OPTION_LIST_MAX = 32 };

enum run_mode {
	RUN_SERVER,
	RUN_RENDER,
	RUN_EVENTS,
	RUN_EXPLAIN,
	RUN_LIST_DEVICES,
	RUN_HELP,
	RUN_MAN,
	RUN_VERSION,
};

struct option_list {
	const char *at[OPTION_LIST_MAX];
	size_t n;
};

struct options {
	enum run_mode mode;
	/* Network */
	int udp_port, tcp_port;
	bool tcp_port_given;
	const char *bind, *ipc, *unix_path;
	bool insecure, no_shutdown;
	/* Sound */
	const char *device;
	double rate_hz;	       /* 0: the device's */
	double frames;	       /* hardware buffer; 0: the device's */
	double latency_ms;     /* 0: none asked for */
	double latency_max_ms; /* 0: the default */
	double look_ahead_ms;
	bool null_device;
	const char *record, *recordings;
	struct option_list samples;
	/* Without sound card and sockets */
	const char *render, *out;
	double cycles, seconds; /* 0: not said */
	bool stems;
	const char *explain;
	char **rest; /* what follows --events */
	int n_rest;
	double verbosity;
};

/* Fill in the defaults and read argv. False: it is wrong, and a line on stderr
 * says how (exit 64). */
bool options_read(struct options *o, int argc, char **argv);
/* The text of --help, and the man page (roff). */
void options_help(struct strbuf *to);
void options_man(struct strbuf *to);
/* One option's help by its name ("--bind", "-u"); false: there is none. */
bool options_explain(struct strbuf *to, const char *name);

#endif
