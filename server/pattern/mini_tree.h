/* What the parts of the mini-notation share: the parser's state and the tree
 * that it makes. Private to mini*.c. The grammar and its order of choices are
 * TidalCycles' (ParseBP): an alternative is tried only when the one before
 * failed without having read anything, or where the grammar says so. */
#ifndef PATTERN_MINI_TREE_H
#define PATTERN_MINI_TREE_H

#include "pattern/core.h"
#include "pattern/mini.h"

enum {
	MINI_NESTING = 200,  /* brackets inside brackets */
	MINI_STEPS = 10000,  /* of one sequence, repeats counted */
	MINI_RATE = 1000000, /* `*` with a constant */
};

/* Item types that only occur inside of others. */
enum { MINI_MODIFIER = MINI_FREQUENCY + 1 };

enum tpat_kind {
	T_ATOM,
	T_FAST,	   /* a by b */
	T_SLOW,	   /* a by b */
	T_DEGRADE, /* a, seed, amount */
	T_CHOOSE,  /* list, seed */
	T_EUCLID,  /* a, hits b, steps c, rotation d */
	T_STACK,   /* list */
	T_POLY,	   /* list, rate b or NULL */
	T_SEQ,	   /* list */
	T_SILENCE,
	T_FOOT,
	T_ELONGATE, /* a, weight */
	T_REPEAT,   /* a, count */
	T_RANGE,    /* from a to b */
	T_VAR,	    /* name */
	T_CHORD,    /* note a, name b, modifiers list */
};

struct tpat {
	enum tpat_kind kind;
	int type;	    /* of the items: enum mini_type */
	bool placed;	    /* an atom that remembers its place */
	uint32_t from, to;  /* in the string */
	struct value value; /* T_ATOM */
	struct tpat *a, *b, *c, *d;
	struct tpat **list;
	size_t n;
	int seed;
	double amount;
	struct rat weight;
	int64_t count;
	const char *name;
};

/* What could have stood where the parser got no further. */
enum mini_expect {
	E_STEP = 1 << 0,   /* a sound, number ..., or an opening bracket */
	E_CLOSE = 1 << 1,  /* the bracket that closes the innermost one */
	E_COMMA = 1 << 2,  /* a comma inside (k,n) */
	E_RATE = 1 << 3,   /* a number after * or / */
	E_DIGIT = 1 << 4,  /* more of a number */
	E_CHORD = 1 << 5,  /* a chord's name */
	E_TURN = 1 << 6,   /* what may follow a chord's second ' */
	E_CHANCE = 1 << 7, /* a fraction after ? */
	E_END = 1 << 8,
};

struct mini {
	struct arena *arena;
	const char *s;
	size_t len, pos;
	int seed; /* of the next random construct */
	enum mini_type type;
	int depth;
	bool fatal; /* an error that no alternative mends was reported */
	struct diag_list *errors;
	uint32_t at;
	const struct mini_scope *scope;
	bool plain; /* one line of ASCII without tabs: columns are bytes */
	/* The furthest place that a parser failed at, and what it wanted. */
	size_t far;
	unsigned expected;
	int far_open;	  /* how many brackets around `far` */
	char far_bracket; /* the innermost of them, or 0 */
	size_t far_bracket_pos;
	bool after_whole; /* far lies behind a * or / of a whole sequence */
	bool after_range; /* far lies behind a range */
	/* Brackets around the place being read, `depth` of them. Last: it is
	 * large, and not zeroed. */
	struct {
		char c;
		size_t pos;
	} open[MINI_NESTING + 1];
};

typedef struct tpat *mini_fn(struct mini *m);

struct tpat *tpat_new(struct mini *m, enum tpat_kind kind, int type);
/* Note what would have been right at m->pos. Always NULL. */
struct tpat *mini_expect(struct mini *m, unsigned what);
/* Report an error that ends the parse. Always NULL. */
struct tpat *mini_fatal(struct mini *m, size_t from, size_t to,
			const char *hint, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

static inline int mini_peek(const struct mini *m)
{
	return m->pos < m->len ? (unsigned char)m->s[m->pos] : -1;
}

static inline bool mini_take(struct mini *m, char c)
{
	if (mini_peek(m) != (unsigned char)c)
		return false;
	m->pos++;
	return true;
}

void mini_spaces(struct mini *m);
/* Blanks and comments, as they may follow a comma, a dot or an octave. */
void mini_lexeme(struct mini *m);

/* How the items of a type are read: what Tidal's type class takes for one. */
struct mini_kind {
	mini_fn *parse;
	int type;
};
const struct mini_kind *mini_item(enum mini_type type);
extern const struct mini_kind mini_rational_kind, mini_integral_kind;
mini_fn mini_rational;
/* Parts of numbers, shared with the grammar. false: failed. */
bool mini_ratio(struct mini *m, struct rat *to);
bool mini_chance(struct mini *m, double *to);
bool mini_digits(struct mini *m, double *to);

/* A part by the given item: the item or something in brackets. */
struct tpat *mini_part(struct mini *m, const struct mini_kind *item);
/* The whole string. NULL after errors. */
struct tpat *mini_grammar(struct mini *m);

/* The tree as a pattern. Escapes with ST_EVAL where the notation has no
 * meaning ("<>"). */
const struct pattern *mini_build(struct mini *m, const struct tpat *t);

#endif
