/* Prints "name<TAB>events" of every row: what its example yields now. The
 * source of the rows' `events`, by tools/fill-row-events. */
#include <stdio.h>
#include "tests/contract/answer.h"

int main(void)
{
	for (const struct fn_family *const *f = fn_families; *f; f++)
		for (size_t i = 0; i < (*f)->n; i++) {
			const struct fn_row *row = &(*f)->rows[i];
			const struct pattern *p;
			struct arena a;
			const char *why;

			if (row->flags & FN_NOT_A_PATTERN)
				continue;
			arena_init(&a, 256u << 20);
			p = expression(&a, row->example, &why);
			if (p)
				printf("%s\t%s\n", row->name,
				       row_events(&a, p));
			else
				fprintf(stderr, "%s: %s: %s\n", row->name,
					row->example, why);
			arena_finish(&a);
		}
	return 0;
}
