#include "compile/names.h"

#include <string.h>

static void argument(struct entry *e, const char *s)
{
	while (*s == ' ')
		s++;
	if (strncmp(s, "String ", 7) == 0 && e->arity < 32)
		e->strings |= 1u << e->arity;
	if (*s == '[' && e->arity < 32)
		e->lists |= 1u << e->arity;
	e->arity++;
}

bool entry_find(const char *name, struct entry *to)
{
	const char *s, *start;
	int depth = 0;

	*to = (struct entry){.row = fn_find(name)};
	if (!to->row)
		return false;
	s = strstr(to->row->type, "=>");
	for (s = start = s ? s + 2 : to->row->type; *s; s++) {
		if (*s == '(' || *s == '[')
			depth++;
		else if (*s == ')' || *s == ']')
			depth--;
		if (depth || s[0] != '-' || s[1] != '>')
			continue;
		argument(to, start);
		start = s + 2;
	}
	return true;
}
