#include "tests/support/generate.h"

#include <string.h>
#include "base/control.h"
#include "dsp/ugen.h"
#include "pattern/fn.h"

struct gen {
	struct strbuf *to;
	uint64_t state;
	int left; /* names that may still be used: bounds the text */
};

static unsigned any(struct gen *g, unsigned n)
{
	g->state ^= g->state << 13;
	g->state ^= g->state >> 7;
	g->state ^= g->state << 17;
	return (unsigned)((g->state >> 33) % n);
}

static const char *pick(struct gen *g, const char *const *words, unsigned n)
{
	return words[any(g, n)];
}

#define PICK(g, words) pick(g, words, sizeof(words) / sizeof(*(words)))

static void put(struct gen *g, const char *s)
{
	strbuf_puts(g->to, s);
}

/* A mini-notation sequence of items. */
static void sequence(struct gen *g, const char *const *items, unsigned n,
		     int depth)
{
	static const char *const suffix[] = {
	    "",	  "",	   "",	     "*2",   "/3",	    "?",  "!2",
	    "@3", "(3,8)", "*<2 3>", "*1.5", "(<3 5>,8,2)", " _", " ~"};
	static const char *const open[] = {"[", "<", "{"};
	static const char *const close[] = {"]", ">", "}%4"};
	unsigned steps = 1 + any(g, 4);

	for (unsigned i = 0; i < steps; i++) {
		if (i)
			put(g, any(g, 8) ? " " : any(g, 2) ? ", " : " . ");
		if (depth > 0 && any(g, 4) == 0) {
			unsigned k = any(g, 3);

			put(g, open[k]);
			sequence(g, items, n, depth - 1);
			put(g, close[k]);
		} else {
			put(g, pick(g, items, n));
		}
		put(g, PICK(g, suffix));
	}
}

static void string(struct gen *g, const char *const *items, unsigned n)
{
	put(g, "\"");
	sequence(g, items, n, 2);
	put(g, "\"");
}

static const char *const numbers[] = {"0",  "1",   "2",	   "3",	  "4",	 "8",
				      "-1", "0.5", "0.25", "1%8", "1e3", "0.3"};
static const char *const words[] = {"bd", "sn:2", "hh", "cp", "arpy:3", "~"};
static const char *const notes[] = {"c", "e5", "g'maj", "a'min7'ii", "0", "7"};
static const char *const bools[] = {"t", "f", "1", "0"};

static void number(struct gen *g)
{
	if (any(g, 2))
		put(g, PICK(g, numbers));
	else
		string(g, numbers, sizeof(numbers) / sizeof(*numbers));
}

static void expression(struct gen *g, int depth);

/* A function of patterns, in parentheses. */
static void function(struct gen *g, int depth)
{
	static const char *const plain[] = {"rev",
					    "id",
					    "(fast 2)",
					    "(# speed 2)",
					    "(|+ n 1)",
					    "(0.25 ~>)",
					    "(const $ s \"sn\")",
					    "(slow 2 . rev)",
					    "(\\x -> stack [x, rev x])",
					    "(hurry \"<1 2>\")"};

	if (depth <= 0 || any(g, 3)) {
		put(g, PICK(g, plain));
		return;
	}
	put(g, "(");
	put(g, any(g, 2) ? "every 2 " : "within (0, 0.5) ");
	function(g, depth - 1);
	put(g, ")");
}

static int contains(const char *type, size_t len, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i + n <= len; i++)
		if (memcmp(type + i, word, n) == 0)
			return 1;
	return 0;
}

/* An argument for a type, given as its piece of the row's type string. */
static void argument(struct gen *g, const char *type, size_t len, int depth)
{
	if (contains(type, len, "->")) {
		function(g, depth);
	} else if (len && type[0] == '[') {
		put(g, "[");
		argument(g, type + 1, len - 2, depth - 1);
		put(g, ", ");
		argument(g, type + 1, len - 2, depth - 1);
		put(g, "]");
	} else if (len && type[0] == '(' && contains(type, len, ",")) {
		put(g, "(0.25, 0.75)");
	} else if (contains(type, len, "Time") || contains(type, len, "Int") ||
		   contains(type, len, "Double") ||
		   contains(type, len, "Rational")) {
		number(g);
	} else if (contains(type, len, "Note")) {
		string(g, notes, sizeof(notes) / sizeof(*notes));
	} else if (contains(type, len, "Bool")) {
		string(g, bools, sizeof(bools) / sizeof(*bools));
	} else if (contains(type, len, "String")) {
		string(g, words, sizeof(words) / sizeof(*words));
	} else {
		put(g, "(");
		expression(g, depth - 1);
		put(g, ")");
	}
}

/* The end of the first argument in a type: the next "->" outside brackets. */
static const char *next_arrow(const char *type)
{
	int depth = 0;

	for (; *type; type++) {
		depth += *type == '(' || *type == '[';
		depth -= *type == ')' || *type == ']';
		if (depth == 0 && type[0] == '-' && type[1] == '>')
			return type;
	}
	return NULL;
}

static const struct fn_row *any_row(struct gen *g)
{
	size_t n = 0, k;

	for (const struct fn_family *const *f = fn_families; *f; f++)
		n += (*f)->n;
	if (n == 0)
		return NULL;
	k = any(g, (unsigned)n);
	for (const struct fn_family *const *f = fn_families; *f; f++) {
		if (k < (*f)->n)
			return &(*f)->rows[k];
		k -= (*f)->n;
	}
	return NULL;
}

static void application(struct gen *g, int depth)
{
	const struct fn_row *row = any_row(g);
	const char *type, *arrow;

	if (!row)
		return;
	type = strstr(row->type, "=> ");
	type = type ? type + 3 : row->type;
	if (row->name[0] >= 'a' && row->name[0] <= 'z') {
		put(g, row->name);
	} else {
		put(g, "(");
		put(g, row->name);
		put(g, ")");
	}
	for (; (arrow = next_arrow(type)); type = arrow + 3) {
		size_t len = (size_t)(arrow - type);

		while (len && type[len - 1] == ' ')
			len--;
		put(g, " ");
		argument(g, type, len, depth);
		if (!arrow[2])
			break;
	}
}

static void source(struct gen *g)
{
	static const char *const controls[] = {"n",    "speed", "gain",	 "pan",
					       "note", "cut",	"legato"};

	if (any(g, 3)) {
		put(g, "s ");
		string(g, words, sizeof(words) / sizeof(*words));
	} else {
		put(g, PICK(g, controls));
		put(g, " ");
		number(g);
	}
}

static void expression(struct gen *g, int depth)
{
	static const char *const ops[] = {" # ", " |+ ", " |+| ", " + ",
					  " * ", " |< ", " +| ",  " |% "};

	if (depth <= 0 || g->left-- <= 0) {
		source(g);
		return;
	}
	switch (any(g, 4)) {
	case 0:
		source(g);
		put(g, PICK(g, ops));
		source(g);
		break;
	case 1:
		function(g, depth);
		put(g, " $ ");
		expression(g, depth - 1);
		break;
	default:
		application(g, depth);
	}
}

void generate_expression(struct strbuf *to, uint64_t seed, int depth)
{
	struct gen g = {
	    .to = to, .left = 30, .state = seed * 0x9E3779B97F4A7C15u + 1};

	expression(&g, depth);
}

void generate_program(struct strbuf *to, uint64_t seed)
{
	static const char *const heads[] = {
	    "d1 $ ",	  "d2 $ ",    "out: ", "o3: ",	    "once $ ",
	    "xfade 1 $ ", "let x = ", "~a: ",  "p \"x\" $ "};
	struct gen g = {
	    .to = to, .left = 60, .state = seed * 0x9E3779B97F4A7C15u + 1};
	unsigned n = 1 + any(&g, 4);

	for (unsigned i = 0; i < n; i++) {
		put(&g, PICK(&g, heads));
		expression(&g, 1 + (int)any(&g, 4));
		put(&g, "\n");
	}
}

/* --- Signals --- */

static const struct ugen_row *any_unit(struct gen *g)
{
	for (;;) {
		unsigned families = 0;
		const struct ugen_family *f;
		const struct ugen_row *row;

		while (ugen_families[families])
			families++;
		f = ugen_families[any(g, families)];
		row = &f->rows[any(g, (unsigned)f->n)];
		if (!(row->flags & UGEN_HIDDEN))
			return row;
	}
}

static void signal(struct gen *g, int depth);

static void value(struct gen *g, const struct ugen_param *p, int depth)
{
	static const char *const pitches[] = {"c4", "a3", "e5", "220", "1000"};
	double share = any(g, 1000) * 1e-3;

	if (p->words) {
		strbuf_printf(g->to, "\"%.*s\"", (int)strcspn(p->words, " "),
			      p->words);
	} else if (p->items) {
		put(g, "\"0.1 1 0.5\"");
	} else if (any(g, 4) == 0 && depth > 0 && p->lift == LIFT_HOLD) {
		put(g, "(");
		signal(g, depth - 1);
		put(g, ")");
	} else if (any(g, 3) == 0 && strcmp(p->unit, "Hz") == 0) {
		string(g, pitches, sizeof(pitches) / sizeof(*pitches));
	} else if (any(g, 4) == 0) {
		string(g, numbers, sizeof(numbers) / sizeof(*numbers));
	} else {
		/* Both ends are as likely as all between. */
		share = share < 0.1 ? 0 : share > 0.9 ? 1 : share * share;
		strbuf_printf(g->to, "(%g)",
			      (double)p->least +
				  share * ((double)p->most - (double)p->least));
	}
}

static void unit(struct gen *g, int depth, bool behind)
{
	const struct ugen_row *row = any_unit(g);
	int audio = row->inputs;

	if (behind) {
		while (row->inputs == 0 && !(row->flags & UGEN_ENVELOPE))
			row = any_unit(g);
		audio = row->inputs > 0 ? row->inputs - 1 : 0;
	}
	put(g, row->name);
	for (int i = 0; i < audio; i++) {
		put(g, " (");
		signal(g, depth - 1);
		put(g, ")");
	}
	for (int i = 0; i < row->n_params; i++) {
		const struct ugen_param *p = &row->params[i];

		if (any(g, 3) && !(p->initial != p->initial))
			continue;
		strbuf_printf(g->to, " :%s ", p->name);
		value(g, p, depth - 1);
	}
}

static void signal(struct gen *g, int depth)
{
	static const char *const leaves[] = {
	    "~a",	"~b",  "noise",	     "saw 110",	  "sine 3",
	    "square 2", "0.5", "impulse 50", "s \"bd*4\""};
	static const char *const ops[] = {" + ", " * ", " - ", " / "};

	if (depth <= 0 || g->left-- <= 0) {
		put(g, PICK(g, leaves));
		return;
	}
	switch (any(g, 4)) {
	case 0:
		put(g, "(");
		signal(g, depth - 1);
		put(g, ")");
		put(g, PICK(g, ops));
		put(g, "(");
		signal(g, depth - 1);
		put(g, ")");
		break;
	case 1:
		unit(g, depth, false);
		break;
	default:
		signal(g, depth - 1);
		put(g, " # ");
		unit(g, depth, true);
	}
}

void generate_signals(struct strbuf *to, uint64_t seed)
{
	struct gen g = {
	    .to = to, .left = 40, .state = seed * 0x9E3779B97F4A7C15u + 1};

	put(&g, "~a: saw 55 + ~b * 0.3\n~b: ");
	signal(&g, 2);
	put(&g, "\nout: ");
	signal(&g, 1 + (int)any(&g, 4));
	if (any(&g, 3) == 0) {
		put(&g, "\nd2 $ ");
		signal(&g, 2);
	}
	put(&g, "\n");
}
