#include "compile/units.h"

#include <math.h>
#include <string.h>
#include "base/arena.h"
#include "dsp/ugen.h"

/* Controls that place and scale a signal. */
static const struct ugen_row *row_of(const char *name)
{
	const struct ugen_row *row;

	if (strcmp(name, "gain") == 0)
		name = "amp";
	row = ugen_find(name);
	if (!row)
		return NULL;
	return row->flags & UGEN_HIDDEN && strcmp(name, "pan") != 0 ? NULL
								    : row;
}

const struct unit *units_find(void *ctx, struct arena *a, const char *name)
{
	const struct ugen_row *row = row_of(name);
	struct unit *u;
	struct unit_param *params;
	int swells = 0;

	(void)ctx;
	if (!row)
		return NULL;
	u = ARENA_NEW(a, struct unit);
	params = ARENA_ARRAY(a, struct unit_param, (size_t)row->n_params + 3);
	for (int i = 0; i < row->n_params; i++) {
		const struct ugen_param *p = &row->params[i];

		params[i] = (struct unit_param){
		    p->name, p->unit && strcmp(p->unit, "Hz") == 0,
		    p->words || p->items, isnan(p->initial) && !p->items};
	}
	if (row->flags & UGEN_SWELLS) {
		params[row->n_params] = (struct unit_param){.name = "attack"};
		params[row->n_params + 1] =
		    (struct unit_param){.name = "release"};
		swells = 2;
	}
	*u = (struct unit){.row = row,
			   .name = arena_str(a, name),
			   .example = row->example,
			   .inputs = row->inputs,
			   .params = params,
			   .n_params = row->n_params + swells,
			   .alone = row->inputs + row->n_params == 0,
			   .input_last = strcmp(row->name, "range") == 0 ||
					 strcmp(row->name, "struct") == 0,
			   .last_first = strcmp(row->name, "lush") == 0,
			   .variadic = row->flags & UGEN_VARIADIC,
			   .envelope = row->flags & UGEN_ENVELOPE};
	return u;
}

void units_offer(struct nearest *near)
{
	for (int f = 0; ugen_families[f]; f++)
		for (size_t i = 0; i < ugen_families[f]->n; i++)
			if (!(ugen_families[f]->rows[i].flags & UGEN_HIDDEN))
				nearest_offer(near,
					      ugen_families[f]->rows[i].name);
}

int units_arity(const char *name)
{
	const struct ugen_row *row = row_of(name);

	return row ? row->inputs + row->n_params : -1;
}
