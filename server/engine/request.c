#include "config.h"
#include "engine/request.h"

#include <string.h>
#include <time.h>
#include "base/alloc.h"
#include "engine/stage.h"
#include "engine/text.h"

enum { REQUESTS_MAX = 256 };

#define SAMPLES_WAIT_NS 20000000 /* a swap waits no longer for its samples */
#define REPLY_WAIT_NS 60000000	 /* nor a reply for the synth thread */

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
	if (r->code)
		code_drop(r->code);
	else if (r->program)
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

/* Take the texts of the scope out that a newer one makes needless. */
static struct request *supersede(struct engine *e, const struct scope *s)
{
	struct request **link = &e->first, *old = NULL, *r;

	while ((r = *link)) {
		if (r->is_change || r->state != WAITING || !r->newest_only ||
		    r->scope != s) {
			link = &r->next;
			continue;
		}
		*link = r->next;
		e->n_requests--;
		append(&old, r);
	}
	return old;
}

static void answer_all(struct request *r)
{
	struct request *next;

	for (; r; r = next) {
		next = r->next;
		answer(r);
	}
}

static void enqueue(struct engine *e, struct request *r)
{
	r->bundle = e->in_bundle ? e->bundle : 0;
	append(&e->first, r);
	e->n_requests++;
	if (!e->in_bundle)
		request_step(e);
}

static struct request *new_text(struct engine *e, const struct eval_request *in)
{
	struct request *r = mem_new(sizeof(*r));

	if (!r)
		return NULL;
	r->eval = *in;
	r->eval.len = in->undo ? 0 : in->len;
	r->scope = engine_scope(e, in->scope);
	r->author = mem_str(in->author ? in->author : in->scope);
	r->text = mem_new(r->eval.len + 1);
	if (!r->scope || !r->author || !r->text) {
		request_free(r);
		return NULL;
	}
	r->eval.text = memcpy(r->text, in->undo ? "" : in->text, r->eval.len);
	r->eval.author = r->author;
	r->eval.scope = r->scope->name;
	return r;
}

enum status request_eval(struct engine *e, const struct eval_request *in,
			 bool newest_only)
{
	struct request *r, *old = NULL;

	if (e->n_requests >= REQUESTS_MAX)
		return ST_FULL;
	r = new_text(e, in);
	if (!r)
		return ST_NOMEM;
	r->newest_only = newest_only;
	if (newest_only)
		old = supersede(e, r->scope);
	answer_all(old);
	enqueue(e, r);
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
	enqueue(e, r);
	return ST_OK;
}

void request_begin_bundle(struct engine *e)
{
	if (++e->bundle == 0)
		e->bundle = 1;
	e->in_bundle = true;
}

void request_end_bundle(struct engine *e)
{
	e->in_bundle = false;
	request_step(e);
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

/* --- Out --- */

struct made {
	struct changed changed;
	enum change_when when;
	struct rat cycle; /* WHEN_CYCLE */
};

static void take_frame(struct engine *e, struct request *r, uint64_t frame)
{
	r->result.frame = frame;
	r->result.cycle = clock_cycle_double(&e->clock, frame);
}

/* As take_frame; a cycle that was asked for is told as it was, since its frame
 * is only the nearest. */
static void take_time(struct engine *e, struct request *r,
		      const struct made *made)
{
	take_frame(e, r, made->changed.frame);
	if (made->when == WHEN_CYCLE)
		r->result.cycle = rat_to_double(made->cycle);
}

/* Answer now, or when the synth thread has said since when. r has left the
 * queue. */
static void finish_swap(struct engine *e, struct request *r, uint32_t swap)
{
	if (!swap) {
		answer(r);
		return;
	}
	r->swap = swap;
	r->state = SWAPPING;
	r->deadline_ns = now_ns() + REPLY_WAIT_NS;
	append(&e->replies, r);
}

/* Make r's change or, when its time is still to come, plan it. Takes c over. */
static struct made make_or_plan(struct engine *e, struct request *r,
				struct change *c)
{
	struct made made = {.changed.frame = change_frame(e, c),
			    .when = c->when,
			    .cycle = c->cycle};

	e->making = r;
	if (c->when == WHEN_NOW || made.changed.frame <= dsp_frame(e->dsp)) {
		made.changed = player_make(e, c);
		change_free(c);
	} else {
		player_plan(e, c);
	}
	e->making = NULL;
	return made;
}

/* No program and no refusal: that is how it is said. */
static void lack_memory(struct request *r)
{
	r->result.program = NULL;
}

static void accept(struct engine *e, struct request *r)
{
	e->evaluations++;
	r->code->generation = r->result.generation = ++e->generation;
	r->result.accepted = true;
}

/* The first text of the queue, which stands alone. */
static void make_text(struct engine *e, struct request *r)
{
	struct change *c = text_change(e, r);
	struct made made;

	if (!c) {
		lack_memory(r);
		finish_first(e);
		return;
	}
	accept(e, r);
	made = make_or_plan(e, r, c);
	take_time(e, r, &made);
	e->first = r->next;
	e->n_requests--;
	finish_swap(e, r, made.changed.swap);
}

/* --- Bundles: what stands together in the queue and is made together --- */

static struct request *in_bundle(struct request *r, uint32_t bundle)
{
	return r && r->bundle == bundle ? r : NULL;
}

/* Both hold from the same time on, whatever the clock does. */
static bool same_time(const struct change *a, const struct change *b)
{
	return a->when == b->when &&
	       (a->when == WHEN_NOW ||
		(a->when == WHEN_NTP && a->ntp == b->ntp));
}

/* Hang all later changes of r's time behind r's. */
static void gather(struct request *r)
{
	struct change **end = &r->change->with;
	struct request *other = r;

	while ((other = in_bundle(other->next, r->bundle)))
		if (other->change && same_time(r->change, other->change)) {
			*end = other->change;
			end = &other->change->with;
			other->change = NULL;
			other->leader = r;
		}
}

/* What r and those that go with it have in common. */
static void share(struct engine *e, struct request *r, struct made made)
{
	for (struct request *i = r; i; i = in_bundle(i->next, r->bundle)) {
		if (i->is_change || (i != r && i->leader != r))
			continue;
		take_time(e, i, &made);
		i->swap = made.changed.swap;
	}
}

/* All leave the queue before the first is answered: the answer may bring the
 * next message. */
static void finish_bundle(struct engine *e, uint32_t bundle)
{
	struct request *list = e->first, **end = &list, *r;

	while (in_bundle(*end, bundle)) {
		e->n_requests--;
		end = &(*end)->next;
	}
	e->first = *end;
	*end = NULL;
	while ((r = list)) {
		list = r->next;
		if (r->result.accepted)
			finish_swap(e, r, r->swap);
		else
			answer(r);
	}
}

static void make_bundle(struct engine *e, uint32_t bundle)
{
	struct request *r;

	for (r = e->first; r; r = in_bundle(r->next, bundle)) {
		if (r->is_change)
			continue;
		r->change = text_change(e, r);
		if (r->change)
			accept(e, r);
		else
			lack_memory(r);
	}
	for (r = e->first; r; r = in_bundle(r->next, bundle)) {
		struct change *c = r->change;

		if (!c)
			continue;
		gather(r);
		r->change = NULL;
		share(e, r, make_or_plan(e, r, c));
	}
	finish_bundle(e, bundle);
}

/* Errors and mere checks end here. */
static bool goes_on(struct engine *e, struct request *r)
{
	const struct program *p = r->program;

	r->result.program = p;
	if (!p || p->diags.errors > 0)
		return false;
	if (r->eval.stays && text_sets_position(p)) {
		r->result.refusal = "only a conductor may set the cycle";
		return false;
	}
	text_list_slots(r);
	if (r->eval.mode == EVAL_CHECK) {
		r->result.accepted = true;
		return false;
	}
	if (!text_has_room(e, r))
		return false;
	r->code = code_new(r->program);
	if (!r->code)
		r->program = NULL; /* it went with the code */
	r->result.program = r->program;
	return r->code;
}

/* What the texts before it in its bundle will have defined by then. Without
 * memory it knows less. */
static void add_before(struct engine *e, struct request *r)
{
	for (struct request *i = e->first; i != r; i = i->next)
		if (i->code && i->scope == r->scope)
			job_add(r->job, i->code);
}

static struct job *new_job(struct engine *e, struct request *r)
{
	struct rat now = clock_cycle(&e->clock, dsp_frame(e->dsp));

	if (r->eval.undo)
		return text_undo(e, r, now);
	return job_new(r->scope, r->text, r->eval.len, r->eval.mode, now,
		       e->clock.rate_hz);
}

static void start(struct engine *e, struct request *r)
{
	r->job = new_job(e, r);
	if (r->job && r->bundle)
		add_before(e, r);
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
	text_look_for_samples(e, r->program);
	r->state = LOADING;
	r->deadline_ns = now_ns() + SAMPLES_WAIT_NS;
	return true;
}

/* Everything is there, or was waited for long enough. */
static bool is_loaded(struct engine *e, const struct request *r)
{
	return text_ask_samples(e, r) || now_ns() >= r->deadline_ns;
}

/* A graph waits already until a fade is over: more than one would only come
 * later and later. */
static bool is_too_early(const struct engine *e, const struct request *r)
{
	const struct stage *st = r->scope->stage;

	return !e->offline && r->program && r->program->signals && st &&
	       stage_waits(e, st);
}

enum progress { BLOCKED, COMPILED, REFUSED };

static enum progress compile(struct engine *e, struct request *r)
{
	if (r->state == WAITING)
		start(e, r);
	if (r->state == COMPILING) {
		if (!collect(e, r))
			return BLOCKED;
		if (!goes_on(e, r))
			return REFUSED;
	}
	return COMPILED;
}

/* The scope is not what it was when the way back was looked for. */
static void start_again(struct request *r)
{
	code_drop(r->code);
	r->code = NULL;
	r->program = NULL;
	mem_free(r->slots);
	r->slots = NULL;
	r->result = (struct eval_result){0};
	r->state = WAITING;
}

static bool step_text(struct engine *e, struct request *r)
{
	switch (compile(e, r)) {
	case BLOCKED:
		return false;
	case REFUSED:
		finish_first(e);
		return true;
	case COMPILED:
		break;
	}
	if (text_is_overtaken(r)) {
		start_again(r);
		return true;
	}
	if (!is_loaded(e, r) || is_too_early(e, r))
		return false;
	text_warn_of_samples(e, r);
	make_text(e, r);
	return true;
}

static bool step_change(struct engine *e, struct request *r)
{
	struct change *c = r->change;

	r->change = NULL;
	finish_first(e);
	make_or_plan(e, r, c);
	return true;
}

static bool step_bundle(struct engine *e, uint32_t bundle)
{
	struct request **link = &e->first, *r;
	bool loaded = true;

	while ((r = in_bundle(*link, bundle))) {
		enum progress p = r->is_change ? COMPILED : compile(e, r);

		if (p == BLOCKED)
			return false;
		if (p == COMPILED) {
			link = &r->next;
			continue;
		}
		*link = r->next;
		e->n_requests--;
		answer(r);
		return true; /* who was answered may have asked for more */
	}
	for (r = in_bundle(e->first, bundle); r; r = in_bundle(r->next, bundle))
		loaded &=
		    r->is_change || (is_loaded(e, r) && !is_too_early(e, r));
	if (!loaded)
		return false;
	for (r = in_bundle(e->first, bundle); r; r = in_bundle(r->next, bundle))
		if (!r->is_change)
			text_warn_of_samples(e, r);
	if (in_bundle(e->first, bundle))
		make_bundle(e, bundle);
	return true;
}

/* False: the first of the queue can't go on now. */
static bool step_first(struct engine *e, struct request *r)
{
	if (r->bundle)
		return step_bundle(e, r->bundle);
	return r->is_change ? step_change(e, r) : step_text(e, r);
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
		answer(r);
	}
}

void request_step(struct engine *e)
{
	while (!e->in_bundle && e->first && step_first(e, e->first))
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
		answer(r);
	}
}

bool request_is_hasty(const struct engine *e)
{
	return e->replies ||
	       (e->first && (e->first->state == LOADING || e->first->bundle));
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
