#include "net/tree.h"

#include <string.h>
#include "net/method.h"
#include "net/pattern.h"

enum { PARTS = 3 };

static const char root[] = "/phonon/";

bool tree_read(const char *address, struct tree_address *to)
{
	size_t n = sizeof(root) - 1, len = strlen(address);
	const char *part[PARTS + 1];
	int parts = 0;

	if (strncmp(address, root, n) != 0 || len - n >= TREE_TEXT)
		return false;
	memcpy(to->text, address + n, len - n + 1);
	for (char *at = to->text; at && parts <= PARTS; parts++) {
		part[parts] = at;
		at = strchr(at, '/');
		if (at)
			*at++ = '\0';
		if (!*part[parts])
			return false;
	}
	if (parts < 2 || parts > PARTS)
		return false;
	to->scope = part[0];
	to->slot = parts == PARTS ? part[1] : NULL;
	to->control = part[parts - 1];
	return true;
}

/* "/phonon/<scope>/<slot>/gain": is it of this form, and this control? */
static bool is_row(const struct tree_address *a, const char *address)
{
	const char *control = strrchr(address, '/') + 1;

	return strchr(address, '<') &&
	       !!strstr(address, "<slot>") == !!a->slot &&
	       pattern_matches(a->control, control);
}

const struct method *tree_find(const char *address)
{
	struct tree_address a;

	if (!tree_read(address, &a))
		return NULL;
	for (int f = 0; method_families[f]; f++)
		for (size_t i = 0; i < method_families[f]->n; i++)
			if (is_row(&a, method_families[f]->rows[i].address))
				return &method_families[f]->rows[i];
	return NULL;
}
