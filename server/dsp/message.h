/* What the control thread tells the synth thread, and what comes back. Messages
 * are copied through rt/ring; each is stamped with the absolute frame at which
 * it takes effect (the block is split there).
 *
 * Order: by stamp, then slot (SLOT_ALL and the master before all), then
 * swaps before releases before the rest, then arrival, so that the sound
 * depends on the stamps alone and not on when the control thread woke. A stamp
 * that has passed keeps its place in this order and takes effect at the first
 * frame not rendered.
 *
 * What one ring_push() brought is read as a whole before the next block.
 *
 * Generations: those of a slot grow. A voice starts if its generation is 0 or
 * the one its slot plays when its turn comes; else it is dropped (its sample
 * goes home by RPL_VOICE_ENDED like that of any message that never sounds). A
 * generation may be queued long before the MSG_SWAP that brings it in, and
 * several may wait at once; a swap drops none but the voices whose turn comes
 * in a generation that is not theirs. So at a swap's frame F old events before
 * F and new ones from F on sound, also where F is only known to the synth
 * thread (STAMP_NOW, or a stamp that has passed: the new voices stamped before
 * F come earlier in the order and are dropped, not played late). */
#ifndef DSP_MESSAGE_H
#define DSP_MESSAGE_H

#include <stdbool.h>
#include <stdint.h>

struct graph;

enum {
	SLOTS_MAX = 256,   /* strips: slots of all scopes and orbits */
	VOICES_MAX = 512,  /* sounding at once; the quietest is stolen */
	QUEUE_MAX = 16384, /* stamped messages waiting in the synth thread */
	MIXES_MAX = 64,	   /* sums of strips, one for each scope */
	STAMP_NOW = 0,	   /* takes effect at the first frame not rendered */
};

enum message_kind {
	MSG_VOICE,   /* start a voice */
	MSG_NOTE,    /* start an instrument's voice: like MSG_VOICE in all; the
			graph comes home by RPL_GRAPH_ENDED */
	MSG_GRAPH,   /* the graph of `slot` (a place of its own, no strip) is
			another one from here on, of `generation`; NULL: none,
			it fades out. The old one comes home when its fade is
			over (RPL_GRAPH_ENDED). One that comes while a fade
			lasts waits for its end. Graphs have the slots from
			SLOTS_MAX on, GRAPHS_MAX of them */
	MSG_SET,     /* values of a pattern in the graph of `slot`, if it is
			of `generation`: a few points, `every` frames apart,
			each held, or gone through in straight lines */
	MSG_SWAP,    /* (of a graph's slot: its values are of `generation`)
			slot plays `generation` from here on; answered by
			RPL_SWAPPED with the frame since when it does */
	MSG_RELEASE, /* voices of slot (or all: SLOT_ALL) end: see release */
	MSG_CLEAR,   /* drop the queued voices and releases of slot (or all)
			that came before; swaps and strips stay */
	MSG_STRIP,   /* gain, pan, mute of a slot's strip, ramped over 20 ms */
	MSG_MIX,     /* (of mix `slot`) the same of a scope, and how its strips
			are summed */
	MSG_MASTER,  /* gain of everything, ramped over `seconds` */
	MSG_PANIC,   /* silence in 1 ms: voices, tails, and MSG_CLEAR of all.
			Needs no place in the queue */
};

enum { SLOT_ALL = 0xFFFF };

/* A sample voice, with SuperDirt's formulas already applied: the control thread
 * turns seconds and cycles into these. */
struct voice_start {
	const float *frames;  /* struct sample's; guard frames on both sides */
	const float *rest;    /* struct sample's, or NULL: not known */
	struct sample *owner; /* comes back in RPL_VOICE_ENDED; not touched */
	uint32_t n_frames;
	uint16_t channels;     /* 1 or 2 */
	bool loop;	       /* goes round more than once: a swap of its
				  slot releases it */
	double begin, end;     /* in frames of the file; begin < end: backwards
				  it starts at end, and rate is negative. The
				  position wraps in between. What lies outside
				  of the file repeats its edge */
	double rate, end_rate; /* frames of the file a frame of output, at the
				  start and after sustain (accelerate) */
	uint32_t len_frames;   /* sustain: how long the gate is open; > 0 */
	float fade_in, fade_out;     /* seconds, inside of len */
	float gain_left, gain_right; /* of the left and right channel (or of
					the mono channel to each side) */
	float gate;		     /* amp * gain^4, applied last */
	float shape;		     /* 0: none */
	bool envelope;		     /* attack, hold, release are given */
	float attack, hold, release; /* seconds */
	float curve;		     /* of attack and release; 0: straight */
	int32_t cut;		     /* SuperDirt 2.3; 0: none */
	uint64_t cut_id; /* identity of bank and index, for cut < 0 */
	uint16_t orbit;
};

/* An instrument's voice. */
struct note_start {
	struct graph *graph;	 /* its notes and patterns are set */
	uint32_t len_frames;	 /* the gate is open; > 0 */
	uint32_t release_frames; /* of the fade after it, or where the
				    instrument closes by itself: how long
				    that may take at most */
	float fade_in, fade_out; /* seconds, inside of len: as of voices */
	float gain_left, gain_right;
};

enum { SET_POINTS = 16 };

struct set_points {
	uint32_t pattern; /* of the graph */
	uint32_t every;	  /* frames from point to point; n 1: nothing */
	uint16_t n;	  /* 1..SET_POINTS */
	bool line;	  /* straight lines from point to point, from the value
			     before the first, reached after `every` */
	bool soft;	  /* n 1, at the swap: it was so before. Where the old
			     graph had another pattern there, its value glides
			     to this one */
	float value[SET_POINTS];
};

/* What becomes of the sum of a scope's strips. */
enum mix_shape { MIX_PLAIN, MIX_TANH, MIX_HARD, MIX_SHAPES };

struct mix_setting {
	float gain, pan; /* gain >= 0; pan -1..1, a balance */
	bool mute;
	float share;   /* gain of each strip, before the shape; > 0 */
	uint8_t shape; /* enum mix_shape */
};

struct message {
	uint64_t at_frame; /* or STAMP_NOW */
	uint32_t kind;
	uint16_t slot;
	uint16_t unused;
	uint32_t generation; /* of the slot; 0: plays whatever is current */
	uint64_t sequence;   /* order of arrival, set by the queue */
	union {
		struct voice_start voice;
		struct note_start note;
		struct graph *graph;
		struct set_points set;
		struct {
			float seconds; /* of the fade; < 0: the release rule of
					  each voice */
		} release;
		struct {
			float gain, pan; /* pan -1..1, a balance: 0 is unity */
			bool mute;
			float seconds;	/* until it is reached; 0: the usual
					   20 ms */
			bool inner;	/* heard by a graph only, not mixed */
			uint8_t mix;	/* of its scope, < MIXES_MAX */
			uint32_t owner; /* of struct sound_block; > 0 */
		} strip;
		struct mix_setting mix;
		struct {
			float gain, seconds;
		} master;
	};
};

enum reply_kind {
	RPL_VOICE_ENDED, /* owner: one user less */
	RPL_SWAPPED,	 /* slot, generation, frame: since when it plays */
	RPL_STOLEN,	 /* a voice made room for another */
	RPL_BAD_NUMBER, /* slot: a NaN or infinity (or what is 180 dB above full
			   scale) was silenced. From SLOTS_MAX on it is a bus:
			   its place on the board */
	RPL_RAN_AWAY, /* slot: more than 48 dB above full scale: silenced for a
			 second */
	RPL_LOUD,     /* slot: its strip stays over STRIP_MOST, and is held */
	RPL_LATE,     /* a message came after its frame: by `frame` frames */
	RPL_GRAPH_ENDED, /* graph: the control thread's again */
	RPL_QUEUE_FULL,	 /* slot: a message found no room and is lost */
	RPL_KINDS,
};

struct reply {
	uint32_t kind;
	uint32_t generation;
	uint64_t frame;
	struct sample *owner;
	struct graph *graph;
	uint16_t slot;
};

#endif
