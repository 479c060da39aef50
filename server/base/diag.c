#include "base/diag.h"

#include <stdarg.h>
#include <stdio.h>

void diag_init(struct diag_list *l, struct arena *a, const char *text,
	       size_t len)
{
	*l = (struct diag_list){.arena = a, .text = text, .len = len};
}

void diag_place(const char *text, size_t len, uint32_t at, int *line,
		int *column)
{
	*line = *column = 1;
	for (size_t i = 0; i < at && i < len; i++) {
		if (text[i] == '\n') {
			++*line;
			*column = 1;
		} else if (((unsigned char)text[i] & 0xC0) != 0x80) {
			++*column;
		}
	}
}

/* Insert d by its place; false when an error stands there already. */
static bool insert(struct diag_list *l, struct diag *d)
{
	struct diag **link = &l->first;

	for (; *link && (*link)->span.from <= d->span.from;
	     link = &(*link)->next)
		if ((*link)->span.from == d->span.from &&
		    (*link)->warning == d->warning)
			return false;
	d->next = *link;
	*link = d;
	return true;
}

/* An error needs the place: the last warning goes. False: there is none. */
static bool drop_warning(struct diag_list *l)
{
	struct diag **last = NULL;

	for (struct diag **link = &l->first; *link; link = &(*link)->next)
		if ((*link)->warning)
			last = link;
	if (!last)
		return false;
	*last = (*last)->next;
	l->warnings--;
	l->dropped++;
	return true;
}

static struct diag *add(struct diag_list *l, struct text_span at, bool warning,
			const char *hint, const char *fmt, va_list ap)
{
	char message[512];
	struct diag *d;

	if (l->errors + l->warnings >= DIAG_MAX &&
	    (warning || !drop_warning(l))) {
		l->dropped++;
		l->errors += !warning;
		return NULL;
	}
	vsnprintf(message, sizeof(message), fmt, ap);
	d = ARENA_NEW(l->arena, struct diag);
	d->span = at;
	d->warning = warning;
	d->message = arena_str(l->arena, message);
	d->hint = hint ? arena_str(l->arena, hint) : "";
	diag_place(l->text, l->len, at.from, &d->line, &d->column);
	diag_place(l->text, l->len, at.to, &d->end_line, &d->end_column);
	if (!insert(l, d))
		return NULL;
	l->errors += !warning;
	l->warnings += warning;
	return d;
}

struct diag *diag_error(struct diag_list *l, struct text_span at,
			const char *hint, const char *fmt, ...)
{
	struct diag *d;
	va_list ap;

	va_start(ap, fmt);
	d = add(l, at, false, hint, fmt, ap);
	va_end(ap);
	return d;
}

struct diag *diag_warn(struct diag_list *l, struct text_span at,
		       const char *hint, const char *fmt, ...)
{
	struct diag *d;
	va_list ap;

	va_start(ap, fmt);
	d = add(l, at, true, hint, fmt, ap);
	va_end(ap);
	return d;
}
