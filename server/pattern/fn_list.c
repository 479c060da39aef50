/* Lists: Haskell's functions on them. */
#include "pattern/family.h"

#include <string.h>
#include "pattern/ops.h"
#include "pattern/plain.h"

static const struct list *list_arg(const struct call *c, int i)
{
	return as_list(c->arena, c->args[i]);
}

static _Noreturn void empty(const struct call *c)
{
	arena_escape(c->arena, ST_EVAL, "%s: the list is empty", c->row->name);
}

/* n values from `from` on. */
static struct value piece(const struct call *c, const struct list *l,
			  int64_t from, int64_t n)
{
	int64_t len = (int64_t)l->n;

	if (from < 0)
		from = 0;
	if (from > len)
		from = len;
	if (n > len - from)
		n = len - from;
	return list_of(c->arena, n < 0 ? 0 : (size_t)n, l->at + from);
}

static struct value build_map(const struct call *c)
{
	return list_map(c->arena, arg_fn(c, 0), c->args[1]);
}

/* The values for which the function says True, up to the first that is not. */
static struct value build_filter(const struct call *c)
{
	const struct list *l = list_arg(c, 1);
	struct value *to = ARENA_ARRAY(c->arena, struct value, l->n);
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++)
		if (value_to_bool(fn_call(c->arena, arg_fn(c, 0), l->at[i])))
			to[n++] = l->at[i];
	return list_of(c->arena, n, to);
}

static size_t prefix(const struct call *c, const struct list *l)
{
	size_t n = 0;

	while (n < l->n &&
	       value_to_bool(fn_call(c->arena, arg_fn(c, 0), l->at[n])))
		n++;
	return n;
}

static struct value build_take_while(const struct call *c)
{
	const struct list *l = list_arg(c, 1);

	return piece(c, l, 0, (int64_t)prefix(c, l));
}

static struct value build_drop_while(const struct call *c)
{
	const struct list *l = list_arg(c, 1);

	return piece(c, l, (int64_t)prefix(c, l), INT64_MAX);
}

static struct value fold_right(const struct call *c, const struct list *l,
			       size_t n, struct value v)
{
	while (n-- > 0)
		v = fn_call_2(c->arena, arg_fn(c, 0), l->at[n], v);
	return v;
}

static struct value fold_left(const struct call *c, const struct list *l,
			      size_t from, struct value v)
{
	for (size_t i = from; i < l->n; i++)
		v = fn_call_2(c->arena, arg_fn(c, 0), v, l->at[i]);
	return v;
}

static struct value build_foldr(const struct call *c)
{
	const struct list *l = list_arg(c, 2);

	return fold_right(c, l, l->n, c->args[1]);
}

static struct value build_foldl(const struct call *c)
{
	return fold_left(c, list_arg(c, 2), 0, c->args[1]);
}

static struct value build_foldr1(const struct call *c)
{
	const struct list *l = list_arg(c, 1);

	if (!l->n)
		empty(c);
	return fold_right(c, l, l->n - 1, l->at[l->n - 1]);
}

static struct value build_foldl1(const struct call *c)
{
	const struct list *l = list_arg(c, 1);

	if (!l->n)
		empty(c);
	return fold_left(c, l, 1, l->at[0]);
}

/* --- Scans: what a fold goes through --- */

static struct value scan(const struct call *c, const struct list *l,
			 size_t from, struct value v)
{
	struct value *to = ARENA_ARRAY(c->arena, struct value, l->n + 1);
	size_t n = 0;

	to[n++] = v;
	for (size_t i = from; i < l->n; i++)
		to[n++] = v = fn_call_2(c->arena, arg_fn(c, 0), v, l->at[i]);
	return list_of(c->arena, n, to);
}

static struct value build_scanl(const struct call *c)
{
	return scan(c, list_arg(c, 2), 0, c->args[1]);
}

static struct value build_scanl1(const struct call *c)
{
	const struct list *l = list_arg(c, 1);

	return l->n ? scan(c, l, 1, l->at[0]) : c->args[1];
}

/* --- Sums --- */

static struct value unit(const struct call *c, int64_t i)
{
	struct value v =
	    c->kind == V_MAP
		? value_map(map_one(c->arena, &control_table[CONTROL_ID_n],
				    value_int(i)))
	    : c->kind == V_NONE ? value_int(i)
				: value_as(value_int(i), c->kind);

	return c->shape == SHAPE_PATTERN ? value_pat(pat_pure(c->arena, v)) : v;
}

static struct value combine(const struct call *c, enum value_op op,
			    struct value x, struct value y)
{
	if (x.kind == V_PAT && y.kind == V_PAT)
		return value_pat(pat_op(c->arena, FROM_BOTH, op, x.pat, y.pat));
	return value_op(c->arena, op, x, y);
}

static struct value build_sum(const struct call *c)
{
	const struct list *l = list_arg(c, 0);
	struct value v = unit(c, 0);

	for (size_t i = 0; i < l->n; i++)
		v = combine(c, OP_ADD, v, l->at[i]);
	return v;
}

static struct value build_product(const struct call *c)
{
	const struct list *l = list_arg(c, 0);
	struct value v = unit(c, 1);

	for (size_t i = 0; i < l->n; i++)
		v = combine(c, OP_MUL, v, l->at[i]);
	return v;
}

/* Of patterns that of their values at each moment, as max has it. */
static struct value best(const struct call *c, const char *of_two)
{
	const struct list *l = list_arg(c, 0);
	const struct fn_row *row = fn_find(of_two);
	struct value v;

	if (!l->n)
		empty(c);
	v = l->at[0];
	for (size_t i = 1; i < l->n; i++) {
		struct value args[2] = {v, l->at[i]};
		struct call two = {c->arena, args, row, c->kind, c->shape};

		v = row->build(&two);
	}
	return v;
}

static struct value build_maximum(const struct call *c)
{
	return best(c, "max");
}

static struct value build_minimum(const struct call *c)
{
	return best(c, "min");
}

/* --- Parts --- */

static struct value build_head(const struct call *c)
{
	const struct list *l = list_arg(c, 0);

	if (!l->n)
		empty(c);
	return l->at[0];
}

static struct value build_last(const struct call *c)
{
	const struct list *l = list_arg(c, 0);

	if (!l->n)
		empty(c);
	return l->at[l->n - 1];
}

static struct value build_tail(const struct call *c)
{
	const struct list *l = list_arg(c, 0);

	if (!l->n)
		empty(c);
	return piece(c, l, 1, INT64_MAX);
}

static struct value build_init(const struct call *c)
{
	const struct list *l = list_arg(c, 0);

	if (!l->n)
		empty(c);
	return piece(c, l, 0, (int64_t)l->n - 1);
}

static struct value build_length(const struct call *c)
{
	return value_int((int64_t)list_arg(c, 0)->n);
}

static struct value build_null(const struct call *c)
{
	return value_bool(list_arg(c, 0)->n == 0);
}

static struct value build_take(const struct call *c)
{
	return piece(c, list_arg(c, 1), 0, arg_int(c, 0));
}

static struct value build_drop(const struct call *c)
{
	return piece(c, list_arg(c, 1), arg_int(c, 0), INT64_MAX);
}

static struct value build_index(const struct call *c)
{
	const struct list *l = list_arg(c, 0);
	int64_t i = arg_int(c, 1);

	if (i < 0 || i >= (int64_t)l->n)
		arena_escape(c->arena, ST_EVAL,
			     "!!: there is no item %lld in a list of %zu",
			     (long long)i, l->n);
	return l->at[i];
}

static struct value build_reverse(const struct call *c)
{
	const struct list *l = list_arg(c, 0);
	struct value *to = ARENA_ARRAY(c->arena, struct value, l->n);

	for (size_t i = 0; i < l->n; i++)
		to[i] = l->at[l->n - 1 - i];
	return list_of(c->arena, l->n, to);
}

enum { LONGEST = 1000000 };

static struct value build_replicate(const struct call *c)
{
	int64_t n = arg_int(c, 0);
	struct value *to;

	if (n > LONGEST)
		arena_escape(c->arena, ST_EVAL,
			     "replicate: a list has at most %d items", LONGEST);
	n = n < 0 ? 0 : n;
	to = ARENA_ARRAY(c->arena, struct value, (size_t)n);
	for (int64_t i = 0; i < n; i++)
		to[i] = c->args[1];
	return list_of(c->arena, (size_t)n, to);
}

/* --- Joining --- */

static struct value build_append(const struct call *c)
{
	return list_append(c->arena, c->args[0], c->args[1]);
}

static struct value build_cons(const struct call *c)
{
	return list_append(c->arena, list_of(c->arena, 1, c->args), c->args[1]);
}

static struct value build_concat(const struct call *c)
{
	return list_concat(c->arena, c->args[0]);
}

static struct value build_concat_map(const struct call *c)
{
	return list_concat(c->arena,
			   list_map(c->arena, arg_fn(c, 0), c->args[1]));
}

static struct value build_zip(const struct call *c)
{
	const struct list *x = list_arg(c, 0), *y = list_arg(c, 1);
	size_t n = x->n < y->n ? x->n : y->n;
	struct value *to = ARENA_ARRAY(c->arena, struct value, n);

	for (size_t i = 0; i < n; i++)
		to[i] = tuple_2(c->arena, x->at[i], y->at[i]);
	return list_of(c->arena, n, to);
}

static struct value build_zip_with(const struct call *c)
{
	const struct list *x = list_arg(c, 1), *y = list_arg(c, 2);
	size_t n = x->n < y->n ? x->n : y->n;
	struct value *to = ARENA_ARRAY(c->arena, struct value, n);

	for (size_t i = 0; i < n; i++)
		to[i] = fn_call_2(c->arena, arg_fn(c, 0), x->at[i], y->at[i]);
	return list_of(c->arena, n, to);
}

static struct value build_zip_3(const struct call *c)
{
	const struct list *x = list_arg(c, 0), *y = list_arg(c, 1),
			  *z = list_arg(c, 2);
	size_t n = x->n < y->n ? x->n : y->n;
	struct value *to;

	n = n < z->n ? n : z->n;
	to = ARENA_ARRAY(c->arena, struct value, n);
	for (size_t i = 0; i < n; i++) {
		struct value part[3] = {x->at[i], y->at[i], z->at[i]};

		to[i] = list_of(c->arena, 3,
				arena_copy(c->arena, part, sizeof(part)));
	}
	return list_of(c->arena, n, to);
}

static struct value build_zip_with_3(const struct call *c)
{
	const struct list *x = list_arg(c, 1), *y = list_arg(c, 2),
			  *z = list_arg(c, 3);
	size_t n = x->n < y->n ? x->n : y->n;
	struct value *to;

	n = n < z->n ? n : z->n;
	to = ARENA_ARRAY(c->arena, struct value, n);
	for (size_t i = 0; i < n; i++)
		to[i] = fn_call(
		    c->arena,
		    fn_call_2(c->arena, arg_fn(c, 0), x->at[i], y->at[i]).fn,
		    z->at[i]);
	return list_of(c->arena, n, to);
}

/* --- Searching --- */

static struct value build_elem(const struct call *c)
{
	const struct list *l = list_arg(c, 1);
	bool found = false;

	for (size_t i = 0; i < l->n && !found; i++)
		found = value_eq(c->args[0], l->at[i]);
	return value_bool(found == (c->row->aux == NULL));
}

static struct value build_lookup(const struct call *c)
{
	const struct list *l = list_arg(c, 1);

	for (size_t i = 0; i < l->n; i++)
		if (l->at[i].kind == V_LIST && l->at[i].list->n == 2 &&
		    value_eq(l->at[i].list->at[0], c->args[0]))
			return just(c->arena, l->at[i].list->at[1]);
	return nothing(c->arena);
}

static struct value build_any(const struct call *c)
{
	const struct list *l = list_arg(c, 1);
	bool want = c->row->aux == NULL;

	for (size_t i = 0; i < l->n; i++)
		if (value_to_bool(fn_call(c->arena, arg_fn(c, 0), l->at[i])) ==
		    want)
			return value_bool(want);
	return value_bool(!want);
}

static struct value build_or(const struct call *c)
{
	const struct list *l = list_arg(c, 0);
	bool want = c->row->aux == NULL;

	for (size_t i = 0; i < l->n; i++)
		if (value_to_bool(l->at[i]) == want)
			return value_bool(want);
	return value_bool(!want);
}

static struct value build_words(const struct call *c)
{
	const char *s = arg_str(c, 0);
	struct value *to =
	    ARENA_ARRAY(c->arena, struct value, strlen(s) / 2 + 1);
	size_t n = 0;

	for (;;) {
		size_t len;

		s += strspn(s, " \t\n");
		len = strcspn(s, " \t\n");
		if (len == 0)
			break;
		to[n++] = value_str(arena_strn(c->arena, s, len));
		s += len;
	}
	return list_of(c->arena, n, to);
}

static struct value build_unwords(const struct call *c)
{
	const struct list *l = list_arg(c, 0);
	const char *s = "";

	for (size_t i = 0; i < l->n; i++)
		s = arena_printf(c->arena, "%s%s%s", s, i ? " " : "",
				 l->at[i].s);
	return value_str(s);
}

static struct value show_value(struct arena *a, struct value v)
{
	switch (v.kind) {
	case V_INT:
		return value_str(arena_printf(a, "%lld", (long long)v.i));
	case V_FLOAT:
	case V_NOTE:
		return value_str(arena_printf(
		    a, v.f == (int64_t)v.f ? "%.1f" : "%.15g", v.f));
	case V_RAT:
		return value_str(arena_printf(
		    a, "%lld %% %lld", (long long)v.r.num, (long long)v.r.den));
	case V_BOOL:
		return value_str(v.b ? "True" : "False");
	case V_STR:
		return value_str(arena_printf(a, "\"%s\"", v.s));
	case V_CHAR:
		return value_str(arena_printf(a, "'%c'", (char)v.c));
	default:
		arena_escape(a, ST_EVAL, "show: this can't be shown");
	}
}

static struct value build_show(const struct call *c)
{
	return show_value(c->arena, c->args[0]);
}

#define PLAIN FN_NOT_A_PATTERN

static const struct fn_row rows[] = {
    {"map", "", "(a -> b) -> [a] -> [b]", build_map,
     "Applies a function to each item of a list.",
     "stack (map s [\"bd*2\", \"hh*3\"])", "", PLAIN, NULL},
    {"filter", "", "(a -> Bool) -> [a] -> [a]", build_filter,
     "The items of a list for which a function says True.",
     "n (fromList (filter (> 1) [1, 2, 3]))", "", PLAIN, NULL},
    {"takeWhile", "", "(a -> Bool) -> [a] -> [a]", build_take_while,
     "The items before the first for which a function says False.",
     "n (fromList (takeWhile (< 3) [1, 2, 3]))", "", PLAIN, NULL},
    {"dropWhile", "", "(a -> Bool) -> [a] -> [a]", build_drop_while,
     "The items from the first for which a function says False.",
     "n (fromList (dropWhile (< 3) [1, 2, 3]))", "", PLAIN, NULL},
    {"foldr", "", "(a -> b -> b) -> b -> [a] -> b", build_foldr,
     "Joins the items of a list by a function, from the right.",
     "foldr (\\f p -> f p) (s \"bd sn\") [rev, fast 2]", "", PLAIN, NULL},
    {"foldl", "foldl'", "(b -> a -> b) -> b -> [a] -> b", build_foldl,
     "Joins the items of a list by a function, from the left.",
     "n (foldl (+) 0 [\"0 1\", \"10\"])", "", PLAIN, NULL},
    {"foldr1", "", "(a -> a -> a) -> [a] -> a", build_foldr1,
     "foldr that begins with the last item.",
     "foldr1 overlay [s \"bd\", s \"sn*2\"]", "", PLAIN, NULL},
    {"foldl1", "", "(a -> a -> a) -> [a] -> a", build_foldl1,
     "foldl that begins with the first item.",
     "foldl1 overlay [s \"bd\", s \"sn*2\"]", "", PLAIN, NULL},
    {"scanl", "", "(b -> a -> b) -> b -> [a] -> [b]", build_scanl,
     "All that foldl goes through, from the beginning on.",
     "n (fromList (scanl (+) 0 [1, 2, 3]))", "", PLAIN, NULL},
    {"scanl1", "", "(a -> a -> a) -> [a] -> [a]", build_scanl1,
     "scanl that begins with the first item.",
     "n (fromList (scanl1 (+) [1, 2, 3]))", "", PLAIN, NULL},
    {"sum", "", "Num a => [a] -> a", build_sum, "The sum of a list.",
     "n (sum [\"0 1\", \"10\"])", "0 1/2 {\"n\":10.0}; 1/2 1 {\"n\":11.0}", 0,
     NULL},
    {"product", "", "Num a => [a] -> a", build_product,
     "The product of a list.", "n (product [\"1 2\", \"10\"])",
     "0 1/2 {\"n\":10.0}; 1/2 1 {\"n\":20.0}", 0, NULL},
    {"maximum", "", "Ord a => [a] -> a", build_maximum,
     "The greatest item of a list.", "n (maximum [1, 3, 2])", "", PLAIN, NULL},
    {"minimum", "", "Ord a => [a] -> a", build_minimum,
     "The least item of a list.", "n (minimum [1, 3, 2])", "", PLAIN, NULL},
    {"head", "", "[a] -> a", build_head, "The first item of a list.",
     "head [s \"bd\", s \"sn\"]", "", PLAIN, NULL},
    {"last", "", "[a] -> a", build_last, "The last item of a list.",
     "last [s \"bd\", s \"sn\"]", "", PLAIN, NULL},
    {"tail", "", "[a] -> [a]", build_tail, "A list without its first item.",
     "stack (tail [s \"bd\", s \"sn\"])", "", PLAIN, NULL},
    {"init", "", "[a] -> [a]", build_init, "A list without its last item.",
     "stack (init [s \"bd\", s \"sn\"])", "", PLAIN, NULL},
    {"length", "", "[a] -> Int", build_length, "How many items a list has.",
     "n (fromIntegral (length [1, 2]))", "", PLAIN, NULL},
    {"null", "", "[a] -> Bool", build_null, "The list is empty.",
     "n (if null [1] then 0 else 1)", "", PLAIN, NULL},
    {"take", "", "Int -> [a] -> [a]", build_take, "The first items of a list.",
     "n (fromList (take 2 [1, 2, 3]))", "", PLAIN, NULL},
    {"drop", "", "Int -> [a] -> [a]", build_drop,
     "A list without its first items.", "n (fromList (drop 2 [1, 2, 3]))", "",
     PLAIN, NULL},
    {"!!", "", "[a] -> Int -> a", build_index,
     "The item of a list at a place, from 0.", "[s \"bd\", s \"sn\"] !! 1", "",
     PLAIN, NULL},
    {"reverse", "", "[a] -> [a]", build_reverse, "A list backwards.",
     "n (fromList (reverse [1, 2, 3]))", "", PLAIN, NULL},
    {"replicate", "", "Int -> a -> [a]", build_replicate,
     "A list of n times the same.", "fastcat (replicate 2 (s \"bd\"))", "",
     PLAIN, NULL},
    {"++", "", "[a] -> [a] -> [a]", build_append, "Joins lists or words.",
     "stack ([s \"bd\"] ++ [s \"sn\"])", "", PLAIN, NULL},
    {":", "", "a -> [a] -> [a]", build_cons, "A list with one more in front.",
     "stack (s \"bd\" : [s \"sn\"])", "", PLAIN, NULL},
    {"concat", "", "[[a]] -> [a]", build_concat, "Joins a list of lists.",
     "stack (concat [[s \"bd\"], [s \"sn\"]])", "", PLAIN, NULL},
    {"concatMap", "", "(a -> [b]) -> [a] -> [b]", build_concat_map,
     "Joins the lists that a function makes of each item.",
     "n (fromList (concatMap (\\x -> [x, x]) [1, 2]))", "", PLAIN, NULL},
    {"zip", "", "[a] -> [b] -> [(a, b)]", build_zip,
     "The pairs of two lists' items.",
     "timecat (zip [1, 2] [s \"bd\", s \"sn\"])", "", PLAIN, NULL},
    {"zipWith", "", "(a -> b -> c) -> [a] -> [b] -> [c]", build_zip_with,
     "Joins two lists item by item with a function.",
     "stack (zipWith (#) [s \"bd\"] [n \"1\"])", "", PLAIN, NULL},
    {"zip3", "", "[a] -> [b] -> [c] -> [(a, b, c)]", build_zip_3,
     "The triples of three lists' items.",
     "stack (map (\\(a, b, c) -> s a # n b # pan c) (zip3 [\"bd\"] [1] [0]))",
     "", PLAIN, NULL},
    {"zipWith3", "", "(a -> b -> c -> d) -> [a] -> [b] -> [c] -> [d]",
     build_zip_with_3, "Joins three lists item by item with a function.",
     "stack (zipWith3 (\\a b c -> s a # n b # pan c) [\"bd\"] [1] [0])", "",
     PLAIN, NULL},
    {"elem", "", "Eq a => a -> [a] -> Bool", build_elem,
     "It stands in the list.", "n (if elem 1 [1, 2] then 1 else 0)", "", PLAIN,
     NULL},
    {"notElem", "", "Eq a => a -> [a] -> Bool", build_elem,
     "It doesn't stand in the list.", "n (if notElem 1 [1, 2] then 1 else 0)",
     "", PLAIN, ""},
    {"lookup", "", "Eq a => a -> [(a, b)] -> Maybe b", build_lookup,
     "What belongs to it in a list of pairs.",
     "n (fromMaybe 0 (lookup 1 [(1, 5)]))", "", PLAIN, NULL},
    {"any", "", "(a -> Bool) -> [a] -> Bool", build_any,
     "A function says True for an item.",
     "n (if any (> 1) [1, 2] then 1 else 0)", "", PLAIN, NULL},
    {"all", "", "(a -> Bool) -> [a] -> Bool", build_any,
     "A function says True for all items.",
     "n (if all (> 1) [1, 2] then 1 else 0)", "", PLAIN, ""},
    {"or", "", "[Bool] -> Bool", build_or, "One of the list is True.",
     "n (if or [True, False] then 1 else 0)", "", PLAIN, NULL},
    {"and", "", "[Bool] -> Bool", build_or, "All of the list are True.",
     "n (if and [True, False] then 1 else 0)", "", PLAIN, ""},
    {"words", "", "String -> [String]", build_words,
     "The words of a plain string.",
     "stack (map s (map pure (words \"bd "
     "sn\")))",
     "", PLAIN, NULL},
    {"unwords", "", "[String] -> String", build_unwords,
     "Joins plain strings with blanks.", "s (pure (unwords [\"bd\"]))", "",
     PLAIN, NULL},
    {"show", "", "Show a => a -> String", build_show,
     "A number as a plain string.", "s (pure (show 1))", "", PLAIN, NULL},
};

const struct fn_family fn_family_list = {"list", "Lists", rows,
					 sizeof(rows) / sizeof(rows[0])};
