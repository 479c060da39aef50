/* The recording of the live server: at most one at a time. [control] */
#ifndef RECORD_H
#define RECORD_H

#include <stdbool.h>
#include "base/status.h"

struct engine;
struct net;
struct output;
struct writer;

enum { RECORD_WHY = 256 };

enum record_state {
	RECORD_NONE,
	RECORD_OPENS, /* the files are being made */
	RECORD_RUNS,
	RECORD_ENDS, /* the last block may be on its way */
	RECORD_CLOSES
};

struct record {
	struct engine *engine;
	struct output *output;
	struct net *net;
	const char *folder; /* for /phonon/record; NULL: none is known */
	enum record_state state;
	struct writer *writer;
	bool stems;
	char why[RECORD_WHY]; /* it ended by itself; "" */
	bool is_option;	      /* by record_file() */
	bool whole;	      /* false: one of --record, or the last, was not */
};

/* Begin one in the folder; net_recording_begun() tells how that went. rate_hz:
 * of the output, 0 while there is none. ST_INVALID with why. */
enum status record_start(struct record *r, const char *name, bool stems,
			 double rate_hz, char why[RECORD_WHY]);
/* --record: any path, an old file is replaced. Waits until it is open. */
enum status record_file(struct record *r, const char *path, bool stems,
			double rate_hz, char why[RECORD_WHY]);
/* net_recording_ended() tells when it is finished. */
enum status record_stop(struct record *r, char why[RECORD_WHY]);
/* Look after it, a few times a second. */
void record_step(struct record *r);
/* The output has another rate from here on; nobody drives the dsp now. */
void record_new_rate(struct record *r);
/* Path of the one that runs, or NULL. */
const char *record_path(const struct record *r);
/* The output is stopped: finish it, and wait for that. */
void record_finish(struct record *r);

#endif
