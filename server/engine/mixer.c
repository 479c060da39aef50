#include "config.h"
#include "engine/mixer.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include "dsp/block.h"
#include "engine/player.h"
#include "engine/request.h"
#include "pattern/core.h"

const struct mixer_range mixer_ranges[MIXER_CONTROLS] = {
    [MIXER_GAIN] = {"gain", 0, MIXER_GAIN_MAX, 1, false},
    [MIXER_PAN] = {"pan", -1, 1, 0, false},
    [MIXER_MUTE] = {"mute", 0, 1, 0, true},
    [MIXER_SOLO] = {"solo", 0, 1, 0, true},
};

const struct mix_setting mixer_untouched = {.gain = 1, .share = 1};

void mixer_strip_init(struct mixer_strip *s)
{
	for (int i = 0; i < MIXER_CONTROLS; i++)
		s->value[i] = mixer_ranges[i].start;
}

/* --- Who is heard --- */

static bool has_solo(const struct scope *s)
{
	for (const struct slot *slot = s->slots; slot; slot = slot->next)
		if (slot->mixer.value[MIXER_SOLO] != 0)
			return true;
	return false;
}

static bool is_muted(const struct slot *slot, bool solo)
{
	return slot->mixer.value[MIXER_MUTE] != 0 ||
	       (solo && slot->mixer.value[MIXER_SOLO] == 0);
}

/* It has something to play, and may: what shares the sum's room by outmix. */
static bool takes_part(const struct slot *slot, bool solo)
{
	if (slot->inner || slot->once || slot->gone || slot->hushed ||
	    slot->broken || is_muted(slot, solo))
		return false;
	return slot->signal ||
	       (slot_pattern(slot) && slot_pattern(slot) != pat_silence());
}

static size_t count_parts(const struct scope *s)
{
	bool solo = has_solo(s);
	size_t n = 0;

	for (const struct slot *slot = s->slots; slot; slot = slot->next)
		n += takes_part(slot, solo);
	return n;
}

static bool scope_is_muted(const struct engine *e, const struct scope *s)
{
	bool solo = false;

	for (const struct scope *o = e->scopes; o; o = o->next)
		solo |= o->mixer.value[MIXER_SOLO] != 0;
	return s->mixer.value[MIXER_MUTE] != 0 ||
	       (solo && s->mixer.value[MIXER_SOLO] == 0);
}

/* --- Telling the synth thread --- */

/* Where there are too many scopes they share one. */
static uint8_t place_of(struct engine *e, struct scope *s)
{
	if (s->has_mix)
		return s->mix;
	s->has_mix = true;
	for (int i = 0; i < MIXES_MAX; i++) {
		if (e->mixes[i])
			continue;
		e->mixes[i] = s;
		return s->mix = (uint8_t)i;
	}
	engine_say(e, s, NULL,
		   "there are more than %d scopes: this one shares the strip "
		   "of %s",
		   MIXES_MAX, e->mixes[0]->name);
	return s->mix = 0;
}

/* A slot of signals has no events that would stay away: it is muted. */
static void send_strip(struct engine *e, const struct slot *slot, bool solo,
		       uint64_t stamp)
{
	struct message *m = outgoing_add(&e->outgoing);
	bool hushed = slot->signal && slot->hushed;

	if (!m)
		return;
	m->kind = MSG_STRIP;
	m->at_frame = stamp;
	m->slot = slot->strip;
	m->strip.inner = slot->inner;
	m->strip.mix = place_of(e, slot->scope);
	m->strip.owner = slot->owner;
	m->strip.gain = 1;
	if (slot->inner)
		return;
	m->strip.gain = (float)slot->mixer.value[MIXER_GAIN];
	m->strip.pan = (float)slot->mixer.value[MIXER_PAN];
	m->strip.mute = is_muted(slot, solo) || hushed;
	m->strip.seconds = hushed ? slot->fade_s : 0;
}

static struct mix_setting setting_of(const struct engine *e,
				     const struct scope *s)
{
	struct mix_setting to = {
	    .gain = (float)s->mixer.value[MIXER_GAIN],
	    .pan = (float)s->mixer.value[MIXER_PAN],
	    .mute = scope_is_muted(e, s),
	    .share = 1,
	    .shape = s->outmix == OUTMIX_TANH	? MIX_TANH
		     : s->outmix == OUTMIX_HARD ? MIX_HARD
						: MIX_PLAIN,
	};
	double n = (double)count_parts(s);

	if (n > 0 && s->outmix == OUTMIX_GAIN)
		to.share = (float)(1 / n);
	else if (n > 0 && s->outmix == OUTMIX_SQRT)
		to.share = (float)(1 / sqrt(n));
	else if (s->outmix == OUTMIX_GAIN || s->outmix == OUTMIX_SQRT)
		to.share = s->mix_sent.share; /* nothing plays: tails go on */
	return to;
}

static bool is_same(const struct mix_setting *a, const struct mix_setting *b)
{
	return a->gain == b->gain && a->pan == b->pan && a->mute == b->mute &&
	       a->share == b->share && a->shape == b->shape;
}

static void send_mix(struct engine *e, struct scope *s, uint64_t stamp)
{
	struct mix_setting to = setting_of(e, s);
	struct message *m;

	if (is_same(&to, &s->mix_sent))
		return;
	place_of(e, s);
	if (e->mixes[s->mix] != s)
		return;
	m = outgoing_add(&e->outgoing);
	if (!m)
		return;
	m->kind = MSG_MIX;
	m->at_frame = stamp;
	m->slot = s->mix;
	m->mix = to;
}

static void send_strips(struct engine *e, struct scope *s, uint64_t stamp)
{
	bool solo = has_solo(s);

	for (struct slot *slot = s->slots; slot; slot = slot->next)
		send_strip(e, slot, solo, stamp);
}

void mixer_send(struct engine *e, uint64_t stamp)
{
	for (struct scope *s = e->scopes; s; s = s->next) {
		if (s->strips_moved)
			send_strips(e, s, stamp);
		send_mix(e, s, stamp);
	}
}

void mixer_settle(struct engine *e)
{
	for (struct scope *s = e->scopes; s; s = s->next) {
		s->strips_moved = false;
		s->mix_sent = setting_of(e, s);
	}
}

void mixer_send_all(struct engine *e)
{
	for (struct scope *s = e->scopes; s; s = s->next) {
		s->mix_sent = mixer_untouched;
		s->strips_moved = true;
	}
	mixer_send(e, STAMP_NOW);
	mixer_settle(e);
	outgoing_flush(&e->outgoing, dsp_inbox(e->dsp));
}

/* --- Who hears of strips --- */

static void tell_strip(struct engine *e, const struct slot *slot)
{
	char name[128];

	if (!e->on_strip || slot->inner)
		return;
	if (strcmp(slot->scope->name, "main") == 0)
		snprintf(name, sizeof(name), "%s",
			 slot->once ? "once" : slot->name);
	else
		snprintf(name, sizeof(name), "%s.%s", slot->scope->name,
			 slot->once ? "once" : slot->name);
	e->on_strip(e->strip_ctx, slot->owner, name);
}

void engine_on_strip(struct engine *e,
		     void (*fn)(void *ctx, uint32_t owner, const char *name),
		     void *ctx)
{
	e->on_strip = fn;
	e->strip_ctx = ctx;
	for (const struct scope *s = e->scopes; s; s = s->next)
		for (const struct slot *slot = s->slots; slot;
		     slot = slot->next)
			tell_strip(e, slot);
}

void mixer_add(struct engine *e, struct slot *slot)
{
	if (++e->last_owner == OWNER_MIX)
		++e->last_owner;
	slot->owner = e->last_owner;
	tell_strip(e, slot);
	send_strip(e, slot, has_solo(slot->scope), STAMP_NOW);
}

/* --- Hands on --- */

bool mixer_change(struct scope *s, const char *target,
		  enum mixer_control control, double value)
{
	struct slot *slot = target ? scope_slot(s, target) : NULL;

	if (target && !slot)
		return false;
	if (slot)
		slot->mixer.value[control] = value;
	else
		s->mixer.value[control] = value;
	s->strips_moved = true;
	return true;
}

bool mixer_takes(enum mixer_control control, double x)
{
	const struct mixer_range *r = &mixer_ranges[control];

	if (r->whole)
		return x == r->least || x == r->most;
	return x >= r->least && x <= r->most;
}

static bool is_in_tree(const struct slot *slot)
{
	return !slot->inner && !slot->once && !slot->gone;
}

static enum status find(const struct engine *e, const char *scope,
			const char *name, struct scope **s, struct slot **slot)
{
	*s = engine_find_scope(e, scope);
	*slot = *s && name ? scope_slot(*s, name) : NULL;
	if (!*s || (name && (!*slot || !is_in_tree(*slot))))
		return ST_NOTFOUND;
	return ST_OK;
}

enum status mixer_set(struct engine *e, const char *scope, const char *slot,
		      enum mixer_control control, double value, uint64_t ntp)
{
	struct slot *found;
	struct scope *s;
	enum status st = find(e, scope, slot, &s, &found);
	struct change *c;

	if (!mixer_takes(control, value))
		return ST_INVALID;
	/* Texts that wait may bring it. */
	if (st != ST_OK && (!s || !request_is_waiting(e, s)))
		return st;
	c = change_new(CHANGE_MIXER, s);
	if (!c)
		return ST_NOMEM;
	c->control = control;
	c->number = value;
	return engine_change_slot(e, c, slot, ntp);
}

enum status mixer_get(const struct engine *e, const char *scope,
		      const char *slot, enum mixer_control control, double *to)
{
	struct slot *found;
	struct scope *s;
	enum status st = find(e, scope, slot, &s, &found);

	if (st == ST_OK)
		*to = found ? found->mixer.value[control]
			    : s->mixer.value[control];
	return st;
}

void mixer_each(const struct engine *e,
		void (*fn)(void *ctx, const char *scope, const char *slot),
		void *ctx)
{
	for (const struct scope *s = e->scopes; s; s = s->next) {
		fn(ctx, s->name, NULL);
		for (const struct slot *slot = s->slots; slot;
		     slot = slot->next)
			if (is_in_tree(slot))
				fn(ctx, s->name, slot->name);
	}
}

void mixer_meters(const struct engine *e,
		  void (*fn)(void *ctx, const char *scope, const float peak[2],
			     const float rms[2]),
		  void *ctx)
{
	for (int i = 0; i < MIXES_MAX; i++) {
		float peak[2], rms[2];

		if (!e->mixes[i])
			continue;
		dsp_meter(e->dsp, (uint32_t)i, peak, rms);
		fn(ctx, e->mixes[i]->name, peak, rms);
	}
}
