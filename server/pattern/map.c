#include "pattern/value.h"

#include <string.h>

struct map *map_new(struct arena *a, size_t n)
{
	struct map *m =
	    arena_alloc(a, sizeof(*m) + n * sizeof(struct map_entry));

	m->n = n;
	return m;
}

/* The index of the first entry whose key is not below. */
static size_t find(const struct map *m, const struct control *key)
{
	size_t i = 0;

	while (i < m->n && control_cmp(m->at[i].key, key) < 0)
		i++;
	return i;
}

const struct value *map_get(const struct map *m, const struct control *key)
{
	size_t i;

	for (i = 0; m && i < m->n; i++)
		if (m->at[i].key == key)
			return &m->at[i].value;
	i = m ? find(m, key) : 0;
	if (!m || i == m->n || control_cmp(m->at[i].key, key))
		return NULL;
	return &m->at[i].value;
}

const struct value *map_get_name(const struct map *m, const char *name)
{
	for (size_t i = 0; m && i < m->n; i++)
		if (strcmp(m->at[i].key->name, name) == 0)
			return &m->at[i].value;
	return NULL;
}

const struct map *map_one(struct arena *a, const struct control *key,
			  struct value v)
{
	struct map *m = map_new(a, 1);

	m->at[0] = (struct map_entry){key, v};
	return m;
}

const struct map *map_union(struct arena *a, const struct map *x,
			    const struct map *y)
{
	size_t i = 0, j = 0, n = 0;
	struct map *m;

	if (!y->n)
		return x;
	if (!x->n)
		return y;
	m = map_new(a, x->n + y->n);
	while (i < x->n && j < y->n) {
		int c = control_cmp(x->at[i].key, y->at[j].key);

		if (c <= 0)
			m->at[n++] = x->at[i++];
		else
			m->at[n++] = y->at[j];
		j += c >= 0;
	}
	while (i < x->n)
		m->at[n++] = x->at[i++];
	while (j < y->n)
		m->at[n++] = y->at[j++];
	m->n = n;
	return m;
}

const struct map *map_set(struct arena *a, const struct map *m,
			  const struct control *key, struct value v)
{
	size_t i = find(m, key);
	bool has = i < m->n && control_cmp(m->at[i].key, key) == 0;
	struct map *copy = map_new(a, m->n + !has);

	memcpy(copy->at, m->at, i * sizeof(m->at[0]));
	copy->at[i] = (struct map_entry){has ? m->at[i].key : key, v};
	memcpy(copy->at + i + 1, m->at + i + has,
	       (m->n - i - has) * sizeof(m->at[0]));
	return copy;
}

const struct map *map_without(struct arena *a, const struct map *m,
			      const struct control *key)
{
	size_t i = find(m, key);
	struct map *copy;

	if (i == m->n || control_cmp(m->at[i].key, key))
		return m;
	copy = map_new(a, m->n - 1);
	memcpy(copy->at, m->at, i * sizeof(m->at[0]));
	memcpy(copy->at + i, m->at + i + 1, (m->n - i - 1) * sizeof(m->at[0]));
	return copy;
}
