/* Rhythm from somewhere else: structure and masks from booleans, numbers, words
 * and strings. */
#include <string.h>

#include "pattern/family.h"
#include "pattern/param.h"

/* --- From booleans --- */

static struct value only_true(struct arena *a, const void *ctx, struct value v)
{
	(void)a;
	(void)ctx;
	return value_to_bool(v) ? v : (struct value){.kind = V_NONE};
}

static struct value second(struct arena *a, const void *ctx, struct value x,
			   struct value y)
{
	(void)a;
	(void)ctx;
	(void)x;
	return y;
}

static struct value first(struct arena *a, const void *ctx, struct value x,
			  struct value y)
{
	(void)a;
	(void)ctx;
	(void)y;
	return x;
}

static const struct pattern *trues(struct arena *a, const struct pattern *b)
{
	return pat_keep_steps(a, b, pat_map_some(a, only_true, NULL, b));
}

const struct pattern *pat_struct(struct arena *a, const struct pattern *b,
				 const struct pattern *p)
{
	return pat_app(a, FROM_LEFT, second, NULL, trues(a, b), p);
}

const struct pattern *pat_mask(struct arena *a, const struct pattern *b,
			       const struct pattern *p)
{
	return pat_app(a, FROM_LEFT, first, NULL, p, trues(a, b));
}

static struct value build_struct(const struct call *c)
{
	return value_pat(pat_struct(c->arena, arg_pat(c, 0), arg_pat(c, 1)));
}

static struct value build_mask(const struct call *c)
{
	return value_pat(pat_mask(c->arena, arg_pat(c, 0), arg_pat(c, 1)));
}

static struct value not(struct arena * a, const void *ctx, struct value v)
{
	(void)a;
	(void)ctx;
	return value_bool(!value_to_bool(v));
}

const struct pattern *pat_inv(struct arena *a, const struct pattern *b)
{
	return pat_map(a, not, NULL, b);
}

static const struct param_0_op op_inv = {pat_inv};

const struct pattern *pat_bools(struct arena *a, size_t n, const bool *v)
{
	const struct pattern *on = pat_pure(a, value_bool(true));
	const struct pattern *off = pat_pure(a, value_bool(false));
	const struct pattern **all =
	    arena_alloc(a, (n + 1) * sizeof(struct pattern *));

	for (size_t i = 0; i < n; i++)
		all[i] = v[i] ? on : off;
	return pat_fastcat(a, n, all);
}

/* --- A cycle of a pattern in each event --- */

struct substruct {
	struct pattern pattern;
	const struct pattern *when, *in;
};

/* As in Tidal: what is asked for is the whole event, whatever the query, and
 * without the query's state. */
static void run_substruct(struct query *q, const struct pattern *p,
			  struct span s, struct events *out)
{
	const struct substruct *n = (const struct substruct *)p;
	struct events bools = events_none();
	const struct map *state = q->state;

	pat_query(q, n->when, s, &bools);
	q->state = NULL;
	for (size_t i = 0; i < bools.n; i++) {
		struct span w = event_whole_or_part(&bools.at[i]);

		if (value_to_bool(bools.at[i].value))
			pat_query(q, pat_compress_to(q->arena, w, n->in), w,
				  out);
	}
	q->state = state;
}

static struct value build_substruct(const struct call *c)
{
	struct substruct *n = ARENA_NEW(c->arena, struct substruct);

	n->when = arg_pat(c, 0);
	n->in = arg_pat(c, 1);
	n->pattern.run = run_substruct;
	n->pattern.steps = n->in->steps;
	n->pattern.pure = n->in->pure;
	return value_pat(&n->pattern);
}

/* --- From numbers --- */

static const struct pattern *bind_binary(struct arena *a, const void *ctx,
					 struct value v)
{
	int64_t n = *(const int64_t *)ctx, x = value_to_int(v);
	bool *bits;

	if (n < 0)
		n = 0;
	if (n > 65536)
		arena_escape(a, ST_EVAL, "binaryN: more than 65536 digits");
	bits = arena_alloc(a, (size_t)n + 1);
	for (int64_t i = 0; i < n; i++) {
		int64_t bit = n - 1 - i;

		bits[i] = bit < 64 && (((uint64_t)x >> bit) & 1);
	}
	return pat_bools(a, (size_t)n, bits);
}

static const struct pattern *do_binary(struct arena *a, struct value v,
				       const struct pattern *p)
{
	int64_t n = value_to_int(v);
	const struct pattern *b = pat_bind(a, JOIN_SQUEEZE, bind_binary,
					   arena_copy(a, &n, sizeof(n)), p);

	return pat_with_steps(a, rat_int(n), b);
}

static const struct param_op op_binary = {do_binary, PARAM_SHORT};

static struct value build_binary(const struct call *c)
{
	return value_pat(do_binary(c->arena, value_int(8), arg_pat(c, 0)));
}

static uint32_t next_char(const unsigned char **s)
{
	const unsigned char *p = *s;
	uint32_t c = *p++;
	int more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : c >= 0xc0 ? 1 : 0;

	if (more)
		c &= 0x3fu >> more;
	for (; more && (*p & 0xc0) == 0x80; more--)
		c = c << 6 | (*p++ & 0x3f);
	*s = p;
	return c;
}

static const struct pattern *bind_ascii(struct arena *a, const void *ctx,
					struct value v)
{
	const unsigned char *s =
	    (const unsigned char *)(v.kind == V_STR ? v.s : "");
	bool *bits = arena_alloc(a, strlen((const char *)s) * 8 + 1);
	size_t n = 0;

	(void)ctx;
	while (*s) {
		uint32_t c = next_char(&s);

		for (int bit = 7; bit >= 0; bit--)
			bits[n++] = (c >> bit) & 1;
	}
	return pat_bools(a, n, bits);
}

static struct value build_ascii(const struct call *c)
{
	return value_pat(
	    pat_bind(c->arena, JOIN_SQUEEZE, bind_ascii, NULL, arg_pat(c, 0)));
}

static struct value build_necklace(const struct call *c)
{
	struct arena *a = c->arena;
	struct rat per_cycle = arg_rat(c, 0), sum = RAT_ZERO;
	const struct list *l = arg_list(c, 1);
	size_t n = 0;
	bool *beads;

	for (size_t i = 0; i < l->n; i++) {
		int64_t x = value_to_int(l->at[i]);

		sum = rat_add(sum, rat_int(x));
		n += x > 1 ? (x < 65536 ? (size_t)x : 65536) : 1;
		if (n > 65536)
			arena_escape(a, ST_EVAL,
				     "necklace: more than 65536 beads");
	}
	beads = arena_zero(a, n + 1);
	n = 0;
	for (size_t i = 0; i < l->n; i++) {
		int64_t x = value_to_int(l->at[i]);

		beads[n] = true;
		n += x > 1 ? (size_t)x : 1;
	}
	return value_pat(pat_slow(a, rat_quotient(a, sum, per_cycle),
				  pat_bools(a, n, beads)));
}

/* --- From the letters of a string --- */

/* Which sound a letter of a step sequence stands for; NULL is a rest. */
typedef const char *step_name(struct arena *a, const void *ctx, char letter);

static const struct pattern *steps(struct arena *a, step_name *name,
				   const void *ctx, const char *letters)
{
	size_t n = strlen(letters), k = 0;
	const struct pattern **all =
	    arena_alloc(a, (n + 1) * sizeof(struct pattern *));

	for (size_t i = 0; i < n; i++) {
		const char *word;

		if (((unsigned char)letters[i] & 0xc0) == 0x80)
			continue; /* inside a character */
		word = name(a, ctx, letters[i]);
		all[k++] = word ? pat_pure(a, value_str(word)) : pat_silence();
	}
	return pat_fastcat(a, k, all);
}

static const char *name_of_one(struct arena *a, const void *ctx, char letter)
{
	if (letter == 'x')
		return ctx;
	if (letter >= '0' && letter <= '9')
		return arena_printf(a, "%s:%c", (const char *)ctx, letter);
	return NULL;
}

static const char *name_of_many(struct arena *a, const void *ctx, char letter)
{
	const struct list *l = ctx;
	size_t i;

	if (letter != 'x' && (letter < '0' || letter > '9'))
		return NULL;
	i = letter == 'x' ? 0 : (size_t)(letter - '0');
	if (i >= l->n)
		arena_escape(a, ST_EVAL, "sseq': there is no name number %zu",
			     i);
	return l->at[i].kind == V_STR ? l->at[i].s : "";
}

static struct value build_sseq(const struct call *c)
{
	return value_pat(
	    steps(c->arena, name_of_one, arg_str(c, 0), arg_str(c, 1)));
}

static struct value build_sseq_prime(const struct call *c)
{
	return value_pat(
	    steps(c->arena, name_of_many, arg_list(c, 0), arg_str(c, 1)));
}

static struct value build_sseqs(const struct call *c)
{
	struct arena *a = c->arena;
	const struct list *l = arg_list(c, 0);
	const struct pattern **all =
	    arena_alloc(a, (l->n + 1) * sizeof(struct pattern *));

	for (size_t i = 0; i < l->n; i++) {
		const struct value *pair = l->at[i].list->at;

		all[i] = steps(a, name_of_one, pair[0].s, pair[1].s);
	}
	return value_pat(pat_stack(a, l->n, all));
}

static const struct fn_row rows[] = {
    {"struct", "", "Pattern Bool -> Pattern a -> Pattern a", build_struct,
     "Give a pattern the rhythm of the true values.",
     "struct \"t f t t\" $ s \"bd\"",
     "0 1/4 {\"s\":\"bd\"}; 1/2 3/4 {\"s\":\"bd\"}; 3/4 1 {\"s\":\"bd\"}", 0,
     NULL},
    {"mask", "", "Pattern Bool -> Pattern a -> Pattern a", build_mask,
     "Let a pattern be heard only where another is true.",
     "mask \"1 0 1 1\" $ s \"bd*4\"",
     "0 1/4 {\"s\":\"bd\"}; 1/2 3/4 {\"s\":\"bd\"}; 3/4 1 {\"s\":\"bd\"}", 0,
     NULL},
    {"substruct", "", "Pattern Bool -> Pattern b -> Pattern b", build_substruct,
     "Play a cycle of a pattern in each true value.",
     "substruct \"t f t t\" $ s \"bd sn\"",
     "0 1/8 {\"s\":\"bd\"}; 1/8 1/4 {\"s\":\"sn\"}; 1/2 5/8 {\"s\":\"bd\"}; "
     "5/8 3/4 {\"s\":\"sn\"}; 3/4 7/8 {\"s\":\"bd\"}; 7/8 1 {\"s\":\"sn\"}",
     FN_UNCLIPPED | FN_QUERY_DEPENDENT, NULL},
    {"inv", "", "Pattern Bool -> Pattern Bool", build_param_0,
     "Turn true into false and false into true.",
     "struct (inv \"t f f t\") $ s \"bd\"",
     "1/4 1/2 {\"s\":\"bd\"}; 1/2 3/4 {\"s\":\"bd\"}", 0, &op_inv},
    {"binary", "", "Pattern Int -> Pattern Bool", build_binary,
     "The eight binary digits of a number, as a rhythm.",
     "struct (binary 170) $ s \"bd\"",
     "0 1/8 {\"s\":\"bd\"}; 1/4 3/8 {\"s\":\"bd\"}; 1/2 5/8 {\"s\":\"bd\"}; "
     "3/4 7/8 {\"s\":\"bd\"}",
     0, NULL},
    {"binaryN", "", "Pattern Int -> Pattern Int -> Pattern Bool", build_param,
     "The last so many binary digits of a number, as a rhythm.",
     "struct (binaryN 4 5) $ s \"bd\"",
     "1/4 1/2 {\"s\":\"bd\"}; 3/4 1 {\"s\":\"bd\"}", 0, &op_binary},
    {"ascii", "", "Pattern String -> Pattern Bool", build_ascii,
     "The binary digits of the letters of a word, as a rhythm.",
     "struct (ascii \"a\") $ s \"bd\"",
     "1/8 1/4 {\"s\":\"bd\"}; 1/4 3/8 {\"s\":\"bd\"}; 7/8 1 {\"s\":\"bd\"}", 0,
     NULL},
    {"necklace", "", "Rational -> [Int] -> Pattern Bool", build_necklace,
     "A rhythm by the distances between its hits, in steps of the cycle.",
     "struct (necklace 8 [3, 3, 2]) $ s \"bd\"",
     "0 1/8 {\"s\":\"bd\"}; 3/8 1/2 {\"s\":\"bd\"}; 3/4 7/8 {\"s\":\"bd\"}", 0,
     NULL},
    {"sseq", "", "String -> String -> Pattern String", build_sseq,
     "A step sequence as a string: x plays, a digit is a sample number.",
     "s (sseq \"bd\" \"x  x 1 2\")",
     "0 1/8 {\"s\":\"bd\"}; 3/8 1/2 {\"s\":\"bd\"}; 5/8 3/4 "
     "{\"n\":1.0,\"s\":\"bd\"}; 7/8 1 {\"n\":2.0,\"s\":\"bd\"}",
     0, NULL},
    {"sseq'", "", "[String] -> String -> Pattern String", build_sseq_prime,
     "A step sequence whose digits choose among names.",
     "s (sseq' [\"bd\", \"sn\"] \"0101\")",
     "0 1/4 {\"s\":\"bd\"}; 1/4 1/2 {\"s\":\"sn\"}; 1/2 3/4 {\"s\":\"bd\"}; "
     "3/4 1 {\"s\":\"sn\"}",
     0, NULL},
    {"sseqs", "", "[(String, String)] -> Pattern String", build_sseqs,
     "Several step sequences at once.",
     "s (sseqs [(\"bd\", \"x  x\"), (\"sn\", \" x 1\")])",
     "0 1/4 {\"s\":\"bd\"}; 1/4 1/2 {\"s\":\"sn\"}; 3/4 1 "
     "{\"n\":1.0,\"s\":\"sn\"}; 3/4 1 {\"s\":\"bd\"}",
     0, NULL},
};

const struct fn_family fn_family_struct = {"struct",
					   "Rhythm from somewhere else", rows,
					   sizeof(rows) / sizeof(rows[0])};
