/* A language of one line a statement, for tests of what plays: "d1 bd*4", "d1
 * bd # pan 0.2 1", "cps 1", "hush", "once bd", "heavy bd" ... */
#include <stdlib.h>
#include <string.h>
#include "base/alloc.h"
#include "compile/compile.h"
#include "pattern/core.h"
#include "pattern/mini.h"
#include "pattern/ops.h"
#include "tests/engine/hand.h"

const struct compile_limits compile_limits_default;

struct hand {
	struct program *p;
	const char *text;
	size_t len;
	enum eval_mode mode;
	const struct scope_view *scope;
};

static struct value named(struct arena *a, const void *key, struct value v)
{
	return value_map(map_one(a, key, v));
}

static const struct pattern *control(struct hand *h, const char *key,
				     const char *text, size_t len)
{
	struct arena *a = &h->p->arena;
	const struct control *c = control_find(key);
	enum mini_type type =
	    c->kind == CONTROL_STRING ? MINI_STRING : MINI_DOUBLE;
	const struct pattern *p =
	    mini_parse(a, type, text, len, 0, &h->p->diags);

	return p ? pat_map(a, named, c, p) : pat_silence();
}

/* The words of a sequence are samples. */
static void mention(struct hand *h, const char *text, size_t len)
{
	struct sample_word *samples =
	    (struct sample_word *)(uintptr_t)h->p->samples;

	for (size_t n; len > 0; text += n, len -= n) {
		n = strspn(text, "abcdefghijklmnopqrstuvwxyz");
		n = n < len ? n : len;
		if (n == 0)
			n = 1;
		else if (h->p->n_samples < 64)
			samples[h->p->n_samples++] = (struct sample_word){
			    arena_strn(&h->p->arena, text, n), true};
	}
}

/* "bd*4 # pan 0 1 # speed 2" */
static const struct pattern *sound(struct hand *h, const char *text)
{
	const char *hash = strstr(text, " # ");
	size_t len = hash ? (size_t)(hash - text) : strlen(text);
	const struct pattern *p = control(h, "s", text, len), *q;
	char key[32];

	mention(h, text, len);
	while (hash) {
		const char *name = hash + 3, *blank = strchr(name, ' ');
		const char *next = strstr(name, " # ");

		len = (size_t)(blank - name);
		memcpy(key, name, len);
		key[len] = '\0';
		blank++;
		q = control(h, key, blank,
			    next ? (size_t)(next - blank) : strlen(blank));
		p = pat_op(&h->p->arena, FROM_LEFT, OP_SET, p, q);
		hash = next;
	}
	return p;
}

static struct value work(struct arena *a, const void *ctx, struct value v)
{
	(void)ctx;
	/* Light while it is tried, heavy from cycle 8 on. */
	(void)a;
	return v;
}

static const struct pattern *heavy_cycle(struct arena *a, const void *ctx,
					 int64_t cycle)
{
	if (cycle >= HAND_HEAVY_FROM)
		for (;;)
			arena_step(a);
	return ctx;
}

static struct action *add_action(struct hand *h, enum action_kind kind)
{
	struct action *a = &h->p->actions[h->p->n_actions++];

	a->kind = kind;
	a->at = (struct text_span){0, (uint32_t)h->len};
	return a;
}

static void statement(struct hand *h, char *line)
{
	struct arena *a = &h->p->arena;
	char *rest = strchr(line, ' ');
	struct action *act;

	if (rest)
		*rest++ = '\0';
	if (strcmp(line, "cps") == 0) {
		add_action(h, ACT_TEMPO)->number = strtod(rest, NULL);
	} else if (strcmp(line, "hush") == 0) {
		add_action(h, ACT_HUSH);
	} else if (strcmp(line, "cycle") == 0) {
		add_action(h, ACT_SET_CYCLE)->time =
		    rat_from_double(strtod(rest, NULL));
	} else if (strcmp(line, "once") == 0) {
		add_action(h, ACT_ONCE)->pattern = sound(h, rest);
	} else if (strcmp(line, "heavy") == 0) {
		act = add_action(h, ACT_SLOT);
		act->target = "d9";
		act->pattern =
		    pat_map(a, work, NULL,
			    pat_by_cycle(a, heavy_cycle, sound(h, rest)));
	} else if (rest) {
		act = add_action(h, ACT_SLOT);
		act->target = line;
		act->pattern = sound(h, rest);
		h->p->defines[h->p->n_defines++] = (struct scope_entry){
		    .name = line, .text = rest, .len = strlen(rest)};
	} else {
		diag_error(&h->p->diags, (struct text_span){0, 1}, NULL,
			   "what is %s", line);
	}
}

static void drop_others(struct hand *h)
{
	for (size_t i = 0; i < h->scope->n; i++) {
		const char *name = h->scope->entries[i].name;
		bool stays = false;

		for (size_t k = 0; k < h->p->n_defines; k++)
			stays |= strcmp(h->p->defines[k].name, name) == 0;
		if (!stays)
			add_action(h, ACT_REMOVE)->target =
			    arena_str(&h->p->arena, name);
	}
}

static void compile(void *ctx)
{
	struct hand *h = ctx;
	struct arena *a = &h->p->arena;
	char *text = arena_strn(a, h->text, h->len), *end;

	h->p->text = arena_strn(a, h->text, h->len);
	h->p->len = h->len;
	diag_init(&h->p->diags, a, h->p->text, h->len);
	h->p->actions = ARENA_ARRAY(a, struct action, 64);
	h->p->samples = ARENA_ARRAY(a, struct sample_word, 64);
	h->p->defines = ARENA_ARRAY(a, struct scope_entry, 64);
	for (char *line = text; line && *line; line = end) {
		end = strchr(line, '\n');
		if (end)
			*end++ = '\0';
		statement(h, line);
	}
	if (h->mode == EVAL_REPLACE)
		drop_others(h);
}

enum status compile_text(const struct scope_view *scope, const char *text,
			 size_t len, enum eval_mode mode,
			 const struct compile_limits *limits,
			 struct program **out)
{
	struct hand h = {mem_new(sizeof(*h.p)), text, len, mode, scope};

	(void)limits;
	*out = h.p;
	if (!h.p)
		return ST_NOMEM;
	arena_init(&h.p->arena, 0);
	return arena_run(&h.p->arena, compile, &h);
}

void program_free(struct program *p)
{
	arena_finish(&p->arena);
	mem_free(p);
}
