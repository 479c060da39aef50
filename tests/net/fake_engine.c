#include "tests/net/fake_engine.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "engine/engine.h"
#include "engine/mixer.h"

enum { WAITING_MAX = 64 };

static struct strbuf asked;
static struct eval_request waiting[WAITING_MAX];
static size_t n_waiting;
static double cps = 0.5625;

static void note(const char *fmt, ...)
{
	char line[200];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	strbuf_printf(&asked, "%s%s", asked.len ? "; " : "", line);
}

const char *fake_engine_log(void)
{
	static char text[2048];

	snprintf(text, sizeof(text), "%s", strbuf_str(&asked));
	strbuf_reset(&asked);
	return text;
}

void fake_engine_reset(void)
{
	n_waiting = 0;
	strbuf_finish(&asked);
	cps = 0.5625;
}

size_t fake_engine_waiting(void)
{
	return n_waiting;
}

void fake_engine_answer(const char *error)
{
	static const char *const slots[] = {"d1", "d2"};
	struct eval_request rq = waiting[0];
	struct program program = {.n_actions = 0};
	struct diag d = {.line = 2,
			 .column = 3,
			 .end_line = 2,
			 .end_column = 5,
			 .message = error,
			 .hint = "a hint"};
	struct eval_result result = {.program = &program,
				     .accepted = !error,
				     .generation = 7,
				     .cycle = 1.5,
				     .slots = slots,
				     .n_slots = 2};

	if (error) {
		program.diags.first = &d;
		program.diags.errors = 1;
	}
	memmove(waiting, waiting + 1, --n_waiting * sizeof(*waiting));
	rq.done(rq.ctx, &result);
}

enum status engine_eval(struct engine *e, const struct eval_request *r,
			bool newest_only)
{
	struct eval_request old;
	struct eval_result result = {.accepted = false};

	(void)e;
	if (n_waiting == WAITING_MAX)
		return ST_FULL;
	note("eval %s %.*s %d %d%s", r->scope, (int)(r->len < 40 ? r->len : 40),
	     r->text, r->mode, r->at, newest_only ? " newest" : "");
	if (newest_only && n_waiting) {
		old = waiting[n_waiting - 1];
		n_waiting--;
		old.done(old.ctx, &result);
	}
	waiting[n_waiting++] = *r;
	return ST_OK;
}

void engine_forget(struct engine *e, const void *ctx)
{
	(void)e;
	for (size_t i = 0; i < n_waiting; i++)
		if (waiting[i].ctx == ctx)
			waiting[i] = waiting[--n_waiting];
}

enum status engine_hush(struct engine *e, const char *scope, const char *target,
			double fade_s, uint64_t ntp)
{
	(void)e;
	note("hush %s %s %g %d", scope, target ? target : "-", fade_s,
	     ntp != 0);
	return target && !strcmp(target, "nosuch") ? ST_NOTFOUND : ST_OK;
}

enum status engine_unhush(struct engine *e, const char *scope,
			  const char *target, uint64_t ntp)
{
	(void)e;
	note("unhush %s %s %d", scope, target ? target : "-", ntp != 0);
	return ST_OK;
}

void engine_panic(struct engine *e)
{
	(void)e;
	note("panic");
}

void engine_clear_scheduled(struct engine *e)
{
	(void)e;
	note("clear");
}

enum status engine_set_tempo(struct engine *e, double to, double ramp_s,
			     uint64_t ntp)
{
	(void)e;
	note("tempo %g %g %d", to, ramp_s, ntp != 0);
	if (!(to > 0 && to <= 8))
		return ST_INVALID;
	cps = to;
	return ST_OK;
}

double engine_tempo(const struct engine *e)
{
	(void)e;
	return cps;
}

double engine_cycle(const struct engine *e)
{
	(void)e;
	return 12.25;
}

enum status engine_set_cycle(struct engine *e, double cycle, uint64_t ntp)
{
	(void)e;
	note("cycle %g %d", cycle, ntp != 0);
	return ST_OK;
}

enum status engine_nudge(struct engine *e, double seconds, uint64_t ntp)
{
	(void)e;
	note("nudge %g %d", seconds, ntp != 0);
	return ST_OK;
}

/* One scope with two slots. */
static double mixer_values[3][MIXER_CONTROLS];

static int mixer_find(const char *scope, const char *slot)
{
	if (strcmp(scope, "main"))
		return -1;
	return !slot		     ? 0
	       : !strcmp(slot, "d1") ? 1
	       : !strcmp(slot, "d2") ? 2
				     : -1;
}

const struct mixer_range mixer_ranges[MIXER_CONTROLS] = {
    {"gain", 0, 4, 1, false},
    {"pan", -1, 1, 0, false},
    {"mute", 0, 1, 0, true},
    {"solo", 0, 1, 0, true},
};

bool mixer_takes(enum mixer_control control, double x)
{
	return x >= mixer_ranges[control].least &&
	       x <= mixer_ranges[control].most;
}

enum status mixer_set(struct engine *e, const char *scope, const char *slot,
		      enum mixer_control control, double value, uint64_t ntp)
{
	int i = mixer_find(scope, slot);

	(void)e;
	if (i < 0)
		return ST_NOTFOUND;
	if (!mixer_takes(control, value))
		return ST_INVALID;
	note("mixer %s %s %s %g %d", scope, slot ? slot : "-",
	     mixer_ranges[control].name, value, ntp != 0);
	mixer_values[i][control] = value;
	return ST_OK;
}

enum status mixer_get(const struct engine *e, const char *scope,
		      const char *slot, enum mixer_control control, double *to)
{
	int i = mixer_find(scope, slot);

	(void)e;
	if (i < 0)
		return ST_NOTFOUND;
	*to = mixer_values[i][control];
	return ST_OK;
}

void mixer_each(const struct engine *e,
		void (*fn)(void *ctx, const char *scope, const char *slot),
		void *ctx)
{
	(void)e;
	fn(ctx, "main", NULL);
	fn(ctx, "main", "d1");
	fn(ctx, "main", "d2");
}

void mixer_meters(const struct engine *e,
		  void (*fn)(void *ctx, const char *scope, const float peak[2],
			     const float rms[2]),
		  void *ctx)
{
	static const float peak[2] = {0.5f, 0.25f}, rms[2] = {0.125f, 0.0625f};

	(void)e;
	fn(ctx, "main", peak, rms);
}

enum status engine_strip(struct engine *e, enum action_kind what,
			 const char *scope, const char *slot, uint64_t ntp)
{
	(void)e;
	note("strip %d %s %s %d", what, scope, slot, ntp != 0);
	return ST_OK;
}

void engine_begin_bundle(struct engine *e)
{
	(void)e;
	note("[");
}

void engine_end_bundle(struct engine *e)
{
	(void)e;
	note("]");
}

void engine_figures(struct engine *e, struct engine_figures *to)
{
	(void)e;
	*to = (struct engine_figures){
	    .cps = cps, .cycle = 12.25, .rate_hz = 48000, .voices = 3};
}

const char *engine_slot_text(const struct engine *e, const char *scope,
			     const char *slot)
{
	(void)e;
	(void)scope;
	return strcmp(slot, "d1") ? NULL : "d1 $ s \"bd\"";
}

void engine_on_message(struct engine *e,
		       void (*fn)(void *ctx, const char *scope,
				  const char *slot, const char *text),
		       void *ctx)
{
	(void)e;
	(void)fn;
	(void)ctx;
}
