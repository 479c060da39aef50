/* The engine: clock, scopes and their programs, look-ahead, samples, output.
 * Everything that net/ and main may ask of it. All calls [control]; nothing
 * here blocks for longer than a millisecond. */
#ifndef ENGINE_ENGINE_H
#define ENGINE_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/diag.h"
#include "base/status.h"
#include "base/strbuf.h"
#include "compile/compile.h"

struct engine;
struct dsp;

struct engine_options {
	double rate_hz;			/* of the output; fixed while it runs */
	double look_ahead_s;		/* 0.1 */
	const char *const *sample_dirs; /* in order of search */
	size_t n_sample_dirs;
	size_t sample_budget; /* bytes; 0: default */
	bool offline;	      /* no threads: engine_step() does all */
	/* The wall clock as 32.32 NTP; NULL: the machine's. */
	uint64_t (*now_ntp)(void);
};

/* NULL without memory. Starts its threads (compile, loader) unless offline. */
struct engine *engine_new(const struct engine_options *o);
void engine_free(struct engine *e);

/* The object that the synth thread (or an offline loop) drives. */
struct dsp *engine_dsp(struct engine *e);

/* Readable when a thread has something for engine_step(); -1 offline. */
int engine_wake_fd(const struct engine *e);
/* Take results of the threads, replies of the synth thread, run the
 * look-ahead. Call at least every 10 ms and whenever the fd is readable. */
void engine_step(struct engine *e);

/* The device runs at another rate than thought: a new engine_dsp() takes the
 * old one's place, at frame 0, and what plays goes on at its position. Only
 * while nobody drives the dsp. ST_NOMEM: all is as it was. */
enum status engine_set_rate(struct engine *e, double rate_hz);

/* Wall clock of a frame: the output's owner tells when frame `frame` is heard.
 * ntp: seconds since 1900 as a 32.32 fixed-point number, as in OSC. */
void engine_set_output_time(struct engine *e, uint64_t frame, uint64_t ntp);

/* --- Code --- */

enum eval_at { AT_NOW, AT_CYCLE, AT_MULTIPLE, AT_NTP, AT_FRAME };

struct eval_result {
	const struct program *program; /* diags inside; NULL: no memory, or a
					  refusal */
	const char *refusal;	       /* why it is not taken, or NULL */
	int steps;		       /* that an undo went; below 0: a redo */
	bool accepted;
	uint64_t generation;
	double cycle;		  /* at which it takes effect */
	uint64_t frame;		  /* the same as a frame; 0 in mode check */
	const char *const *slots; /* what was defined or replaced */
	size_t n_slots;
	/* What the engine adds to the program's own warnings: missing samples,
	 * samples not there yet ... NUL-terminated lines. */
	const char *const *warnings;
	size_t n_warnings;
};

struct eval_request {
	const char *scope;  /* "main", "ipc", a player's name */
	const char *author; /* for the record; NULL: the scope */
	const char *text;   /* copied */
	size_t len;
	enum eval_mode mode;
	enum eval_at at;
	double multiple; /* AT_MULTIPLE: cycles */
	uint64_t ntp;	 /* AT_NTP */
	uint64_t frame;	 /* AT_FRAME: a session played again from its record */
	/* Asked once, [control], from engine_step() or, offline, from within
	 * engine_eval(). The result is gone after it returns. */
	void (*done)(void *ctx, const struct eval_result *r);
	void *ctx;
	/* Not 0: no text, but that many steps back in the scope's history, or
	 * on again where it is below 0. At once: mode and `at` don't count. */
	int undo;
	/* A text that sets the position is refused: who sends it may not. */
	bool stays;
};

/* Queue a text for compilation: texts are done in the order of the calls. With
 * `newest_only`, a waiting text of the same scope that also said so is
 * superseded (its done() gets accepted = false and no diags). ST_FULL when too
 * many wait. */
enum status engine_eval(struct engine *e, const struct eval_request *r,
			bool newest_only);
/* What is asked between the two takes effect as one change, at one frame, once
 * all its texts are compiled; what has a time of its own goes with that of the
 * same time. A text with a mistake is left out, and later ones know the
 * definitions of those before. A panic is done at once all the same. No
 * engine_step() in between. */
void engine_begin_bundle(struct engine *e);
void engine_end_bundle(struct engine *e);
/* Forget the requests of ctx (its client went): done() is not called. */
void engine_forget(struct engine *e, const void *ctx);

/* --- Hands on --- */

/* ntp 0: now. target NULL: the whole scope. fade_s < 0: the default 0.2 s.
 * ST_NOTFOUND: no such slot. A hush keeps its place in the order of
 * engine_eval()s that were queued before it. */
enum status engine_hush(struct engine *e, const char *scope, const char *target,
			double fade_s, uint64_t ntp);
enum status engine_unhush(struct engine *e, const char *scope,
			  const char *target, uint64_t ntp);
void engine_panic(struct engine *e);
/* Called for every slot that has a strip and for each that will get one: the
 * blocks of `owner` (struct sound_block) are its sound. name: "d1", in scopes
 * other than main "alice.d1". NULL: no more. */
void engine_on_strip(struct engine *e,
		     void (*fn)(void *ctx, uint32_t owner, const char *name),
		     void *ctx);
/* Called by every panic, to have the output drop what it holds
 * (output_panic()). */
void engine_on_panic(struct engine *e, void (*fn)(void *ctx), void *ctx);
/* All sound to `gain` within `seconds`: the end of the server fades so. */
void engine_fade(struct engine *e, double gain, double seconds);
/* Drop what is scheduled for later (bundles), of everybody. */
void engine_clear_scheduled(struct engine *e);
/* cps 0 < cps <= 8, else ST_INVALID. ramp_s 0: at once. */
enum status engine_set_tempo(struct engine *e, double cps, double ramp_s,
			     uint64_t ntp);
double engine_tempo(const struct engine *e);
/* Cycle position of now (of what is heard), and of a wall-clock time. */
double engine_cycle(const struct engine *e);
enum status engine_set_cycle(struct engine *e, double cycle, uint64_t ntp);
/* What is still to come sounds later by so many seconds (earlier where they are
 * negative), as `nudge` does in a text. */
enum status engine_nudge(struct engine *e, double seconds, uint64_t ntp);
/* What = solo, unsolo, mute, unmute; slot, times and answers as
 * engine_hush(). */
enum status engine_strip(struct engine *e, enum action_kind what,
			 const char *scope, const char *slot, uint64_t ntp);

/* --- What there is to know --- */

struct engine_figures {
	double cps, cycle;
	uint64_t frame; /* rendered so far */
	double rate_hz;
	uint32_t voices, queued, slots, scopes;
	uint64_t generation; /* of the last accepted program */
	uint64_t late, dropped, stolen, bad_numbers, evaluations;
	size_t sample_files, sample_banks, sample_bytes;
	float peak;
};
void engine_figures(struct engine *e, struct engine_figures *to);
/* The names of the sample banks, one by one; NULL behind the last. */
const char *engine_bank(const struct engine *e, size_t i);
/* Text of a slot as it was written, or NULL. */
const char *engine_slot_text(const struct engine *e, const char *scope,
			     const char *slot);
/* A message for the person who sent code to a scope (a muted slot, a missing
 * sample ...): net/ passes it on. Called from engine_step(). */
void engine_on_message(struct engine *e,
		       void (*fn)(void *ctx, const char *scope,
				  const char *slot, const char *text),
		       void *ctx);

/* --- Offline --- */

/* Let the control side run ahead of frame `to`, as the look-ahead does. */
void engine_run_until(struct engine *e, uint64_t to_frame);
/* The frame of a cycle position under the tempo as it is known now. */
uint64_t engine_frame_of_cycle(const struct engine *e, double cycle);

#endif
