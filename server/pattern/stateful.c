#include "pattern/stateful.h"

#include <string.h>

const struct map *state_set(struct arena *a, const struct map *state,
			    const char *name, struct value v)
{
	const struct control *key = control_named(name);

	if (!key)
		key = control_make(a, name, CONTROL_FLOAT);
	return state ? map_set(a, state, key, v) : map_one(a, key, v);
}

static bool holds_state(const struct event *e)
{
	if (e->value.kind != V_MAP)
		return false;
	for (size_t i = 0; i < e->value.map->n; i++)
		if (e->value.map->at[i].value.kind == V_STATE)
			return true;
	return false;
}

/* Stable merge sort of at[0..n) by the begin of the part. */
static void sort_events(struct event *at, struct event *spare, size_t n)
{
	size_t half = n / 2, i = 0, j = half, k = 0;

	if (n < 2)
		return;
	sort_events(at, spare, half);
	sort_events(at + half, spare, n - half);
	while (i < half && j < n)
		spare[k++] = rat_cmp(at[j].part.begin, at[i].part.begin) < 0
				 ? at[j++]
				 : at[i++];
	while (i < half)
		spare[k++] = at[i++];
	memcpy(at, spare, k * sizeof(*at));
}

static void resolve(struct arena *a, const struct map **state, struct event *e)
{
	const struct map *from = e->value.map;
	struct map *m = map_new(a, from->n);
	size_t n = 0;

	for (size_t i = 0; i < from->n; i++) {
		struct map_entry entry = from->at[i];

		if (entry.value.kind == V_STATE) {
			if (!event_has_onset(e))
				continue;
			entry.value = entry.value.state->call(
			    a, entry.value.state, state);
		}
		m->at[n++] = entry;
	}
	m->n = n;
	e->value = value_map(m);
}

void events_resolve_state(struct arena *a, const struct map **state,
			  struct events *e)
{
	size_t i = 0;

	while (i < e->n && !holds_state(&e->at[i]))
		i++;
	if (i == e->n)
		return;
	sort_events(e->at, ARENA_ARRAY(a, struct event, e->n), e->n);
	for (i = 0; i < e->n; i++)
		if (holds_state(&e->at[i]))
			resolve(a, state, &e->at[i]);
}

static bool copy_value(struct arena *a, struct value v, struct value *to);

static struct value copy_list(struct arena *a, const struct list *from)
{
	struct list *l =
	    arena_alloc(a, sizeof(*l) + from->n * sizeof(l->at[0]));

	l->n = 0;
	l->tuple = from->tuple;
	for (size_t i = 0; i < from->n; i++)
		l->n += copy_value(a, from->at[i], &l->at[l->n]);
	return value_list(l);
}

static bool copy_value(struct arena *a, struct value v, struct value *to)
{
	*to = v;
	switch (v.kind) {
	case V_STR:
		*to = value_str(arena_str(a, v.s));
		return true;
	case V_LIST:
		*to = copy_list(a, v.list);
		return true;
	case V_BLOB:
		*to = value_blob(
		    arena_copy(a, v.blob, sizeof(*v.blob) + v.blob->n));
		return true;
	case V_BOOL:
	case V_CHAR:
		return true;
	default:
		return value_is_number(v);
	}
}

const struct map *state_copy(struct arena *a, const struct map *state)
{
	struct map *m = map_new(a, state ? state->n : 0);

	m->n = 0;
	for (size_t i = 0; state && i < state->n; i++) {
		const struct control *key = state->at[i].key;

		if (key->id < 0)
			key = control_make(a, key->name, key->kind);
		if (copy_value(a, state->at[i].value, &m->at[m->n].value))
			m->at[m->n++].key = key;
	}
	return m;
}

struct mapped_state {
	struct state_fn fn;
	const struct state_fn *of;
	struct value (*map)(struct arena *a, const void *ctx, struct value v);
	const void *ctx;
};

static struct value call_mapped(struct arena *a, const struct state_fn *f,
				const struct map **state)
{
	const struct mapped_state *m = (const struct mapped_state *)f;

	return m->map(a, m->ctx, m->of->call(a, m->of, state));
}

struct value value_state_map(struct arena *a, struct value state,
			     struct value (*fn)(struct arena *a,
						const void *ctx,
						struct value v),
			     const void *ctx)
{
	struct mapped_state *m = ARENA_NEW(a, struct mapped_state);

	m->fn.call = call_mapped;
	m->of = state.state;
	m->map = fn;
	m->ctx = ctx;
	return value_state(&m->fn);
}
