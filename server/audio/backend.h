/* Where the sound goes. A backend opens a device and, once it is started, calls
 * output_pull() from its callback; one at a time is started. */
#ifndef AUDIO_BACKEND_H
#define AUDIO_BACKEND_H

#include <stdbool.h>
#include <stdint.h>
#include "base/status.h"

struct output;

struct backend_options {
	const char *device; /* part of a device's name, or NULL */
	double rate_hz;	    /* 0: the device's own */
	unsigned frames;    /* hardware buffer; 0: the device's choice */
};

struct backend_state {
	char name[128]; /* "JACK: system", "null device" ... */
	double rate_hz;
	unsigned frames;
	double latency_s; /* from handing a frame over to hearing it */
};

/* A row for each way out, in the order in which they are tried. */
struct backend {
	const char *name;
	/* Opens the device, which stays silent. May block for seconds. why:
	 * one line for the user when it fails. [device] */
	enum status (*open)(const struct backend_options *o, struct output *out,
			    struct backend_state *state, char why[256]);
	/* output_pull() is called from then on. When it fails, the device is
	 * closed again. [device] */
	enum status (*start)(char why[256]);
	/* From then on output_pull() is not called any more, whatever the
	 * device does; close() may still hang. [device] */
	void (*leave)(void);
	void (*close)(void); /* [device] */
	bool (*alive)(void); /* false: the device went away [device] */
};

extern const struct backend backend_portaudio, backend_jack, backend_null;

#endif
