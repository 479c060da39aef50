#include "engine/history.h"

#include <stdlib.h>
#include <string.h>
#include "base/alloc.h"
#include "base/strbuf.h"

enum { OVERHEAD = 100 }; /* bytes of a difference besides its texts */

/* --- Steps --- */

static void finish_difference(struct difference *d)
{
	mem_free(d->name);
	mem_free(d->before);
	mem_free(d->after);
}

void step_finish(struct step *s)
{
	for (size_t i = 0; i < s->n; i++)
		finish_difference(&s->at[i]);
	mem_free(s->at);
	*s = (struct step){0};
}

/* NULL stays NULL. False without memory. */
static bool copy(char **to, const char *text, size_t len)
{
	*to = text ? mem_new(len + 1) : NULL;
	if (*to)
		memcpy(*to, text, len);
	return !text || *to;
}

static bool is_same(const char *x, const char *y)
{
	return x && y ? strcmp(x, y) == 0 : x == y;
}

static void remove_at(struct step *s, size_t i)
{
	finish_difference(&s->at[i]);
	s->n--;
	memmove(s->at + i, s->at + i + 1, (s->n - i) * sizeof(*s->at));
}

/* Of several changes of one name the last one counts. */
static enum status note_again(struct step *s, size_t i, const char *after,
			      size_t len)
{
	mem_free(s->at[i].after);
	if (!copy(&s->at[i].after, after, len))
		return ST_NOMEM;
	s->bytes += len;
	if (is_same(s->at[i].before, s->at[i].after))
		remove_at(s, i);
	return ST_OK;
}

static enum status note_new(struct step *s, struct difference d)
{
	struct difference *more = mem_grow(s->at, (s->n + 1) * sizeof(*more));

	if (!more || !d.name) {
		if (more)
			s->at = more;
		finish_difference(&d);
		return ST_NOMEM;
	}
	s->at = more;
	s->at[s->n++] = d;
	return ST_OK;
}

enum status step_note(struct step *s, const char *name, const char *before,
		      size_t before_len, const char *after, size_t after_len)
{
	struct difference d = {NULL, NULL, NULL};

	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->at[i].name, name) == 0)
			return note_again(s, i, after, after_len);
	if (!before && !after)
		return ST_OK;
	if (before && after && before_len == after_len &&
	    memcmp(before, after, after_len) == 0)
		return ST_OK;
	d.name = mem_str(name);
	if (!copy(&d.before, before, before_len) ||
	    !copy(&d.after, after, after_len)) {
		finish_difference(&d);
		return ST_NOMEM;
	}
	s->bytes += OVERHEAD + strlen(name) + before_len + after_len;
	return note_new(s, d);
}

/* --- The history --- */

static void drop_from(struct history *h, size_t first)
{
	while (h->n > first) {
		h->n--;
		h->bytes -= h->steps[h->n].bytes;
		step_finish(&h->steps[h->n]);
	}
}

static void drop_oldest(struct history *h)
{
	h->bytes -= h->steps[0].bytes;
	step_finish(&h->steps[0]);
	h->n--;
	h->now--;
	memmove(h->steps, h->steps + 1, h->n * sizeof(*h->steps));
}

void history_finish(struct history *h)
{
	drop_from(h, 0);
	h->now = 0;
}

void history_clear(struct history *h)
{
	history_finish(h);
	h->serial++;
}

void history_push(struct history *h, struct step *s)
{
	h->serial++;
	if (s->n == 0) {
		step_finish(s);
		return;
	}
	drop_from(h, h->now);
	while (h->n > 0 &&
	       (h->n == HISTORY_STEPS || h->bytes + s->bytes > HISTORY_BYTES))
		drop_oldest(h);
	h->bytes += s->bytes;
	h->steps[h->n++] = *s;
	h->now = h->n;
	*s = (struct step){0};
}

void history_move(struct history *h, int steps)
{
	h->serial++;
	if (steps > 0)
		h->now -= (size_t)steps < h->now ? (size_t)steps : h->now;
	else
		h->now += (size_t)-steps < h->n - h->now ? (size_t)-steps
							 : h->n - h->now;
}

/* --- The way back --- */

void way_finish(struct way *w)
{
	for (size_t i = 0; i < w->n_removed; i++)
		mem_free(w->removed[i]);
	mem_free(w->removed);
	mem_free(w->text);
	*w = (struct way){0};
}

struct wish {
	const char *name, *text; /* NULL: not there */
	size_t order;
};

static int by_name(const void *x, const void *y)
{
	const struct wish *a = x, *b = y;
	int c = strcmp(a->name, b->name);

	return c ? c : (a->order > b->order) - (a->order < b->order);
}

static int by_order(const void *x, const void *y)
{
	const struct wish *a = x, *b = y;

	return (a->order > b->order) - (a->order < b->order);
}

/* Of the wishes for one name the last one counts. How many are left. */
static size_t keep_last(struct wish *w, size_t n)
{
	size_t kept = 0;

	qsort(w, n, sizeof(*w), by_name);
	for (size_t i = 0; i < n; i++)
		if (i + 1 == n || strcmp(w[i].name, w[i + 1].name) != 0)
			w[kept++] = w[i];
	qsort(w, kept, sizeof(*w), by_order);
	return kept;
}

/* What `n` steps from i on, one way or the other, come to. */
static struct wish *collect(const struct history *h, int steps, size_t n,
			    size_t *count)
{
	size_t first = steps > 0 ? h->now - n : h->now, total = 0;
	struct wish *all;

	for (size_t i = first; i < first + n; i++)
		total += h->steps[i].n;
	all = mem_array(total + 1, sizeof(*all));
	*count = 0;
	for (size_t i = 0; all && i < n; i++) {
		const struct step *s =
		    &h->steps[steps > 0 ? first + n - 1 - i : first + i];

		for (size_t k = 0; k < s->n; k++) {
			const struct difference *d = &s->at[k];

			all[*count] = (struct wish){
			    d->name, steps > 0 ? d->before : d->after, *count};
			++*count;
		}
	}
	return all;
}

static bool add_removed(struct way *w, const char *name)
{
	char **more = mem_grow(w->removed, (w->n_removed + 1) * sizeof(*more));

	if (!more)
		return false;
	w->removed = more;
	more[w->n_removed] = mem_str(name);
	return more[w->n_removed] && ++w->n_removed;
}

static bool write_way(struct way *to, const struct wish *all, size_t count)
{
	struct strbuf text;
	bool good = true;

	strbuf_init(&text);
	for (size_t i = 0; i < count && good; i++)
		if (all[i].text)
			strbuf_printf(&text, "%s\n\n", all[i].text);
		else
			good = add_removed(to, all[i].name);
	to->len = text.len;
	good = good && !text.failed &&
	       copy(&to->text, strbuf_str(&text), text.len);
	strbuf_finish(&text);
	return good;
}

enum status history_way(const struct history *h, int steps, struct way *to)
{
	size_t most = steps > 0 ? h->now : h->n - h->now;
	size_t n = (size_t)(steps > 0 ? steps : -(long)steps), count;
	struct wish *all;
	bool good;

	*to = (struct way){0};
	n = n < most ? n : most;
	if (n == 0)
		return ST_NOTFOUND;
	to->steps = steps > 0 ? (int)n : -(int)n;
	all = collect(h, steps, n, &count);
	good = all && write_way(to, all, keep_last(all, count));
	mem_free(all);
	if (good)
		return ST_OK;
	way_finish(to);
	return ST_NOMEM;
}
