#include "lang/statement.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/nearest.h"

/* --- Slots --- */

enum { SLOTS = 16 };

static int slot_number(const char *s)
{
	int n;

	if (strncmp(s, "out", 3) == 0)
		s += 3;
	else if (*s == 'd' || *s == 'o')
		s++;
	else
		return -1;
	if (*s < '1' || *s > '9' || strlen(s) > 6)
		return -1;
	for (n = 0; *s >= '0' && *s <= '9'; s++)
		n = n * 10 + (*s - '0');
	return *s ? -1 : n;
}

bool statement_is_slot(const char *word)
{
	return slot_number(word) > 0;
}

static const char *numbered(struct arena *a, int n)
{
	return arena_printf(a, "d%d", n);
}

static int whole_number(const char *s)
{
	size_t n = strspn(s, "0123456789");

	return n > 0 && n < 7 && !s[n] && *s != '0' ? atoi(s) : -1;
}

const char *slot_name(struct arena *a, const struct token *t)
{
	int n;

	switch (t->kind) {
	case TOK_INT:
		return t->i < 1 || t->i > 1000000 ? NULL
						  : numbered(a, (int)t->i);
	case TOK_STRING:
		/* As in Tidal, where d1 is p "1". */
		n = slot_number(t->s) > 0 ? slot_number(t->s)
					  : whole_number(t->s);
		return n < 1 ? arena_printf(a, "p:%s", t->s) : numbered(a, n);
	case TOK_NAME:
		if (strcmp(t->s, "out") == 0 || strcmp(t->s, "d0") == 0)
			return t->s;
		n = slot_number(t->s);
		return n < 0 ? NULL : numbered(a, n);
	default:
		return NULL;
	}
}

static bool is_slot(const struct token *t)
{
	return t->kind == TOK_NAME &&
	       (strcmp(t->s, "out") == 0 || slot_number(t->s) >= 0);
}

/* --- Heads --- */

static bool separates(const struct token *t)
{
	return t->kind == TOK_COLON || t->kind == TOK_DOLLAR ||
	       t->kind == TOK_EQUALS;
}

static bool has_sigil(const char *s)
{
	return *s == '~' || *s == '%' || *s == '@';
}

static bool is_hash(const struct token *t)
{
	return t->kind == TOK_OP && strcmp(t->s, "#") == 0;
}

/* The `=` or `:` of `name params =`, or NULL. */
static const struct token *definition_end(const struct token *t,
					  const struct token *end)
{
	bool sigil = has_sigil(t->s);
	int depth = 0;

	for (t++; t < end; t++) {
		if (t->kind == TOK_EQUALS && depth == 0)
			return t;
		if (t->kind == TOK_COLON && depth == 0)
			return sigil ? t : NULL;
		if (t->kind == TOK_OPEN)
			depth++;
		else if (t->kind == TOK_CLOSE)
			depth--;
		else if (t->kind != TOK_NAME && t->kind != TOK_COMMA)
			return NULL;
		if (depth < 0 || (t->first_on_line && depth == 0))
			return NULL;
	}
	return NULL;
}

static int nesting(const struct token *t)
{
	switch (t->kind) {
	case TOK_OPEN:
	case TOK_OPEN_LIST:
	case TOK_OPEN_BRACE:
		return 1;
	case TOK_CLOSE:
	case TOK_CLOSE_LIST:
	case TOK_CLOSE_BRACE:
		return -1;
	default:
		return 0;
	}
}

/* `let x = 1 in e` is an expression. */
static bool let_has_in(const struct token *t, const struct token *end)
{
	const struct token *first = t;
	int depth = 0, lets = 0;

	for (; t < end; t++) {
		depth += nesting(t);
		if (t->kind == TOK_LET)
			lets++;
		if (t->kind == TOK_IN && --lets == 0)
			return true;
		if (t > first && depth <= 0 && t->first_on_line &&
		    (t->blank_line ||
		     (t->column <= first->column && t->kind != TOK_IN)))
			return false;
	}
	return false;
}

enum head { NO_HEAD, SLOT, NAMED_SLOT, DEFINE, MODIFY, COMMAND, UNKNOWN };

/* What head stands at t, and the first token behind it. */
static enum head head_at(const struct token *t, const struct token *end,
			 const struct token **body)
{
	const struct token *stop;

	*body = t;
	if (t->kind == TOK_LET && t + 1 < end && t[1].kind == TOK_NAME &&
	    !let_has_in(t, end)) {
		stop = definition_end(t + 1, end);
		*body = stop ? stop + 1 : t;
		return stop ? DEFINE : NO_HEAD;
	}
	if (t->kind != TOK_NAME || t + 1 > end)
		return NO_HEAD;
	if (t + 1 < end && strcmp(t->s, "fn") == 0 && t[1].kind == TOK_NAME) {
		stop = definition_end(t + 1, end);
		*body = stop ? stop + 1 : t;
		return stop ? DEFINE : NO_HEAD;
	}
	if (is_slot(t) && t + 1 < end && separates(&t[1])) {
		*body = t + 2;
		return SLOT;
	}
	if (strcmp(t->s, "p") == 0 && t + 2 < end &&
	    (t[1].kind == TOK_STRING || t[1].kind == TOK_INT) &&
	    separates(&t[2])) {
		*body = t + 3;
		return NAMED_SLOT;
	}
	stop = definition_end(t, end);
	if (command_find(t->s) && !(stop && stop > t + 1)) {
		*body = t + 1;
		return COMMAND;
	}
	if (stop) {
		*body = stop + 1;
		return DEFINE;
	}
	if (*t->s == '~' && t + 1 < end && is_hash(&t[1])) {
		*body = t + 1;
		return MODIFY;
	}
	if (t + 1 < end && t[1].kind == TOK_COLON && !t[1].space_before) {
		*body = t + 2;
		return UNKNOWN;
	}
	return NO_HEAD;
}

/* A head that can stand anywhere but at the left edge too. */
static bool strong_head(enum head h, const struct token *t)
{
	return h == SLOT || h == NAMED_SLOT || h == DEFINE || h == MODIFY ||
	       (h == COMMAND && t->column == 0);
}

static bool continues(const struct token *t)
{
	switch (t->kind) {
	case TOK_OP:
	case TOK_DOLLAR:
	case TOK_CLOSE:
	case TOK_CLOSE_LIST:
	case TOK_CLOSE_BRACE:
	case TOK_COMMA:
	case TOK_BACKTICK:
	case TOK_ARROW:
	case TOK_COLON:
	case TOK_KEYWORD:
	case TOK_TYPED:
	case TOK_EQUALS:
	case TOK_DOTS:
	case TOK_IN:
	case TOK_THEN:
	case TOK_ELSE:
	case TOK_WHERE:
		return true;
	default:
		return false;
	}
}

/* The line before ends with something that needs more. */
static bool unfinished(const struct token *t)
{
	return (continues(t) && t->kind != TOK_CLOSE &&
		t->kind != TOK_CLOSE_LIST && t->kind != TOK_CLOSE_BRACE &&
		t->kind != TOK_KEYWORD && t->kind != TOK_BACKTICK) ||
	       t->kind == TOK_LET || t->kind == TOK_IF || t->kind == TOK_LAMBDA;
}

/* Where the splitting stands: brackets that are open, and a `let` that waits
 * for its `in`, or a `where`, whose lines look like definitions. */
struct cut {
	const struct token *first, *end; /* of the text */
	const struct token *from;	 /* of the statement */
	int depth, lets;
};

static bool begins(const struct cut *c, const struct token *t)
{
	const struct token *body;
	enum head h;

	if (t == c->first)
		return true;
	if (t[-1].kind == TOK_DO && &t[-1] == c->from) {
		h = head_at(t, c->end, &body);
		return h != NO_HEAD && h != UNKNOWN;
	}
	if (!t->first_on_line)
		return false;
	h = head_at(t, c->end, &body);
	if (c->depth > 0)
		return t->column == 0 &&
		       (h == SLOT || h == NAMED_SLOT ||
			(h == DEFINE && has_sigil(t->s ? t->s : " ")));
	if (t->blank_line || (t->column == 0 && (h == SLOT || h == NAMED_SLOT)))
		return true;
	if (c->lets > 0 && t->column > 0)
		return false;
	if (strong_head(h, t) && !unfinished(&t[-1]))
		return true;
	return t->column == 0 && !continues(t) && !unfinished(&t[-1]);
}

/* Take in the next token; true where a statement begins with it. */
static bool cut_step(struct cut *c, const struct token *t)
{
	bool new = begins(c, t);

	if (new) {
		c->from = t;
		c->depth = c->lets = 0;
	}
	c->depth += nesting(t);
	if (c->depth < 0)
		c->depth = 0;
	if (t->kind == TOK_WHERE ||
	    (t->kind == TOK_LET && (t != c->from || let_has_in(t, c->end))))
		c->lets++;
	if (t->kind == TOK_IN)
		c->lets--;
	return new;
}

static void fail(struct statement *s, struct diag_list *errors,
		 struct text_span at, const char *hint, const char *message)
{
	s->kind = STMT_BROKEN;
	diag_error(errors, at, hint, "%s", message);
}

/* --- Reading a head --- */

static void read_slot(struct statement *s, struct diag_list *errors)
{
	const struct token *t = s->from;

	s->kind = STMT_SLOT;
	if (strcmp(t->s, "p") == 0)
		t++;
	s->name = slot_name(errors->arena, t);
	if (!s->name || (t->kind == TOK_NAME && slot_number(t->s) > SLOTS))
		fail(s, errors, t->at,
		     "p \"name\" $ ... makes as many more as "
		     "you like",
		     "slots are d1 to d16");
}

const struct token *definition_name(const struct statement *s)
{
	const struct token *t = s->from;

	if (t->kind == TOK_LET ||
	    (strcmp(t->s, "fn") == 0 && t[1].kind == TOK_NAME))
		t++;
	return t;
}

static void read_definition(struct statement *s, struct diag_list *errors)
{
	const struct token *t = definition_name(s);

	s->kind = STMT_DEFINITION;
	s->name = t->s;
	s->binding.name = t->s;
	s->binding.at = t->at;
	if (statement_is_slot(t->s))
		fail(s, errors, t->at,
		     arena_printf(errors->arena, "%s $ s \"bd\"", t->s),
		     arena_printf(errors->arena,
				  "`%s` is a slot and can't be a name", t->s));
}

static void unknown_head(struct statement *s, struct diag_list *errors)
{
	struct nearest near;
	char hint[256];

	nearest_init(&near, s->from->s);
	for (size_t i = 0; command_at(i); i++)
		nearest_offer(&near, command_at(i)->name);
	nearest_offer(&near, "out");
	nearest_hint(&near, hint, sizeof(hint));
	if (!hint[0])
		snprintf(hint, sizeof(hint),
			 "a bus is ~%.40s: ..., a value let %.40s = ...",
			 s->from->s, s->from->s);
	fail(s, errors, s->from->at, hint,
	     arena_printf(errors->arena, "`%s:` begins no statement",
			  s->from->s));
}

static void read_head(struct statement *s, struct diag_list *errors)
{
	enum head h = head_at(s->from, s->to, &s->body);

	s->kind = STMT_VALUE;
	if (h == NO_HEAD && is_slot(s->from) && s->from + 1 < s->to) {
		h = SLOT;
		s->body = s->from + 1;
	}
	switch (h) {
	case SLOT:
	case NAMED_SLOT:
		read_slot(s, errors);
		break;
	case DEFINE:
	case MODIFY:
		read_definition(s, errors);
		break;
	case COMMAND:
		s->kind = STMT_COMMAND;
		s->name = s->from->s;
		s->command = command_find(s->name);
		break;
	case UNKNOWN:
		unknown_head(s, errors);
		break;
	case NO_HEAD:
		if (s->from + 1 == s->to && is_slot(s->from)) {
			fail(s, errors, s->from->at,
			     arena_printf(errors->arena, "%s $ s \"bd\"",
					  s->from->s),
			     arena_printf(errors->arena,
					  "`%s` is a slot: it needs something "
					  "to play",
					  s->from->s));
			break;
		}
		if (s->from->kind == TOK_LET && s->from + 2 < s->to &&
		    s->from[1].kind == TOK_NAME &&
		    s->from[2].kind == TOK_TYPED) {
			fail(s, errors, s->from[2].at,
			     arena_printf(errors->arena,
					  "types are found out: let %s = ...",
					  s->from[1].s),
			     "a definition has no line for its type");
			break;
		}
		if (s->from->kind == TOK_DO) {
			s->body = s->from + 1;
			if (s->body == s->to)
				s->kind = STMT_BROKEN; /* says nothing */
		}
		break;
	}
	s->head = s->from->at;
	if (s->body > s->from)
		s->head.to = s->body[-1].at.to;
}

struct statements statements_split(struct diag_list *errors,
				   struct tokens tokens, size_t most)
{
	struct arena *a = errors->arena;
	const struct token *end = tokens.at + tokens.n;
	struct statements l = {0};
	struct statement *s = NULL;
	struct cut count = {.first = tokens.at, .end = end}, cut = count;
	size_t n = 0;

	for (const struct token *t = tokens.at; t < end; t++)
		n += cut_step(&count, t);
	if (n > most) {
		diag_error(errors, tokens.at->at, "split it into parts",
			   "a text has at most %zu statements, this has %zu",
			   most, n);
		return l;
	}
	l.at = ARENA_ARRAY(a, struct statement, n);
	for (const struct token *t = tokens.at; t < end; t++) {
		if (cut_step(&cut, t)) {
			s = &l.at[l.n++];
			s->from = t;
		}
		s->to = t + 1;
		s->at = (struct text_span){s->from->at.from, t->at.to};
	}
	for (size_t i = 0; i < l.n; i++)
		read_head(&l.at[i], errors);
	return l;
}

/* --- Bodies --- */

struct body {
	struct statement *s;
	struct parser p;
};

static void parse_definition(struct statement *s, struct parser *p)
{
	if (is_hash(s->body)) {
		p->at = s->body;
		s->binding.body = parse_modifier(p);
		return;
	}
	p->at = definition_name(s) + 1;
	s->binding.params = parse_params(p, &s->binding.n_params);
	p->at = s->body;
	s->binding.body = parse_all(p);
}

static void parse_target(struct statement *s, struct parser *p, bool needed)
{
	if (parse_at_end(p)) {
		if (needed)
			parse_fail(p, s->command->example,
				   "the number of a slot");
		return;
	}
	if (separates(p->at))
		p->at++;
	s->target = parse_at_end(p) ? NULL : slot_name(p->arena, p->at);
	if (!s->target)
		parse_fail(
		    p,
		    s->command->shape == COMMAND_TRANSITION
			? arena_printf(p->arena, "%s 1 ... $ s \"bd\"", s->name)
		    : p->at < p->end && p->at->kind == TOK_OPEN
			? arena_printf(p->arena, "%s, or %s 1", s->name,
				       s->name)
			: NULL,
		    "a slot: 1, d1, out or \"name\"");
	p->at++;
}

static void expect_end(struct parser *p)
{
	if (!parse_at_end(p))
		parse_fail(p, NULL, "the end of the statement");
}

static void parse_transition(struct statement *s, struct parser *p)
{
	s->args = ARENA_ARRAY(p->arena, struct node *, 8);
	parse_target(s, p, true);
	while (!parse_at_end(p) && p->at->kind != TOK_DOLLAR && s->n_args < 8)
		s->args[s->n_args++] = parse_argument(p);
	if (parse_at_end(p) || p->at->kind != TOK_DOLLAR)
		parse_fail(p, s->command->example, "`$` and a pattern");
	s->head.to = p->at->at.to;
	p->at++;
	s->expr = parse_all(p);
}

static void parse_command(struct statement *s, struct parser *p)
{
	p->at = s->body;
	switch (s->command->shape) {
	case COMMAND_HEAD: /* none is */
	case COMMAND_ALONE:
		expect_end(p);
		break;
	case COMMAND_TARGET:
		parse_target(s, p, strcmp(s->name, "solo") == 0);
		if (!parse_at_end(p) && slot_name(p->arena, p->at))
			parse_fail(p,
				   arena_printf(p->arena,
						"one slot a line: %s 1",
						s->name),
				   "the end of the statement");
		expect_end(p);
		break;
	case COMMAND_WORD:
		if (!parse_at_end(p) && separates(p->at))
			p->at++;
		if (parse_at_end(p) || p->at->kind != TOK_NAME)
			parse_fail(p, "outmix: sqrt", "a word");
		s->target = p->at->s;
		s->head.to = p->at->at.to;
		p->at++;
		expect_end(p);
		break;
	case COMMAND_TRANSITION:
		parse_transition(s, p);
		break;
	case COMMAND_EXPRESSION:
		if (!parse_at_end(p) && separates(p->at))
			p->at++;
		s->expr = parse_all(p);
		break;
	}
}

/* `d1 -> s "bd"`, `d1 $$ s "bd"` */
static bool is_no_expression(const struct parser *p)
{
	const struct token *t = p->at;

	if (parse_at_end(p))
		return false;
	return t->kind == TOK_ARROW || t->kind == TOK_TYPED ||
	       t->kind == TOK_DOLLAR || t->kind == TOK_EQUALS ||
	       (t->kind == TOK_OP && strcmp(t->s, "-") != 0 &&
		strcmp(t->s, "~") != 0);
}

static void parse_body(void *ctx)
{
	struct body *b = ctx;
	struct statement *s = b->s;

	switch (s->kind) {
	case STMT_DEFINITION:
		parse_definition(s, &b->p);
		break;
	case STMT_COMMAND:
		parse_command(s, &b->p);
		break;
	case STMT_SLOT:
		b->p.at = s->body;
		if (is_no_expression(&b->p))
			parse_fail(&b->p,
				   "a slot plays what stands behind `$`: "
				   "d1 $ s \"bd sn\"",
				   "`$` and a pattern");
		s->expr = parse_all(&b->p);
		break;
	case STMT_VALUE:
		b->p.at = s->body;
		s->expr = parse_all(&b->p);
		break;
	case STMT_BROKEN:
		break;
	}
}

void statement_parse(struct statement *s, const struct parser *p)
{
	struct body b = {s, *p};
	enum status st;

	b.p.end = s->to;
	b.p.block_column = -1;
	b.p.depth = 0;
	b.p.no_then = NULL;
	st = arena_run(p->arena, parse_body, &b);
	if (st == ST_INVALID)
		s->kind = STMT_BROKEN;
	else if (st != ST_OK)
		arena_pass(p->arena, st);
}
