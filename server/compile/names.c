#include "compile/names.h"

#include <string.h>

/* An argument's type begins at s. */
static void argument(struct entry *e, const char *s)
{
	if (e->arity < 32) {
		e->strings |=
		    (unsigned)(*s == 'S' && strncmp(s, "String ", 7) == 0)
		    << e->arity;
		e->lists |= (unsigned)(*s == '[') << e->arity;
	}
	e->arity++;
}

/* What stands between the arrows outside of brackets. */
static void read_type(struct entry *e, const char *s)
{
	const char *start = s;
	int depth = 0;

	for (; *s; s++) {
		switch (*s) {
		case '(':
		case '[':
			depth++;
			break;
		case ')':
		case ']':
			depth--;
			break;
		case '=': /* classes stand before it */
			if (s[1] == '>')
				start = s + 2;
			break;
		case '-':
			if (depth || s[1] != '>')
				break;
			while (*start == ' ')
				start++;
			argument(e, start);
			start = s + 2;
			break;
		default:
			break;
		}
	}
}

bool entry_find(const char *name, struct entry *to)
{
	*to = (struct entry){.row = fn_find(name)};
	if (!to->row)
		return false;
	read_type(to, to->row->type);
	return true;
}
