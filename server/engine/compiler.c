#include "engine/compiler.h"

#include <string.h>
#include "base/alloc.h"
#include "base/strbuf.h"
#include "engine/unheard.h"

enum { SOUNDS_MAX = 16, SOUND_SIZE = 64 };

static bool hold_scope(struct job *j, const struct scope *s)
{
	j->entries = mem_array(s->n_entries, sizeof(*j->entries));
	j->held = mem_array(s->n_entries, sizeof(struct code *));
	if (!j->entries || !j->held)
		return false;
	for (; j->n_held < s->n_entries; j->n_held++) {
		j->entries[j->n_held] = s->entries[j->n_held].entry;
		j->held[j->n_held] = s->entries[j->n_held].code;
		code_hold(j->held[j->n_held]);
	}
	j->scope = (struct scope_view){.entries = j->entries, .n = j->n_held};
	return true;
}

static void drop_entry(struct job *j, const char *name)
{
	for (size_t i = 0; i < j->n_held; i++) {
		if (strcmp(j->entries[i].name, name) != 0)
			continue;
		code_drop(j->held[i]);
		j->n_held--;
		j->entries[i] = j->entries[j->n_held];
		j->held[i] = j->held[j->n_held];
		return;
	}
}

bool job_add(struct job *j, struct code *code)
{
	const struct program *p = code->program;
	size_t room = j->n_held + p->n_defines + 1;
	void *entries = mem_grow(j->entries, room * sizeof(*j->entries));
	void *held =
	    entries ? mem_grow(j->held, room * sizeof(*j->held)) : NULL;

	if (entries)
		j->entries = entries;
	if (!held)
		return false;
	j->held = held;
	for (size_t i = 0; i < p->n_actions; i++)
		if (p->actions[i].kind == ACT_REMOVE)
			drop_entry(j, p->actions[i].target);
	for (size_t i = 0; i < p->n_defines; i++) {
		drop_entry(j, p->defines[i].name);
		j->entries[j->n_held] = p->defines[i];
		j->held[j->n_held++] = code;
		code_hold(code);
	}
	j->scope.entries = j->entries;
	j->scope.n = j->n_held;
	return true;
}

struct job *job_new(const struct scope *s, const char *text, size_t len,
		    enum eval_mode mode, struct rat cycle, double rate_hz)
{
	struct job *j = mem_new(sizeof(*j));

	if (!j)
		return NULL;
	j->text = mem_new(len + 1);
	if (!j->text || (s && !hold_scope(j, s))) {
		job_free(j);
		return NULL;
	}
	memcpy(j->text, text, len);
	j->len = len;
	j->mode = mode;
	j->cycle = cycle;
	j->scope.rate_hz = rate_hz;
	return j;
}

void job_remove(struct job *j, struct way *way)
{
	j->removed = way->removed;
	j->n_removed = way->n_removed;
	way->removed = NULL;
	way->n_removed = 0;
	j->scope.removed = (const char *const *)j->removed;
	j->scope.n_removed = j->n_removed;
}

void job_free(struct job *j)
{
	if (!j)
		return;
	while (j->n_removed > 0)
		mem_free(j->removed[--j->n_removed]);
	mem_free(j->removed);
	while (j->n_held > 0)
		code_drop(j->held[--j->n_held]);
	mem_free(j->held);
	mem_free(j->entries);
	mem_free(j->text);
	mem_free(j);
}

/* Sounds that events name: those that the text makes up instead of spelling
 * them out are found so. */
struct sounds {
	char names[SOUNDS_MAX][SOUND_SIZE];
	size_t n;
};

static void note_sound(struct sounds *s, const char *name)
{
	if (!*name || *name == '~' || *name == '\\' ||
	    strlen(name) >= SOUND_SIZE || strcmp(name, "rest") == 0)
		return;
	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->names[i], name) == 0)
			return;
	if (s->n < SOUNDS_MAX)
		strcpy(s->names[s->n++], name);
}

static bool is_spelt(const struct program *p, const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < p->n_samples; i++) {
		const char *word = p->samples[i].name;

		if (strncmp(word, name, len) == 0 &&
		    (!word[len] || word[len] == ':'))
			return true;
	}
	return false;
}

struct trial {
	struct query query;
	const struct pattern *pattern;
	struct span span;
	bool plays, sounds; /* it has events; some of them have a sound */
	struct unheard unheard;
	struct sounds sounds_named;
};

static void play_event(struct trial *t, const struct event *ev)
{
	const struct map *m = ev->value.map;
	const struct value *s = map_get(m, &control_table[CONTROL_ID_s]);

	unheard_note(&t->unheard, m);
	t->sounds |= s != NULL;
	if (s && s->kind == V_STR && event_has_onset(ev))
		note_sound(&t->sounds_named, s->s);
}

static void play(void *ctx)
{
	struct trial *t = ctx;
	struct events events = events_none();

	t->query.depth = 0;
	pat_query(&t->query, t->pattern, t->span, &events);
	t->plays |= events.n > 0;
	for (size_t i = 0; i < events.n; i++)
		if (events.at[i].value.kind == V_MAP)
			play_event(t, &events.at[i]);
}

struct refusal {
	struct program *program;
	const struct action *action;
	const char *why;
	enum status st; /* ST_LIMIT: a budget */
};

static void refuse(void *ctx)
{
	struct refusal *r = ctx;

	diag_error(&r->program->diags, r->action->at,
		   r->st == ST_LIMIT ? "play less at once, or more slowly"
				     : NULL,
		   "%s can't be played: %s",
		   r->action->target ? r->action->target : "this", r->why);
}

static void warn(void *ctx)
{
	struct refusal *r = ctx;

	diag_warn(&r->program->diags, r->action->at, "add # s \"bd\"",
		  "these events have no sound");
}

struct told {
	struct refusal *refusal;
	struct strbuf names, instead;
};

static void warn_unheard(void *ctx)
{
	struct told *t = ctx;
	struct program *p = t->refusal->program;

	diag_warn(&p->diags, t->refusal->action->at,
		  t->instead.len
		      ? arena_printf(&p->arena, "an effect does the like: %s",
				     strbuf_str(&t->instead))
		      : NULL,
		  "no voice hears %s", strbuf_str(&t->names));
}

static void say_unheard(struct refusal *r, const struct unheard *u)
{
	struct told t = {.refusal = r};

	strbuf_init(&t.names);
	strbuf_init(&t.instead);
	unheard_say(u, &t.names, &t.instead);
	if (t.names.len)
		arena_run(&r->program->arena, warn_unheard, &t);
	strbuf_finish(&t.names);
	strbuf_finish(&t.instead);
}

struct addition {
	struct program *program;
	const struct sounds *sounds;
};

static void add_sounds(void *ctx)
{
	struct addition *add = ctx;
	struct program *p = add->program;
	size_t n = p->n_samples;
	struct sample_word *list =
	    ARENA_ARRAY(&p->arena, struct sample_word, n + add->sounds->n);

	if (n)
		memcpy(list, p->samples, n * sizeof(*list));
	for (size_t i = 0; i < add->sounds->n; i++)
		if (!is_spelt(p, add->sounds->names[i]))
			list[n++] = (struct sample_word){
			    .name = arena_printf(&p->arena, "%s",
						 add->sounds->names[i]),
			    .sure = true};
	p->samples = list;
	p->n_samples = n;
}

/* Play the pattern's next cycles within the budgets of as many windows. */
static void try_action(struct program *p, const struct action *action,
		       struct arena *a, struct rat cycle)
{
	struct trial t = {.query = {.arena = a}, .pattern = action->pattern};
	struct refusal r = {.program = p, .action = action};

	t.query.event_limit = 16 * WINDOW_EVENTS;
	for (int i = 0; i < CHECK_CYCLES; i++) {
		arena_reset(a);
		t.span.begin = rat_add(rat_sam(cycle), rat_int(i));
		t.span.end = rat_add(t.span.begin, RAT_ONE);
		r.st = arena_run(a, play, &t);
		if (r.st == ST_OK)
			continue;
		r.why = a->why;
		if (arena_run(&p->arena, refuse, &r) != ST_OK)
			p->diags.errors++;
		return;
	}
	/* Without memory for it there is no warning. */
	if (t.plays && !t.sounds)
		arena_run(&p->arena, warn, &r);
	else if (t.sounds)
		say_unheard(&r, &t.unheard);
	if (t.sounds_named.n)
		arena_run(&p->arena, add_sounds,
			  &(struct addition){p, &t.sounds_named});
}

static void try_program(struct program *p, struct rat cycle)
{
	struct arena a;

	arena_init(&a, 2 * WINDOW_BYTES);
	a.step_limit = 16 * WINDOW_STEPS;
	p->arena.step_limit = 0;
	for (size_t i = 0; i < p->n_actions; i++)
		if (p->actions[i].pattern)
			try_action(p, &p->actions[i], &a, cycle);
	arena_finish(&a);
}

void job_work(void *job)
{
	struct job *j = job;

	j->st = compile_text(&j->scope, j->text, j->len, j->mode,
			     &compile_limits_default, &j->program);
	if (j->st == ST_OK && j->program->diags.errors == 0)
		try_program(j->program, j->cycle);
}
