#include "config.h"
#include "engine/request.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "base/alloc.h"

enum { REQUESTS_MAX = 256, WARNINGS_MAX = 32 };

#define SAMPLES_WAIT_NS 20000000 /* a swap waits no longer for its samples */
#define REPLY_WAIT_NS 60000000	 /* nor a reply for the synth thread */

enum request_state { WAITING, COMPILING, LOADING, SWAPPING };

struct request {
	struct request *next;
	enum request_state state;
	struct change *change; /* of its own, or of its text when compiled */
	bool is_change, newest_only;
	struct scope *scope;
	char *author, *text;
	struct eval_request eval;
	struct job *job;
	struct program *program;
	int64_t deadline_ns;
	uint32_t swap;
	struct eval_result result;
	char *warnings[WARNINGS_MAX];
	const char **slots;
};

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void request_free(struct request *r)
{
	for (size_t i = 0; i < r->result.n_warnings; i++)
		mem_free(r->warnings[i]);
	if (r->program)
		program_free(r->program);
	change_free(r->change);
	job_free(r->job);
	mem_free(r->slots);
	mem_free(r->author);
	mem_free(r->text);
	mem_free(r);
}

static void append(struct request **list, struct request *r)
{
	while (*list)
		list = &(*list)->next;
	r->next = NULL;
	*list = r;
}

static void warn(struct request *r, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static void warn(struct request *r, const char *fmt, ...)
{
	char line[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	if (r->result.n_warnings == WARNINGS_MAX)
		return;
	r->warnings[r->result.n_warnings] = mem_str(line);
	if (r->warnings[r->result.n_warnings])
		r->result.n_warnings++;
}

static void answer(struct request *r)
{
	r->result.warnings = (const char *const *)r->warnings;
	r->result.slots = r->slots;
	if (r->eval.done)
		r->eval.done(r->eval.ctx, &r->result);
	request_free(r);
}

/* Take the first one out of the queue and answer it. */
static void finish_first(struct engine *e)
{
	struct request *r = e->first;

	e->first = r->next;
	e->n_requests--;
	answer(r);
}

/* --- In --- */

static void supersede(struct engine *e, const struct scope *s)
{
	struct request **link = &e->first, *r;

	while ((r = *link)) {
		if (r->is_change || r->state != WAITING || !r->newest_only ||
		    r->scope != s) {
			link = &r->next;
			continue;
		}
		*link = r->next;
		e->n_requests--;
		answer(r);
	}
}

static struct request *new_text(struct engine *e, const struct eval_request *in)
{
	struct request *r = mem_new(sizeof(*r));

	if (!r)
		return NULL;
	r->eval = *in;
	r->scope = engine_scope(e, in->scope);
	r->author = mem_str(in->author ? in->author : in->scope);
	r->text = mem_new(in->len + 1);
	if (!r->scope || !r->author || !r->text) {
		request_free(r);
		return NULL;
	}
	r->eval.text = memcpy(r->text, in->text, in->len);
	r->eval.author = r->author;
	r->eval.scope = r->scope->name;
	return r;
}

enum status request_eval(struct engine *e, const struct eval_request *in,
			 bool newest_only)
{
	struct request *r;

	if (e->n_requests >= REQUESTS_MAX)
		return ST_FULL;
	r = new_text(e, in);
	if (!r)
		return ST_NOMEM;
	r->newest_only = newest_only;
	if (newest_only)
		supersede(e, r->scope);
	append(&e->first, r);
	e->n_requests++;
	request_step(e);
	return ST_OK;
}

enum status request_change(struct engine *e, struct change *c)
{
	struct request *r =
	    e->n_requests < REQUESTS_MAX ? mem_new(sizeof(*r)) : NULL;

	if (!r) {
		change_free(c);
		return ST_FULL;
	}
	r->is_change = true;
	r->change = c;
	append(&e->first, r);
	e->n_requests++;
	request_step(e);
	return ST_OK;
}

bool request_is_waiting(const struct engine *e, const struct scope *s)
{
	for (const struct request *r = e->first; r; r = r->next)
		if (!s || r->scope == s)
			return true;
	return false;
}

static void forget(struct request *r, const void *ctx)
{
	for (; r; r = r->next)
		if (r->eval.ctx == ctx)
			r->eval.done = NULL;
}

void request_forget(struct engine *e, const void *ctx)
{
	forget(e->first, ctx);
	forget(e->replies, ctx);
}

/* --- Samples --- */

/* Ask for what the text mentions; true when all of it is there. */
static bool ask_samples(struct engine *e, const struct request *r)
{
	const struct program *p = r->program;
	bool all = true;

	for (size_t i = 0; i < p->n_samples; i++) {
		struct sample *s = loader_find(&e->loader, p->samples[i]);

		if (s && !loader_ask(&e->loader, s))
			all = false;
	}
	return all;
}

static void warn_of_sample(struct engine *e, struct request *r,
			   const char *name)
{
	struct sample *s = loader_find(&e->loader, name);
	char hint[200];
	int state;

	if (!s) {
		loader_hint(&e->loader, name, hint, sizeof(hint));
		warn(r, "there is no sample %s%s%s", name, *hint ? ": " : "",
		     hint);
		scope_tell_once(r->scope, name);
		return;
	}
	state = atomic_load(&s->state);
	if (state == SAMPLE_FAILED)
		warn(r, "%s can't be read", s->path);
	else if (state != SAMPLE_READY)
		warn(r,
		     "%s is still being loaded: it sounds from its first "
		     "event after that",
		     name);
}

/* --- Out --- */

static bool is_slot_action(const struct action *a)
{
	return a->kind == ACT_SLOT || a->kind == ACT_TRANSITION;
}

static void list_slots(struct request *r)
{
	const struct program *p = r->program;

	r->slots = mem_array(p->n_actions + 1, sizeof(*r->slots));
	if (!r->slots)
		return;
	for (size_t i = 0; i < p->n_actions; i++) {
		const char *name = p->actions[i].target;
		size_t k = 0;

		if (!is_slot_action(&p->actions[i]))
			continue;
		while (k < r->result.n_slots && strcmp(r->slots[k], name) != 0)
			k++;
		r->slots[k] = name;
		if (k == r->result.n_slots)
			r->result.n_slots++;
	}
}

static struct rat next_multiple(double of, struct rat now)
{
	struct rat step = of > 0 ? rat_simplest(of) : RAT_ONE;

	if (step.num <= 0)
		step = RAT_ONE;
	return rat_mul(step, rat_int(rat_ceil(rat_div(now, step))));
}

static struct change *change_of(struct engine *e, struct request *r)
{
	struct change *c = change_new(CHANGE_CODE, r->scope);
	struct rat now = clock_cycle(&e->clock, dsp_frame(e->dsp));

	if (!c)
		return NULL;
	switch (r->eval.at) {
	case AT_NOW:
		c->when = WHEN_NOW;
		break;
	case AT_CYCLE:
		c->when = WHEN_CYCLE;
		c->cycle = next_multiple(1, now);
		break;
	case AT_MULTIPLE:
		c->when = WHEN_CYCLE;
		c->cycle = next_multiple(r->eval.multiple, now);
		break;
	case AT_NTP:
		c->when = WHEN_NTP;
		c->ntp = r->eval.ntp;
		break;
	case AT_FRAME:
		c->when = WHEN_FRAME;
		c->frame = r->eval.frame;
		break;
	}
	c->code = code_new(r->program);
	if (!c->code) {
		r->program = NULL; /* it went with the code */
		change_free(c);
		return NULL;
	}
	return c;
}

static void take_frame(struct engine *e, struct request *r, uint64_t frame)
{
	r->result.frame = frame;
	r->result.cycle = clock_cycle_double(&e->clock, frame);
}

static void record(struct request *r)
{
	struct commit c = {.generation = r->result.generation,
			   .frame = r->result.frame,
			   .cycle = r->result.cycle,
			   .author = r->author,
			   .text = r->text,
			   .len = r->eval.len,
			   .mode = r->eval.mode};

	scope_record(r->scope, &c);
}

/* Answer now, or when the synth thread has said since when. */
static void finish_swap(struct engine *e, struct request *r, uint32_t swap)
{
	e->first = r->next;
	e->n_requests--;
	if (!swap) {
		record(r);
		answer(r);
		return;
	}
	r->swap = swap;
	r->state = SWAPPING;
	r->deadline_ns = now_ns() + REPLY_WAIT_NS;
	append(&e->replies, r);
}

/* The text stays alive until it is answered: the change holds it too. */
static void accept(struct engine *e, struct request *r)
{
	struct change *c = change_of(e, r);
	struct changed changed = {0};
	uint64_t frame;

	if (!c) {
		r->result.program = r->program;
		finish_first(e);
		return;
	}
	r->change = c;
	r->program = NULL;
	e->evaluations++;
	c->code->generation = r->result.generation = ++e->generation;
	r->result.accepted = true;
	frame = change_frame(e, c);
	if (c->when == WHEN_NOW || frame <= dsp_frame(e->dsp)) {
		changed = player_make(e, c);
		frame = changed.frame;
	} else {
		struct change *plan = change_new(CHANGE_CODE, c->scope);

		if (plan) {
			*plan = *c;
			code_hold(plan->code);
			player_plan(e, plan);
		}
	}
	take_frame(e, r, frame);
	finish_swap(e, r, changed.swap);
}

struct shortage {
	struct program *program;
	size_t wanted, left;
};

static void refuse(void *ctx)
{
	struct shortage *s = ctx;

	diag_error(&s->program->diags, (struct text_span){0, 0},
		   "clear slots that are done with",
		   "this text needs %zu more slots, and %zu are left",
		   s->wanted, s->left);
}

static bool has_room(struct engine *e, struct request *r)
{
	struct shortage s = {r->program, player_new_slots(r->scope, r->program),
			     player_free_strips(e)};

	if (s.wanted <= s.left)
		return true;
	/* Without room for the message it is refused all the same. */
	arena_run(&r->program->arena, refuse, &s);
	return false;
}

/* Errors and mere checks end here. */
static bool goes_on(struct engine *e, struct request *r)
{
	const struct program *p = r->program;

	r->result.program = p;
	if (!p || p->diags.errors > 0)
		return false;
	list_slots(r);
	if (r->eval.mode == EVAL_CHECK) {
		r->result.accepted = true;
		return false;
	}
	return has_room(e, r);
}

static void start(struct engine *e, struct request *r)
{
	struct rat now = clock_cycle(&e->clock, dsp_frame(e->dsp));

	r->job = job_new(r->scope, r->text, r->eval.len, r->eval.mode, now);
	r->state = COMPILING;
	if (r->job && e->offline)
		job_work(r->job);
	else if (r->job)
		worker_give(&e->compiler, r->job);
}

/* What the compile thread gave back. False: nothing yet. */
static bool collect(struct engine *e, struct request *r)
{
	if (r->job && !e->offline && !worker_take(&e->compiler))
		return false;
	if (r->job)
		r->program = r->job->program;
	job_free(r->job);
	r->job = NULL;
	r->state = LOADING;
	r->deadline_ns = now_ns() + SAMPLES_WAIT_NS;
	return true;
}

/* False: the first of the queue can't go on now. */
static bool step_first(struct engine *e, struct request *r)
{
	if (r->is_change) {
		struct change *c = r->change;

		r->change = NULL;
		e->first = r->next;
		e->n_requests--;
		request_free(r);
		if (change_frame(e, c) > dsp_frame(e->dsp) &&
		    c->when != WHEN_NOW) {
			player_plan(e, c);
			return true;
		}
		player_make(e, c);
		change_free(c);
		return true;
	}
	if (r->state == WAITING)
		start(e, r);
	if (r->state == COMPILING) {
		if (!collect(e, r))
			return false;
		if (!goes_on(e, r)) {
			finish_first(e);
			return true;
		}
	}
	if (!ask_samples(e, r) && now_ns() < r->deadline_ns)
		return false;
	for (size_t i = 0; i < r->program->n_samples; i++)
		warn_of_sample(e, r, r->program->samples[i]);
	accept(e, r);
	return true;
}

static void step_replies(struct engine *e)
{
	struct request **link = &e->replies, *r;
	int64_t now = e->replies ? now_ns() : 0;

	while ((r = *link)) {
		if (r->deadline_ns > now) {
			link = &r->next;
			continue;
		}
		*link = r->next;
		record(r);
		answer(r);
	}
}

void request_step(struct engine *e)
{
	while (e->first && step_first(e, e->first))
		;
	step_replies(e);
}

void request_swapped(struct engine *e, uint32_t swap, uint64_t frame)
{
	struct request **link = &e->replies, *r;

	while ((r = *link)) {
		if (r->swap != swap) {
			link = &r->next;
			continue;
		}
		*link = r->next;
		take_frame(e, r, frame);
		record(r);
		answer(r);
	}
}

bool request_is_hasty(const struct engine *e)
{
	return e->replies || (e->first && e->first->state == LOADING);
}

static void drop_all(struct request **list)
{
	while (*list) {
		struct request *r = *list;

		*list = r->next;
		request_free(r);
	}
}

/* The compile thread is stopped: jobs are the requests' own. */
void request_finish(struct engine *e)
{
	for (struct request *r = e->first; r; r = r->next)
		if (r->job && r->job->program)
			program_free(r->job->program);
	drop_all(&e->first);
	drop_all(&e->replies);
}
