/* The mixer: gain, balance, mute and solo of each slot and scope. */
#include <stdio.h>
#include <string.h>
#include "base/nearest.h"
#include "engine/mixer.h"
#include "net/families.h"
#include "net/pattern.h"
#include "net/reply.h"
#include "net/state.h"
#include "net/tree.h"

static const char own_scope[] = "main";

enum { TARGETS = 1024 };

struct target {
	const char *scope, *slot;
	enum mixer_control control;
};

/* What a pattern means. */
struct search {
	const struct request *rq;
	const struct tree_address *a;
	struct target at[TARGETS];
	int n;
};

static bool may_touch(const struct request *rq, const char *scope)
{
	return rq->peer->conductor || strcmp(scope, own_scope) == 0;
}

static bool is_meant(const char *pattern, const char *name)
{
	return strcmp(pattern, name) == 0 || pattern_matches(pattern, name);
}

static void visit(void *ctx, const char *scope, const char *slot)
{
	struct search *s = ctx;

	if (!slot != !s->a->slot || !is_meant(s->a->scope, scope) ||
	    (slot && !is_meant(s->a->slot, slot)) || !may_touch(s->rq, scope))
		return;
	for (int i = 0; i < MIXER_CONTROLS && s->n < TARGETS; i++)
		if (is_meant(s->a->control, mixer_ranges[i].name))
			s->at[s->n++] =
			    (struct target){scope, slot, (enum mixer_control)i};
}

/* --- Refusals --- */

struct guess {
	struct nearest near;
	const char *scope; /* whose slots are offered; NULL: scopes are */
	bool known;	   /* there is such a scope */
	char list[160];	   /* of all, as far as there is room */
};

static void offer_name(struct guess *g, const char *name)
{
	size_t n = strlen(g->list);

	nearest_offer(&g->near, name);
	if (n + strlen(name) + 3 < sizeof(g->list))
		snprintf(g->list + n, sizeof(g->list) - n, "%s%s",
			 n ? ", " : "", name);
}

static void offer(void *ctx, const char *scope, const char *slot)
{
	struct guess *g = ctx;

	if (g->scope && strcmp(scope, g->scope) == 0) {
		g->known = true;
		if (slot)
			offer_name(g, slot);
	} else if (!g->scope && !slot) {
		offer_name(g, scope);
	}
}

static void guess(const struct request *rq, struct guess *g, const char *wanted,
		  const char *scope)
{
	*g = (struct guess){.scope = scope};
	nearest_init(&g->near, wanted);
	mixer_each(rq->net->o.engine, offer, g);
}

static void refuse_unknown(struct request *rq, const struct tree_address *a)
{
	char why[2 * TREE_TEXT], hint[240];
	struct guess g;

	guess(rq, &g, a->slot ? a->slot : "", a->scope);
	if (g.known) {
		snprintf(why, sizeof(why), "there is no slot %s in %s", a->slot,
			 a->scope);
	} else {
		guess(rq, &g, a->scope, NULL);
		snprintf(why, sizeof(why), "there is no scope %s", a->scope);
	}
	nearest_hint(&g.near, hint, sizeof(hint));
	if (!*hint && *g.list)
		snprintf(hint, sizeof(hint), "there are %s", g.list);
	reply_fail(rq, why, hint);
}

static void refuse_range(struct request *rq, enum mixer_control control)
{
	const struct mixer_range *r = &mixer_ranges[control];
	char why[100];

	snprintf(why, sizeof(why),
		 r->whole ? "%s is %g or %g" : "%s goes from %g to %g", r->name,
		 r->least, r->most);
	reply_fail(rq, why, NULL);
}

static void answer(struct request *rq, const struct tree_address *a,
		   enum mixer_control control, enum status st, int n)
{
	if (st == ST_INVALID)
		refuse_range(rq, control);
	else if (st == ST_NOTFOUND)
		refuse_unknown(rq, a);
	else if (st != ST_OK)
		reply_status(rq, st, "");
	else
		reply_done(rq, "i", (int32_t)n);
}

/* --- One strip --- */

static enum mixer_control find_control(const char *name)
{
	int i = 0;

	while (i < MIXER_CONTROLS - 1 && strcmp(mixer_ranges[i].name, name))
		i++;
	return (enum mixer_control)i;
}

static void reply_address(const struct request *rq, char to[TREE_TEXT + 16])
{
	snprintf(to, TREE_TEXT + 16, "%.*s.reply", TREE_TEXT + 8,
		 rq->m->address);
}

static void tell_one(struct request *rq, const struct tree_address *a,
		     enum mixer_control control)
{
	char address[TREE_TEXT + 16];
	double x;
	enum status st =
	    mixer_get(rq->net->o.engine, a->scope, a->slot, control, &x);

	reply_address(rq, address);
	if (st != ST_OK)
		answer(rq, a, control, st, 0);
	else if (mixer_ranges[control].whole)
		reply_with(rq, address, "i", (int32_t)x);
	else
		reply_with(rq, address, "f", x);
}

static void do_one(struct request *rq, const struct tree_address *a)
{
	enum mixer_control control = find_control(a->control);

	if (!rq->m->argc)
		tell_one(rq, a, control);
	else
		answer(rq, a, control,
		       mixer_set(rq->net->o.engine, a->scope, a->slot, control,
				 osc_number(rq->m, 0), rq->ntp),
		       1);
}

/* --- All that a pattern means --- */

/* "scope/slot/control" behind the root. */
static void target_address(const struct target *t, struct strbuf *to)
{
	strbuf_printf(to, "/phonon/%s%s%s/%s", t->scope, t->slot ? "/" : "",
		      t->slot ? t->slot : "", mixer_ranges[t->control].name);
}

/* Pairs of an address and its value, in one message. */
static void tell_many(struct request *rq, const struct search *s)
{
	char address[TREE_TEXT + 16];
	struct reply_list list;
	struct strbuf name;

	strbuf_init(&name);
	reply_list_init(&list);
	for (int i = 0; i < s->n; i++) {
		const struct target *t = &s->at[i];
		double x = 0;

		mixer_get(rq->net->o.engine, t->scope, t->slot, t->control, &x);
		strbuf_reset(&name);
		target_address(t, &name);
		reply_list_text(&list, strbuf_str(&name));
		if (mixer_ranges[t->control].whole)
			reply_list_int(&list, (int32_t)x);
		else
			reply_list_float(&list, x);
	}
	reply_address(rq, address);
	reply_list_send(rq, address, &list);
	strbuf_finish(&name);
}

/* All or none, and all at one frame. */
static void set_many(struct request *rq, const struct search *s)
{
	struct engine *e = rq->net->o.engine;
	double x = osc_number(rq->m, 0);
	enum status st = ST_OK;

	for (int i = 0; i < s->n; i++)
		if (!mixer_takes(s->at[i].control, x)) {
			refuse_range(rq, s->at[i].control);
			return;
		}
	if (!rq->together)
		engine_begin_bundle(e);
	for (int i = 0; i < s->n && st == ST_OK; i++)
		st = mixer_set(e, s->at[i].scope, s->at[i].slot,
			       s->at[i].control, x, rq->ntp);
	if (!rq->together)
		engine_end_bundle(e);
	answer(rq, s->a, MIXER_GAIN, st, s->n);
}

static void do_many(struct request *rq, const struct tree_address *a)
{
	struct search s = {.rq = rq, .a = a};

	mixer_each(rq->net->o.engine, visit, &s);
	if (s.n == 0)
		reply_fail(rq, "this pattern means no strip", NULL);
	else if (rq->m->argc)
		set_many(rq, &s);
	else
		tell_many(rq, &s);
}

static void mixer(struct request *rq)
{
	struct tree_address a;

	if (!tree_read(rq->m->address, &a)) {
		/* Only a row itself, asked for as if it were an address. */
		reply_fail(rq, "this is no address", NULL);
		return;
	}
	if (pattern_is(rq->m->address))
		do_many(rq, &a);
	else if (!may_touch(rq, a.scope))
		reply_fail(rq, "only a conductor may touch another's strips",
			   NULL);
	else
		do_one(rq, &a);
}

#define STRIP(form) "/phonon/<scope>/" form
#define REPLY                                                                  \
	"/done \"<address>\" strips, without arguments <address>.reply "       \
	"value, "                                                              \
	"for a pattern <address>.reply address value ..."

static const struct method rows[] = {
    {STRIP("<slot>/gain"), "|n", METHOD_TIMED | METHOD_AFTER_CODE, mixer,
     "[gain]", REPLY,
     "Set or ask for the gain of a slot's strip: 0 to 4, linear; 1 leaves it "
     "as it is. What is set in the mixer stays when code changes. Patterns "
     "(d*, {d1,d2}, [1-4], ?) mean several strips at once.",
     "f 0.5"},
    {STRIP("<slot>/pan"), "|n", METHOD_TIMED | METHOD_AFTER_CODE, mixer,
     "[pan]", REPLY,
     "The balance of a slot's strip: -1 left to 1 right; 0 leaves both sides "
     "as they are.",
     "f -0.3"},
    {STRIP("<slot>/mute"), "|n", METHOD_TIMED | METHOD_AFTER_CODE, mixer,
     "[0 or 1]", REPLY, "Mute a slot, as /mute and `mute 1` do.", "i 1"},
    {STRIP("<slot>/solo"), "|n", METHOD_TIMED | METHOD_AFTER_CODE, mixer,
     "[0 or 1]", REPLY,
     "Solo a slot, as /solo and `solo 1` do: of its scope only it and others "
     "that are solo can be heard.",
     "i 1"},
    {STRIP("gain"), "|n", METHOD_TIMED | METHOD_AFTER_CODE, mixer, "[gain]",
     REPLY, "The gain of a whole scope, before its limiter.", "f 0.8"},
    {STRIP("pan"), "|n", METHOD_TIMED | METHOD_AFTER_CODE, mixer, "[pan]",
     REPLY, "The balance of a whole scope.", "f 0.2"},
    {STRIP("mute"), "|n", METHOD_TIMED | METHOD_AFTER_CODE, mixer, "[0 or 1]",
     REPLY, "Mute a whole scope.", "i 1"},
    {STRIP("solo"), "|n", METHOD_TIMED | METHOD_AFTER_CODE, mixer, "[0 or 1]",
     REPLY,
     "Solo a whole scope: only it and others that are solo can be heard.",
     "i 1"},
};

const struct method_family methods_mixer = {"The mixer", rows,
					    sizeof(rows) / sizeof(*rows)};
