/* The mixer: gain, balance, mute and solo of each slot and of each scope, and
 * how a scope's slots are summed. They stay what they are when code changes.
 * [control] */
#ifndef ENGINE_MIXER_H
#define ENGINE_MIXER_H

#include "engine/engine.h"

struct mix_setting;
struct scope;
struct slot;

enum mixer_control {
	MIXER_GAIN, /* linear, 0 to MIXER_GAIN_MAX; 1: as it is */
	MIXER_PAN,  /* -1 left to 1 right, a balance; 0: as it is */
	MIXER_MUTE, /* 0 or 1 */
	MIXER_SOLO, /* 0 or 1 */
	MIXER_CONTROLS
};

#define MIXER_GAIN_MAX 4

/* What a strip has before anybody touches it, and its limits. */
struct mixer_range {
	const char *name; /* "gain" */
	double least, most, start;
	bool whole; /* only least or most */
};

extern const struct mixer_range mixer_ranges[MIXER_CONTROLS];

struct mixer_strip {
	double value[MIXER_CONTROLS];
};

/* --- For net/ --- */

/* slot NULL: the scope's own strip. ntp 0: now. ST_NOTFOUND: there is no such
 * scope or slot; ST_INVALID: out of range. */
enum status mixer_set(struct engine *e, const char *scope, const char *slot,
		      enum mixer_control control, double value, uint64_t ntp);
enum status mixer_get(const struct engine *e, const char *scope,
		      const char *slot, enum mixer_control control, double *to);
/* The value is within the control's range. */
bool mixer_takes(enum mixer_control control, double value);
/* Every strip: of each scope its own (slot NULL), then its slots. */
void mixer_each(const struct engine *e,
		void (*fn)(void *ctx, const char *scope, const char *slot),
		void *ctx);
/* Peak and RMS (linear, left and right) of each scope behind its limiter, over
 * the last 50 ms. */
void mixer_meters(const struct engine *e,
		  void (*fn)(void *ctx, const char *scope, const float peak[2],
			     const float rms[2]),
		  void *ctx);

/* --- For the engine --- */

void mixer_strip_init(struct mixer_strip *s);
/* What the synth thread takes for granted. */
extern const struct mix_setting mixer_untouched;
/* target NULL: the scope. The synth thread learns of it by mixer_send(). False:
 * there is no such slot. */
bool mixer_change(struct scope *s, const char *target,
		  enum mixer_control control, double value);
/* A slot got its strip: tell the synth thread before it sounds. */
void mixer_add(struct engine *e, struct slot *slot);
/* What has changed since the last mixer_settle(), in all scopes. */
void mixer_send(struct engine *e, uint64_t stamp);
void mixer_settle(struct engine *e);
/* There is a new synth thread's world: it knows nothing. */
void mixer_send_all(struct engine *e);

#endif
