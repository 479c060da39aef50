/* The way from the synth thread to a device: a ring that holds two seconds but
 * is filled only to a target, the synth thread that fills it, the callback that
 * empties it.
 *
 * The target is one hardware buffer, in whole blocks; it grows by another on an
 * underrun and shrinks by a block after ten seconds without (twice as long each
 * time that this was too soon). An
 * underrun costs sound, never time: what is missing is skipped (dsp_skip()). */
#ifndef AUDIO_OUTPUT_H
#define AUDIO_OUTPUT_H

#include <stdbool.h>
#include <stdint.h>
#include "audio/backend.h"
#include "dsp/block.h"
#include "dsp/dsp.h"
#include "rt/ring.h"

struct output;

/* The device thread opens a device and closes it again: --null, JACK, ALSA. */
struct output_options {
	struct backend_options device;
	bool null_only;	      /* don't even try a device */
	double latency_max_s; /* 0: 30 ms; at least two hardware buffers */
	bool quiet_priority;  /* don't ask for real-time priority */
};

enum output_event_kind {
	OUTPUT_OPENED, /* state: what it is; frames don't flow yet */
	OUTPUT_LOST,   /* the device went away; the null device paces now */
	OUTPUT_FAILED, /* nothing could be opened, not even the null device */
};

struct output_event {
	enum output_event_kind kind;
	struct backend_state state;
	char text[400]; /* one line for the user: which, and why not another */
};

struct output_figures {
	/* The ring was empty, and the driver lost no time near that. */
	uint64_t underruns;
	uint64_t missed_frames;	   /* what all of them skipped */
	uint64_t driver_underruns; /* as the driver says: not ours */
	uint64_t excused; /* the ring was empty where the driver lost time */
	uint32_t target_frames, filled_frames;
	double cpu; /* share of a block's time that its rendering takes, 0..1
		       and above, smoothed */
	bool running;
};

/* Starts the device thread, which begins to open. NULL without memory.
 * [control] */
struct output *output_new(const struct output_options *o);
/* Stops all; a device that hangs is left behind after a second. [control] */
void output_free(struct output *o);

/* Readable when output_poll() has an event. [control] */
int output_event_fd(const struct output *o);
bool output_poll(struct output *o, struct output_event *to);

/* After OUTPUT_OPENED, with a dsp that runs at its rate: start the synth
 * thread. Again after every OUTPUT_OPENED; a running one goes on when dsp is
 * the same and is replaced otherwise. warning: one line when there is no
 * real-time priority, else "". ST_NOMEM, ST_INVALID: nothing is open.
 * [control] */
enum status output_start(struct output *o, struct dsp *dsp, char warning[200]);
/* Stop the synth thread: nobody drives the dsp any more; the device plays
 * silence. [control] */
void output_stop(struct output *o);

/* Frame `frame` is heard at `ntp` (32.32), as the last callback saw it. False:
 * none yet. [control] */
bool output_time(struct output *o, uint64_t *frame, uint64_t *ntp);
/* Fall silent within a millisecond, until what the ring holds has passed.
 * [control] */
void output_panic(struct output *o);
/* Blocks are copied into `tap` (items: struct sound_block) as they are
 * rendered, with `stems` those of each strip before each of the mix; those it
 * has no room for are dropped. NULL: none. The ring must live until
 * output_stop() or until another tap was set and output_tap_is_idle().
 * [control] */
void output_set_tap(struct output *o, struct ring *tap, bool stems);
bool output_tap_is_idle(const struct output *o);
void output_figures(struct output *o, struct output_figures *to);

/* One line for each device that sound could go to ("JACK: system (48000 Hz)");
 * a part of the name behind the colon is what -H takes. How many there are. May
 * take seconds; not while an output is there. [control] */
int output_list_devices(void (*line)(void *ctx, const char *text), void *ctx);

/* --- For backends --- */

/* n frames, interleaved stereo, of which the first is heard at `heard_ntp`
 * (0: unknown). driver_underrun: the driver says that it lost some.
 * [callback] */
RT void output_pull(struct output *o, float *to, uint32_t n, uint64_t heard_ntp,
		    bool driver_underrun);

#endif
