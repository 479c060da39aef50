/* The command-line client: one row a sub-command. */
#ifndef CLIENTS_PHONON_H
#define CLIENTS_PHONON_H

#include <stdio.h>
#include "clients/common/connection.h"

struct command {
	const char *name;
	const char *arguments; /* for the usage line */
	const char *summary;
	/* argv[0] is the command's name; returns the exit status. */
	int (*run)(struct connection *c, int argc, char **argv);
};

/* An option before the command. */
struct common_option {
	const char *name;
	const char *argument; /* NULL: none */
	const char *summary;
};

/* Both end with a NULL name. */
extern const struct command commands[];
extern const struct common_option common_options[];

int cmd_send(struct connection *c, int argc, char **argv);
int cmd_hush(struct connection *c, int argc, char **argv);
int cmd_unhush(struct connection *c, int argc, char **argv);
int cmd_undo(struct connection *c, int argc, char **argv);
int cmd_redo(struct connection *c, int argc, char **argv);
int cmd_panic(struct connection *c, int argc, char **argv);
int cmd_tempo(struct connection *c, int argc, char **argv);
int cmd_quit(struct connection *c, int argc, char **argv);
int cmd_record(struct connection *c, int argc, char **argv);
int cmd_status(struct connection *c, int argc, char **argv);
int cmd_render(struct connection *c, int argc, char **argv);
int cmd_events(struct connection *c, int argc, char **argv);
int cmd_help(struct connection *c, int argc, char **argv);
int cmd_doctor(struct connection *c, int argc, char **argv);

/* Ask, and show the answer (show NULL: nothing), or on stderr why the server
 * refuses: EX_DATAERR. Takes m over. */
int command_ask(struct connection *c, const char *request, lo_message m,
		void (*show)(lo_message answer));

/* --- usage.c: what is told of the tables --- */

const struct command *usage_find(const char *name);
/* "usage: phonon NAME ARGUMENTS" and what it does. */
void usage_command(FILE *to, const struct command *command);
/* The same on stderr; EX_USAGE. */
int command_usage(const char *name);
void usage_all(FILE *to);
/* The man page. */
void usage_man(FILE *to);
/* On stderr: there is no such command, with the nearest name. */
void usage_unknown(const char *name);

/* Path of phonon-audio: beside this program, else its bare name, to be looked
 * for in PATH. In a static buffer. */
const char *audio_program(void);

#endif
