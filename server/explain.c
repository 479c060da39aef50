#include "explain.h"

#include <stdio.h>
#include <string.h>
#include "base/control.h"
#include "base/nearest.h"
#include "dsp/ugen.h"
#include "lang/command.h"
#include "net/method.h"
#include "net/tree.h"
#include "options.h"
#include "pattern/fn.h"

static void explain_function(struct strbuf *to, const struct fn_row *row)
{
	strbuf_printf(to, "%s :: %s\n\n%s\n", row->name, row->type,
		      row->summary);
	if (row->aliases && *row->aliases)
		strbuf_printf(to, "Also called: %s\n", row->aliases);
	if (row->example && *row->example)
		strbuf_printf(to, "Example: %s\n", row->example);
	if (row->events && *row->events)
		strbuf_printf(to, "Its events in cycle 0: %s\n", row->events);
}

static void explain_control(struct strbuf *to, const struct control *c)
{
	static const char *const kinds[] = {
	    [CONTROL_FLOAT] = "numbers",     [CONTROL_NOTE] = "notes",
	    [CONTROL_INT] = "whole numbers", [CONTROL_STRING] = "words",
	    [CONTROL_BOOL] = "truth values", [CONTROL_RATIONAL] = "fractions",
	    [CONTROL_BLOB] = "bytes"};

	strbuf_printf(to, "%s: a control that takes %s\n", c->name,
		      kinds[c->kind]);
	if (c->aliases && *c->aliases)
		strbuf_printf(to, "Also called: %s\n", c->aliases);
}

static void explain_unit(struct strbuf *to, const struct ugen_row *row)
{
	strbuf_printf(to, "%s", row->name);
	for (int i = 0; i < row->n_params; i++)
		strbuf_printf(to, " :%s", row->params[i].name);
	strbuf_printf(to, "\n\n%s (a unit of signals)\n", row->summary);
	for (int i = 0; i < row->n_params; i++) {
		const struct ugen_param *p = &row->params[i];

		strbuf_printf(to, "  :%s %s, %g to %g %s", p->name, p->summary,
			      (double)p->least, (double)p->most,
			      p->unit ? p->unit : "");
		if (p->initial == p->initial)
			strbuf_printf(to, " [%g]", (double)p->initial);
		strbuf_printf(to, "\n");
	}
	if (row->aliases && *row->aliases)
		strbuf_printf(to, "Also called: %s\n", row->aliases);
	strbuf_printf(to, "Example: %s\n", row->example);
}

static const struct ugen_row *find_unit(const char *name)
{
	const struct ugen_row *row = ugen_find(name);

	return row && !(row->flags & UGEN_HIDDEN) ? row : NULL;
}

static void explain_statement(struct strbuf *to, const struct command *row)
{
	bool glued = *row->use == ':';

	strbuf_printf(to, "%s%s%s\n\n%s (a statement)\nExample: %s\n",
		      row->name, *row->use && !glued ? " " : "", row->use,
		      row->summary, row->example);
}

/* A control function is a row of the library too, as most are. */
static bool explain_known(struct strbuf *to, const char *name)
{
	const struct command *statement = command_row(name);
	const struct fn_row *fn = fn_find(name);
	const struct control *control = control_find(name);
	const struct method *method = method_find(name);
	const struct ugen_row *unit = find_unit(name);

	method = method ? method : tree_find(name);
	if (statement)
		explain_statement(to, statement);
	if (statement && (fn || unit))
		strbuf_printf(to, "\n");
	if (fn)
		explain_function(to, fn);
	if (fn && unit)
		strbuf_printf(to, "\n");
	if (unit)
		explain_unit(to, unit);
	if (statement || fn || unit)
		return true;
	if (control)
		explain_control(to, control);
	else if (method)
		method_explain(method, to);
	else
		return options_explain(to, name);
	return true;
}

void explain_each(void (*fn)(void *ctx, const char *name), void *ctx)
{
	for (int f = 0; ugen_families[f]; f++)
		for (size_t i = 0; i < ugen_families[f]->n; i++)
			if (find_unit(ugen_families[f]->rows[i].name))
				fn(ctx, ugen_families[f]->rows[i].name);
	for (int f = 0; fn_families[f]; f++)
		for (size_t i = 0; i < fn_families[f]->n; i++)
			fn(ctx, fn_families[f]->rows[i].name);
	for (int i = 0; i < CONTROL_COUNT; i++)
		fn(ctx, control_table[i].name);
	for (int f = 0; method_families[f]; f++)
		for (size_t i = 0; i < method_families[f]->n; i++)
			fn(ctx, method_families[f]->rows[i].address);
}

static void offer(void *ctx, const char *name)
{
	nearest_offer(ctx, name);
}

bool explain_name(struct strbuf *to, const char *name)
{
	struct nearest near;
	char hint[200];

	if (explain_known(to, name))
		return true;
	nearest_init(&near, name);
	for (size_t i = 0; command_at(i); i++)
		offer(&near, command_at(i)->name);
	explain_each(offer, &near);
	nearest_hint(&near, hint, sizeof(hint));
	strbuf_puts(to, hint);
	return false;
}

int explain_main(const char *name)
{
	struct strbuf text;
	bool known;

	strbuf_init(&text);
	known = explain_name(&text, name);
	if (known)
		fputs(strbuf_str(&text), stdout);
	else
		fprintf(stderr, "phonon-audio: nothing is called \"%s\"%s%s\n",
			name, text.len ? ": " : "", strbuf_str(&text));
	strbuf_finish(&text);
	return known ? 0 : 69;
}
