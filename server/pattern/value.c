#include "pattern/value.h"

#include <math.h>
#include <string.h>

double value_to_double(struct value v)
{
	switch (v.kind) {
	case V_FLOAT:
	case V_NOTE:
		return v.f;
	case V_INT:
		return (double)v.i;
	case V_RAT:
		return rat_to_double(v.r);
	case V_BOOL:
		return v.b;
	default:
		return 0;
	}
}

struct rat value_to_rat(struct value v)
{
	switch (v.kind) {
	case V_FLOAT:
	case V_NOTE:
		return rat_from_double(v.f);
	case V_INT:
		return rat_int(v.i);
	case V_RAT:
		return v.r;
	case V_BOOL:
		return rat_int(v.b);
	default:
		return RAT_ZERO;
	}
}

static int64_t floor_to_int(double f)
{
	f = floor(f);
	if (f >= 0x1p63)
		return INT64_MAX;
	if (f < -0x1p63 || isnan(f))
		return isnan(f) ? 0 : INT64_MIN;
	return (int64_t)f;
}

int64_t value_to_int(struct value v)
{
	switch (v.kind) {
	case V_FLOAT:
	case V_NOTE:
		return floor_to_int(v.f);
	case V_INT:
		return v.i;
	case V_RAT:
		return rat_floor(v.r);
	case V_BOOL:
		return v.b;
	default:
		return 0;
	}
}

bool value_to_bool(struct value v)
{
	return v.kind == V_BOOL ? v.b : value_to_double(v) != 0;
}

struct value value_as(struct value v, enum value_kind kind)
{
	if (v.kind == kind || !value_is_number(v))
		return v;
	switch (kind) {
	case V_FLOAT:
		return value_float(value_to_double(v));
	case V_NOTE:
		return value_note(value_to_double(v));
	case V_INT:
		return value_int(value_to_int(v));
	case V_RAT:
		return value_rat(value_to_rat(v));
	default:
		return v;
	}
}

/* --- Order --- */

static int cmp_double(double a, double b)
{
	/* As Haskell's compare: what is neither less nor equal is greater. */
	return a < b ? -1 : a == b ? 0 : 1;
}

static int cmp_numbers(struct value a, struct value b)
{
	if (a.kind == V_INT && b.kind == V_INT)
		return (a.i > b.i) - (a.i < b.i);
	if ((a.kind == V_RAT || a.kind == V_INT) &&
	    (b.kind == V_RAT || b.kind == V_INT))
		return rat_cmp(value_to_rat(a), value_to_rat(b));
	return cmp_double(value_to_double(a), value_to_double(b));
}

static int cmp_lists(const struct list *a, const struct list *b)
{
	for (size_t i = 0; i < a->n && i < b->n; i++) {
		int c = value_cmp(a->at[i], b->at[i]);

		if (c)
			return c;
	}
	return (a->n > b->n) - (a->n < b->n);
}

static int cmp_maps(const struct map *a, const struct map *b)
{
	for (size_t i = 0; i < a->n && i < b->n; i++) {
		int c = control_cmp(a->at[i].key, b->at[i].key);

		if (!c)
			c = value_cmp(a->at[i].value, b->at[i].value);
		if (c)
			return c;
	}
	return (a->n > b->n) - (a->n < b->n);
}

static int cmp_blobs(const struct blob *a, const struct blob *b)
{
	size_t n = a->n < b->n ? a->n : b->n;
	int c = n ? memcmp(a->at, b->at, n) : 0;

	return c ? c : (a->n > b->n) - (a->n < b->n);
}

/* Where Tidal puts the kinds that it can't compare by value. */
static int rank(enum value_kind k)
{
	static const unsigned char ranks[] = {
	    [V_NONE] = 0, [V_STR] = 1,	   [V_BOOL] = 2,  [V_BLOB] = 3,
	    [V_INT] = 4,  [V_FLOAT] = 4,   [V_NOTE] = 4,  [V_RAT] = 4,
	    [V_CHAR] = 5, [V_LIST] = 6,	   [V_FN] = 7,	  [V_MAP] = 8,
	    [V_PAT] = 9,  [V_SIGNAL] = 10, [V_STATE] = 11};

	return ranks[k];
}

int value_cmp(struct value a, struct value b)
{
	if (value_is_number(a) && value_is_number(b))
		return cmp_numbers(a, b);
	if (a.kind != b.kind)
		return rank(a.kind) < rank(b.kind) ? -1 : 1;
	switch (a.kind) {
	case V_STR:
		return a.s == b.s ? 0 : strcmp(a.s, b.s);
	case V_BOOL:
		return a.b - b.b;
	case V_CHAR:
		return (a.c > b.c) - (a.c < b.c);
	case V_MAP:
		return a.map == b.map ? 0 : cmp_maps(a.map, b.map);
	case V_LIST:
		return a.list == b.list ? 0 : cmp_lists(a.list, b.list);
	case V_BLOB:
		return cmp_blobs(a.blob, b.blob);
	default:
		return 0;
	}
}

static bool eq_numbers(struct value a, struct value b)
{
	if ((a.kind == V_NOTE) != (b.kind == V_NOTE))
		return false;
	if (a.kind == V_RAT && b.kind == V_FLOAT)
		return rat_eq(a.r, rat_from_double(b.f));
	if (a.kind == V_FLOAT && b.kind == V_RAT)
		return rat_eq(b.r, rat_from_double(a.f));
	return cmp_numbers(a, b) == 0;
}

static bool eq_maps(const struct map *a, const struct map *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (control_cmp(a->at[i].key, b->at[i].key) ||
		    !value_eq(a->at[i].value, b->at[i].value))
			return false;
	return true;
}

static bool eq_lists(const struct list *a, const struct list *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (!value_eq(a->at[i], b->at[i]))
			return false;
	return true;
}

bool value_eq(struct value a, struct value b)
{
	if (value_is_number(a) && value_is_number(b))
		return eq_numbers(a, b);
	if (a.kind != b.kind)
		return false;
	switch (a.kind) {
	case V_MAP:
		return a.map == b.map || eq_maps(a.map, b.map);
	case V_LIST:
		return a.list == b.list || eq_lists(a.list, b.list);
	case V_PAT:
		return a.pat == b.pat;
	case V_FN:
		return a.fn == b.fn;
	case V_SIGNAL:
		return a.signal == b.signal;
	case V_STATE:
		return a.state == b.state;
	default:
		return value_cmp(a, b) == 0;
	}
}
