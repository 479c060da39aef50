/* The command-line client: one row a sub-command. */
#ifndef CLIENTS_PHONON_H
#define CLIENTS_PHONON_H

#include "clients/common/connection.h"

struct command {
	const char *name;
	const char *arguments; /* for the usage line */
	const char *summary;
	/* argv[0] is the command's name; returns the exit status. */
	int (*run)(struct connection *c, int argc, char **argv);
};

int cmd_send(struct connection *c, int argc, char **argv);
int cmd_hush(struct connection *c, int argc, char **argv);
int cmd_unhush(struct connection *c, int argc, char **argv);
int cmd_panic(struct connection *c, int argc, char **argv);
int cmd_tempo(struct connection *c, int argc, char **argv);
int cmd_quit(struct connection *c, int argc, char **argv);
int cmd_status(struct connection *c, int argc, char **argv);
int cmd_render(struct connection *c, int argc, char **argv);
int cmd_events(struct connection *c, int argc, char **argv);
int cmd_help(struct connection *c, int argc, char **argv);
int cmd_doctor(struct connection *c, int argc, char **argv);

/* "usage: phonon NAME ARGUMENTS" on stderr; EX_USAGE. */
int command_usage(const char *name);
/* Path of phonon-audio: beside this program, else its bare name, to be looked
 * for in PATH. In a static buffer. */
const char *audio_program(void);

#endif
