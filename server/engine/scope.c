#include "engine/scope.h"

#include <stdlib.h>
#include <string.h>
#include "base/alloc.h"

enum { TOLD_MAX = 256, KEPT_MAX = 256 };

struct scope *scope_new(const char *name)
{
	struct scope *s = mem_new(sizeof(*s));

	if (!s)
		return NULL;
	s->name = mem_str(name);
	if (!s->name) {
		mem_free(s);
		return NULL;
	}
	mixer_strip_init(&s->mixer);
	s->mix_sent = mixer_untouched;
	return s;
}

void slot_forget(struct slot *s)
{
	while (s->n_history > 0)
		play_drop(s->history[--s->n_history]);
}

static void finish_slot(struct slot *s)
{
	play_drop(s->raw);
	play_drop(s->all);
	slot_forget(s);
	memory_finish(&s->memory);
	mem_free(s->name);
	mem_free(s);
}

void scope_free(struct scope *s)
{
	while (s->slots)
		scope_remove_slot(s, s->slots);
	scope_undefine_all(s);
	while (s->n_kept > 0)
		mem_free(s->kept[--s->n_kept].name);
	mem_free(s->kept);
	mem_free(s->entries);
	code_drop(s->all_code);
	mem_free(s->all_text);
	history_finish(&s->history);
	while (s->n_told > 0)
		mem_free(s->told[--s->n_told]);
	mem_free(s->told);
	mem_free(s->name);
	mem_free(s);
}

static struct kept_strip *find_kept(const struct scope *s, const char *name)
{
	for (size_t i = 0; i < s->n_kept; i++)
		if (strcmp(s->kept[i].name, name) == 0)
			return &s->kept[i];
	return NULL;
}

static struct kept_strip *add_kept(struct scope *s, const char *name)
{
	struct kept_strip *more;

	if (s->n_kept == KEPT_MAX)
		return NULL;
	more = mem_grow(s->kept, (s->n_kept + 1) * sizeof(*more));
	if (!more)
		return NULL;
	s->kept = more;
	more += s->n_kept;
	more->name = mem_str(name);
	if (!more->name)
		return NULL;
	s->n_kept++;
	return more;
}

/* Strips that nobody touched need no memory. */
static void keep_strip(struct scope *s, const struct slot *slot)
{
	struct kept_strip *kept = find_kept(s, slot->name);
	struct mixer_strip untouched;

	mixer_strip_init(&untouched);
	if (slot->inner || slot->once ||
	    (!kept && memcmp(&slot->mixer, &untouched, sizeof(untouched)) == 0))
		return;
	if (!kept)
		kept = add_kept(s, slot->name);
	if (kept)
		kept->mixer = slot->mixer;
}

struct slot *scope_slot(const struct scope *s, const char *name)
{
	struct slot *slot = s->slots;

	while (slot && strcmp(slot->name, name) != 0)
		slot = slot->next;
	return slot;
}

/* As Tidal's performers have it: d1 is orbit 0 ... */
static int orbit_of(const char *name, uint16_t strip)
{
	int number = name[0] == 'd' ? atoi(name + 1) : 0;

	return number > 0 ? number - 1 : strip;
}

struct slot *scope_add_slot(struct scope *s, const char *name, uint16_t strip)
{
	struct slot *slot = mem_new(sizeof(*slot)), **link = &s->slots;
	const struct kept_strip *kept;

	if (!slot)
		return NULL;
	slot->name = mem_str(name);
	if (!slot->name) {
		mem_free(slot);
		return NULL;
	}
	slot->scope = s;
	slot->strip = strip;
	mixer_strip_init(&slot->mixer);
	if ((kept = find_kept(s, name)))
		slot->mixer = kept->mixer;
	slot->orbit = orbit_of(name, strip);
	while (*link && (*link)->strip < strip)
		link = &(*link)->next;
	slot->next = *link;
	*link = slot;
	s->n_slots++;
	return slot;
}

void scope_remove_slot(struct scope *s, struct slot *slot)
{
	struct slot **link = &s->slots;

	while (*link != slot)
		link = &(*link)->next;
	*link = slot->next;
	s->n_slots--;
	keep_strip(s, slot);
	finish_slot(slot);
}

static struct entry *find_entry(const struct scope *s, const char *name)
{
	for (size_t i = 0; i < s->n_entries; i++)
		if (strcmp(s->entries[i].entry.name, name) == 0)
			return &s->entries[i];
	return NULL;
}

const struct entry *scope_entry(const struct scope *s, const char *name)
{
	return find_entry(s, name);
}

static struct entry *new_entry(struct scope *s)
{
	size_t cap = s->cap_entries ? 2 * s->cap_entries : 16;
	struct entry *more;

	if (s->n_entries == s->cap_entries) {
		more = mem_grow(s->entries, cap * sizeof(*more));
		if (!more)
			return NULL;
		s->entries = more;
		s->cap_entries = cap;
	}
	s->entries[s->n_entries] = (struct entry){0};
	return &s->entries[s->n_entries++];
}

enum status scope_define(struct scope *s, const struct scope_entry *entry,
			 struct code *code)
{
	struct entry *e = find_entry(s, entry->name);

	if (!e && !(e = new_entry(s)))
		return ST_NOMEM;
	code_hold(code);
	code_drop(e->code);
	*e = (struct entry){*entry, code};
	return ST_OK;
}

void scope_undefine(struct scope *s, const char *name)
{
	struct entry *e = find_entry(s, name);
	size_t after;

	if (!e)
		return;
	code_drop(e->code);
	after = (size_t)(s->entries + s->n_entries - (e + 1));
	memmove(e, e + 1, after * sizeof(*e));
	s->n_entries--;
}

void scope_undefine_all(struct scope *s)
{
	while (s->n_entries > 0)
		code_drop(s->entries[--s->n_entries].code);
}

const struct pattern *slot_pattern(const struct slot *s)
{
	const struct play *p = s->all ? s->all : s->raw;

	return p ? p->pattern : NULL;
}

void slot_play(struct slot *s, struct play *p)
{
	play_drop(s->raw);
	play_drop(s->all);
	s->raw = p;
	s->all = NULL;
	s->broken = s->hushed = false;
	s->dirty = true;
}

void slot_remember(struct slot *s, struct play *p)
{
	if (s->n_history == SLOT_HISTORY)
		play_drop(s->history[--s->n_history]);
	memmove(s->history + 1, s->history,
		s->n_history * sizeof(s->history[0]));
	s->history[0] = play_hold(p);
	s->n_history++;
}

bool slot_apply_all(struct slot *s, char why[192])
{
	struct scope *scope = s->scope;

	play_drop(s->all);
	s->all = NULL;
	s->dirty = true;
	if (!scope->all || !s->raw || s->once)
		return true;
	s->all = play_build(scope->all_code, scope->all, NULL, &s->raw, 1, why);
	return s->all;
}

bool scope_tell_once(struct scope *s, const char *sample)
{
	char **more, *copy;

	for (size_t i = 0; i < s->n_told; i++)
		if (strcmp(s->told[i], sample) == 0)
			return false;
	if (s->n_told == TOLD_MAX)
		return false;
	more = mem_grow(s->told, (s->n_told + 1) * sizeof(*more));
	if (!more)
		return false;
	s->told = more;
	copy = mem_str(sample);
	if (!copy)
		return false;
	s->told[s->n_told++] = copy;
	return true;
}
