/* An event's controls to a voice: SuperDirt's formulas. Pure but for the banks'
 * note of what was used last; loads nothing. [control, offline] */
#ifndef ENGINE_EVENT_H
#define ENGINE_EVENT_H

#include "dsp/message.h"
#include "pattern/value.h"
#include "sample/bank.h"

enum event_verdict {
	EVENT_VOICE,   /* `voice` is ready to be sent */
	EVENT_SILENT,  /* nothing to hear: `s "~"`, shorter than 8 frames ... */
	EVENT_MISSING, /* no such sample: `why` is its name as it was asked */
	EVENT_LOADING, /* `sample` is there, but not decoded yet */
	EVENT_BAD,     /* `why` says what is wrong with the controls */
};

enum { EVENT_ORBITS = 12 };

struct event_context {
	struct banks *banks;
	double rate_hz; /* of the output */
	double cps;	/* at the onset */
	double delta_s; /* the event's whole in seconds */
	int orbit;	/* where the event says none */
};

enum { EVENT_WHY = 160 };

struct event_sound {
	struct voice_start voice; /* owner is sample; users is not touched */
	struct sample *sample;	  /* also with EVENT_LOADING */
	/* Sounds so much after its onset: nudge, lag, offset. /dirt/play's time
	 * tags have the nudge in them: take it out of the map there. */
	double late_s;
	char why[EVENT_WHY];
};

/* m's keys may be of any kind and order; those it doesn't know don't matter. */
enum event_verdict event_sound(const struct event_context *c,
			       const struct map *m, struct event_sound *to);

/* What is said of a sample that can't be read. */
void event_unreadable(const struct sample *s, char why[EVENT_WHY]);

#endif
