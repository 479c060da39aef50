/* Functions on functions, and what is mapped over patterns, lists and the
 * like. */
#include "pattern/family.h"

#include "pattern/core.h"
#include "pattern/param.h"
#include "pattern/plain.h"

/* --- Functions on functions --- */

struct two {
	struct fn fn;
	const struct fn *f, *g;
};

static struct value compose_call(struct arena *a, const struct fn *fn,
				 struct value arg)
{
	const struct two *t = (const struct two *)fn;

	return fn_call(a, t->f, fn_call(a, t->g, arg));
}

static struct value compose(struct arena *a, const struct fn *f,
			    const struct fn *g)
{
	struct two *t = arena_alloc(a, sizeof(*t));

	*t = (struct two){{compose_call}, f, g};
	return value_fn(&t->fn);
}

static struct value build_compose(const struct call *c)
{
	return fn_call(c->arena, arg_fn(c, 0),
		       fn_call(c->arena, arg_fn(c, 1), c->args[2]));
}

static struct value build_apply(const struct call *c)
{
	return fn_call(c->arena, arg_fn(c, 0), c->args[1]);
}

static struct value build_pipe(const struct call *c)
{
	return fn_call(c->arena, arg_fn(c, 1), c->args[0]);
}

static struct value build_id(const struct call *c)
{
	return c->args[0];
}

static struct value build_flip(const struct call *c)
{
	return fn_call_2(c->arena, arg_fn(c, 0), c->args[2], c->args[1]);
}

static struct value build_curry(const struct call *c)
{
	return fn_call(c->arena, arg_fn(c, 0),
		       tuple_2(c->arena, c->args[1], c->args[2]));
}

static struct value build_uncurry(const struct call *c)
{
	const struct list *l = arg_list(c, 1);

	return fn_call_2(c->arena, arg_fn(c, 0), l->at[0], l->at[1]);
}

static struct value build_fst(const struct call *c)
{
	return arg_list(c, 0)->at[0];
}

static struct value build_snd(const struct call *c)
{
	return arg_list(c, 0)->at[1];
}

/* --- Functors --- */

static struct value map_value(struct arena *a, const void *ctx, struct value v)
{
	return fn_call(a, ctx, v);
}

static struct value fmap(struct arena *a, const struct fn *f, struct value x)
{
	switch (x.kind) {
	case V_PAT:
		return value_pat(pat_map(a, map_value, f, x.pat));
	case V_FN:
		return compose(a, f, x.fn);
	case V_LIST:
	case V_STR:
		return list_map(a, f, x);
	default:
		arena_escape(a, ST_EVAL, "fmap: this can't be mapped over");
	}
}

static struct value build_fmap(const struct call *c)
{
	return fmap(c->arena, arg_fn(c, 0), c->args[1]);
}

static struct value build_fmap_flipped(const struct call *c)
{
	return fmap(c->arena, arg_fn(c, 1), c->args[0]);
}

static struct value const_call(struct arena *a, const struct fn *fn,
			       struct value arg)
{
	(void)a;
	(void)arg;
	return ((const struct const_fn *)fn)->value;
}

const struct fn *fn_const(struct arena *a, struct value v)
{
	struct const_fn *f = arena_alloc(a, sizeof(*f));

	*f = (struct const_fn){{const_call}, v};
	return &f->fn;
}

static struct value build_replace(const struct call *c)
{
	return fmap(c->arena, fn_const(c->arena, c->args[0]), c->args[1]);
}

static struct value build_pure(const struct call *c)
{
	switch (c->shape) {
	case SHAPE_LIST:
		return list_of(c->arena, 1, c->args);
	case SHAPE_MAYBE:
		return just(c->arena, c->args[0]);
	case SHAPE_FUNCTION:
		return value_fn(fn_const(c->arena, c->args[0]));
	default:
		return value_pat(pat_pure(c->arena, c->args[0]));
	}
}

static struct value apply_values(struct arena *a, const void *ctx,
				 struct value f, struct value x)
{
	(void)ctx;
	return f.kind == V_FN ? fn_call(a, f.fn, x) : f;
}

/* Every function to every value. */
static struct value apply_lists(struct arena *a, struct value f, struct value x)
{
	const struct list *fs = as_list(a, f), *xs = as_list(a, x);
	struct value *to = ARENA_ARRAY(a, struct value, fs->n * xs->n);
	size_t n = 0;

	for (size_t i = 0; i < fs->n; i++)
		for (size_t k = 0; k < xs->n; k++)
			to[n++] = apply_values(a, NULL, fs->at[i], xs->at[k]);
	if (fs->tuple)
		return n ? just(a, to[0]) : nothing(a);
	return list_of(a, n, to);
}

static struct value spread_call(struct arena *a, const struct fn *fn,
				struct value arg)
{
	const struct two *t = (const struct two *)fn;
	struct value f = fn_call(a, t->f, arg);

	return apply_values(a, NULL, f, fn_call(a, t->g, arg));
}

static struct value build_ap(const struct call *c)
{
	const enum pat_structure *from = c->row->aux;
	struct two *t;

	if (c->args[0].kind == V_FN) {
		t = arena_alloc(c->arena, sizeof(*t));
		*t = (struct two){{spread_call}, c->args[0].fn, arg_fn(c, 1)};
		return value_fn(&t->fn);
	}
	if (c->args[0].kind == V_PAT)
		return value_pat(pat_app(c->arena, *from, apply_values, NULL,
					 arg_pat(c, 0), arg_pat(c, 1)));
	return apply_lists(c->arena, c->args[0], c->args[1]);
}

/* --- Monads --- */

static const struct pattern *bind_value(struct arena *a, const void *ctx,
					struct value v)
{
	struct value p = fn_call(a, ctx, v);

	return p.kind == V_PAT ? p.pat : pat_pure(a, p);
}

static struct value bind(struct arena *a, struct value m, const struct fn *f)
{
	if (m.kind == V_PAT)
		return value_pat(pat_bind(a, JOIN_MIX, bind_value, f, m.pat));
	if (m.kind == V_LIST && m.list->tuple)
		return m.list->n ? fn_call(a, f, m.list->at[0]) : m;
	return list_concat(a, list_map(a, f, m));
}

static struct value build_bind(const struct call *c)
{
	return bind(c->arena, c->args[0], arg_fn(c, 1));
}

static struct value build_bind_flipped(const struct call *c)
{
	return bind(c->arena, c->args[1], arg_fn(c, 0));
}

/* --- Maybe --- */

static struct value build_just(const struct call *c)
{
	return just(c->arena, c->args[0]);
}

static struct value build_nothing(const struct call *c)
{
	return nothing(c->arena);
}

static struct value build_maybe(const struct call *c)
{
	const struct list *m = arg_list(c, 2);

	return m->n ? fn_call(c->arena, arg_fn(c, 1), m->at[0]) : c->args[0];
}

static struct value build_from_maybe(const struct call *c)
{
	const struct list *m = arg_list(c, 1);

	return m->n ? m->at[0] : c->args[0];
}

/* --- Joining --- */

static struct value append(struct arena *a, struct value x, struct value y)
{
	if (x.kind == V_MAP && y.kind == V_MAP)
		return value_map(map_union(a, x.map, y.map));
	if (x.kind == V_PAT || y.kind == V_PAT)
		return value_pat(pat_with_steps(
		    a, RAT(0, 0),
		    pat_overlay(a, value_to_pat(a, x), value_to_pat(a, y))));
	return list_append(a, x, y);
}

static struct value build_append(const struct call *c)
{
	return append(c->arena, c->args[0], c->args[1]);
}

static struct value build_join_all(const struct call *c)
{
	const struct list *l = arg_list(c, 0);
	struct value v;

	if (l->n == 0)
		arena_escape(c->arena, ST_EVAL, "mconcat: the list is empty");
	v = l->at[l->n - 1];
	for (size_t i = l->n - 1; i-- > 0;)
		v = append(c->arena, l->at[i], v);
	return v;
}

static const enum pat_structure both = FROM_BOTH, left = FROM_LEFT,
				right = FROM_RIGHT;

#define NONE FN_NOT_A_PATTERN

static const struct fn_row rows[] = {
    {".", "", "(b -> c) -> (a -> b) -> a -> c", build_compose,
     "The function that does the right one, then the left one.",
     "(rev . fast 2) $ s \"bd sn\"",
     "0 1/4 {\"s\":\"sn\"}; 1/4 1/2 {\"s\":\"bd\"}; 1/2 3/4 {\"s\":\"sn\"}; "
     "3/4 1 {\"s\":\"bd\"}",
     0, NULL},
    {"$", "", "(a -> b) -> a -> b", build_apply,
     "Applies a function to all that follows.", "rev $ s \"bd sn\"",
     "0 1/2 {\"s\":\"sn\"}; 1/2 1 {\"s\":\"bd\"}", 0, NULL},
    {"&", "", "a -> (a -> b) -> b", build_pipe,
     "A value, and the function that is applied to it.", "s \"bd sn\" & rev",
     "0 1/2 {\"s\":\"sn\"}; 1/2 1 {\"s\":\"bd\"}", 0, NULL},
    {"id", "", "a -> a", build_id, "Changes nothing.", "id $ s \"bd\"",
     "0 1 {\"s\":\"bd\"}", 0, NULL},
    {"const", "", "a -> b -> a", build_id,
     "The first argument, whatever the second is.",
     "every 2 (const $ s \"sn*2\") $ s \"bd\"",
     "0 1/2 {\"s\":\"sn\"}; 1/2 1 {\"s\":\"sn\"}", 0, NULL},
    {"flip", "", "(a -> b -> c) -> b -> a -> c", build_flip,
     "A function with its two arguments swapped.", "flip fast (s \"bd\") 2",
     "0 1/2 {\"s\":\"bd\"}; 1/2 1 {\"s\":\"bd\"}", 0, NULL},
    {"curry", "", "((a, b) -> c) -> a -> b -> c", build_curry,
     "A function of a pair as one of two arguments.",
     "curry zoom 0 0.5 $ s \"bd sn\"", "0 1 {\"s\":\"bd\"}", 0, NULL},
    {"uncurry", "", "(a -> b -> c) -> (a, b) -> c", build_uncurry,
     "A function of two arguments as one of a pair.",
     "uncurry fast (2, s \"bd\")", "0 1/2 {\"s\":\"bd\"}; 1/2 1 {\"s\":\"bd\"}",
     0, NULL},
    {"fst", "", "(a, b) -> a", build_fst, "The first of a pair.",
     "fst (s \"bd\", s \"sn\")", "0 1 {\"s\":\"bd\"}", 0, NULL},
    {"snd", "", "(a, b) -> b", build_snd, "The second of a pair.",
     "snd (s \"bd\", s \"sn\")", "0 1 {\"s\":\"sn\"}", 0, NULL},
    {"fmap", "<$>", "Functor f => (a -> b) -> f a -> f b", build_fmap,
     "Applies a function to each value of a pattern or a list.",
     "n ((+ 1) <$> \"0 1\")", "0 1/2 {\"n\":1.0}; 1/2 1 {\"n\":2.0}", 0, NULL},
    {"<&>", "", "Functor f => f a -> (a -> b) -> f b", build_fmap_flipped,
     "Each value of a pattern, and the function that is applied to it.",
     "n (\"0 1\" <&> (+ 1))", "0 1/2 {\"n\":1.0}; 1/2 1 {\"n\":2.0}", 0, NULL},
    {"<$", "", "Functor f => a -> f b -> f a", build_replace,
     "Puts one value in the place of all.", "s (\"bd\" <$ \"0 1\")",
     "0 1/2 {\"s\":\"bd\"}; 1/2 1 {\"s\":\"bd\"}", 0, NULL},
    {"pure", "return", "Applicative f => a -> f a", build_pure,
     "A pattern of one value a cycle.", "n (pure 3)", "0 1 {\"n\":3.0}", 0,
     NULL},
    {"<*>", "", "Applicative f => f (a -> b) -> f a -> f b", build_ap,
     "Applies a pattern of functions to one of values; events of both.",
     "n ((+) <$> \"0 1\" <*> \"10\")", "0 1/2 {\"n\":10.0}; 1/2 1 {\"n\":11.0}",
     0, &both},
    {"<*", "", "Applicative f => f (a -> b) -> f a -> f b", build_ap,
     "Applies a pattern of functions to one of values; events of the left.",
     "n ((+) <$> \"0 1\" <* \"10\")", "0 1/2 {\"n\":10.0}; 1/2 1 {\"n\":11.0}",
     0, &left},
    {"*>", "", "Applicative f => f (a -> b) -> f a -> f b", build_ap,
     "Applies a pattern of functions to one of values; events of the right.",
     "n ((+) <$> \"1\" *> \"10 20\")", "0 1/2 {\"n\":11.0}; 1/2 1 {\"n\":21.0}",
     0, &right},
    {">>=", "", "Monad m => m a -> (a -> m b) -> m b", build_bind,
     "Each value makes a pattern; they are joined.", "n (\"0 1\" >>= pure)",
     "0 1/2 {\"n\":0.0}; 1/2 1 {\"n\":1.0}", 0, NULL},
    {"=<<", "", "Monad m => (a -> m b) -> m a -> m b", build_bind_flipped,
     "Each value makes a pattern; they are joined.", "n (pure =<< \"0 1\")",
     "0 1/2 {\"n\":0.0}; 1/2 1 {\"n\":1.0}", 0, NULL},
    {"Just", "", "a -> Maybe a", build_just, "A value that is there.",
     "n (maybe 0 (+ 1) (Just 2))", "", NONE, NULL},
    {"Nothing", "", "Maybe a", build_nothing, "No value.",
     "n (maybe 0 (+ 1) Nothing)", "", NONE, NULL},
    {"maybe", "", "b -> (a -> b) -> Maybe a -> b", build_maybe,
     "A function of a value that may be missing.", "n (maybe 0 (+ 1) (Just 2))",
     "", NONE, NULL},
    {"fromMaybe", "", "a -> Maybe a -> a", build_from_maybe,
     "The value, or another where it is missing.", "n (fromMaybe 1 Nothing)",
     "", NONE, NULL},
    {"mconcat", "", "Monoid a => [a] -> a", build_join_all,
     "Joins all items of a list as `<>` does.", "mconcat [s \"bd\", n \"0 1\"]",
     "0 1/2 {\"n\":0.0}; 0 1 {\"s\":\"bd\"}; 1/2 1 {\"n\":1.0}", 0, NULL},
    {"<>", "mappend", "Monoid a => a -> a -> a", build_append,
     "Plays two patterns at the same time; joins lists.",
     "s (\"bd\" <> \"hh cp\")",
     "0 1/2 {\"s\":\"hh\"}; 0 1 {\"s\":\"bd\"}; 1/2 1 {\"s\":\"cp\"}", 0, NULL},
};

const struct fn_family fn_family_function = {
    "function", "Functions on functions", rows, sizeof(rows) / sizeof(rows[0])};
