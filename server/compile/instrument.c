/* Buses that events play: `s "~bass(3,8)"`. */
#include <ctype.h>
#include <string.h>
#include "compile/compiler.h"
#include "compile/eval.h"

static bool is_name(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '\'';
}

static struct known *bus_named(struct compiler *c, const char *name, size_t len)
{
	struct known *k;
	char with[72];

	if (len == 0 || len > 64 || !isalpha((unsigned char)*name))
		return NULL;
	with[0] = '~';
	memcpy(with + 1, name, len);
	with[len + 1] = '\0';
	k = definitions_find(&c->definitions, with);
	return k && (k->statement || k->entry) ? k : NULL;
}

bool instruments_is_bus(void *ctx, const char *name, size_t len)
{
	return bus_named(ctx, name, len);
}

static void add(struct compiler *c, struct known *bus)
{
	struct instrument *more;

	for (size_t i = 0; i < c->n_instruments; i++)
		if (c->instruments[i].bus == bus)
			return;
	if (c->n_instruments == c->cap_instruments) {
		c->cap_instruments =
		    c->cap_instruments ? c->cap_instruments * 2 : 8;
		more = ARENA_ARRAY(c->arena, struct instrument,
				   c->cap_instruments);
		if (c->n_instruments)
			memcpy(more, c->instruments,
			       c->n_instruments * sizeof(*more));
		c->instruments = more;
	}
	c->instruments[c->n_instruments++] = (struct instrument){bus, NULL};
}

static void look_in(struct compiler *c, const char *s, size_t len)
{
	for (size_t i = 0; i + 1 < len; i++) {
		size_t n = 0;
		struct known *bus;

		if (s[i] != '~')
			continue;
		while (i + 1 + n < len && is_name(s[i + 1 + n]))
			n++;
		bus = bus_named(c, s + i + 1, n);
		if (bus)
			add(c, bus);
	}
}

static void look_at(struct compiler *c, const struct token *t,
		    const struct token *end)
{
	for (; t < end; t++) {
		arena_step(c->arena);
		if (t->kind == TOK_STRING)
			look_in(c, t->s, t->len);
	}
}

/* The name as a tree; a bus that is no signal plays nothing. */
static void infer_bus(struct compiler *c, struct instrument *i)
{
	struct node *node = ARENA_NEW(c->arena, struct node);

	node->kind = NODE_NAME;
	node->name.s = i->bus->name;
	if (c->list.n)
		node->at = c->list.at[0].at;
	if (infer_expression(&c->infer, node, NULL, "this bus") &&
	    compiler_is_signal(node))
		i->node = node;
}

void instruments_find(struct compiler *c)
{
	for (size_t i = 0; i < c->list.n; i++)
		look_at(c, c->list.at[i].from, c->list.at[i].to);
	for (size_t i = 0; c->definitions.scope && i < c->definitions.scope->n;
	     i++) {
		struct known *k = definitions_find(
		    &c->definitions, c->definitions.scope->entries[i].name);
		struct tokens tokens;

		if (!k || !k->entry || k->slot ||
		    !memchr(k->entry->text, '~', k->entry->len))
			continue;
		tokens = known_tokens(&c->definitions, k);
		look_at(c, tokens.at, tokens.at + tokens.n);
	}
	for (size_t i = 0; i < c->n_instruments; i++)
		infer_bus(c, &c->instruments[i]);
	c->signals_change |= c->n_instruments > 0;
}

struct signal_slot *instruments_signals(struct compiler *c, size_t *n)
{
	struct signal_slot *to =
	    ARENA_ARRAY(c->arena, struct signal_slot, c->n_instruments + 1);

	*n = 0;
	for (size_t i = 0; i < c->n_instruments; i++) {
		const struct sig *s;

		if (!c->instruments[i].node)
			continue;
		s = sig_of(c->arena, eval(c->arena, c->instruments[i].node),
			   true);
		/* The bus itself: its name stands for one that sounds on. */
		if (s->kind == SIG_BUS && s->in[0])
			s = s->in[0];
		to[(*n)++] =
		    (struct signal_slot){c->instruments[i].bus->name, s};
	}
	return to;
}
