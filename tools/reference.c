/* reference PAGE: write a page that is made from the tables to stdout. `make
 * docs` puts them where they belong, and a check holds what stands there
 * against the tables. */
#include <stdio.h>
#include <string.h>
#include "base/control.h"
#include "dsp/ugen.h"
#include "net/method.h"
#include "pattern/fn.h"

/* Text in which '|' would end a cell of a table, and '<' begin a tag. */
static void cell(const char *s)
{
	for (; *s; s++)
		if (*s == '|')
			fputs("&#124;", stdout);
		else if (*s == '<')
			fputs("&lt;", stdout);
		else
			putchar(*s);
}

static void code(const char *s)
{
	if (!strpbrk(s, "|`")) {
		printf("`%s`", s);
		return;
	}
	fputs("<code>", stdout);
	cell(s);
	fputs("</code>", stdout);
}

/* "begin end value; ..." as lines of code. */
static void events(const char *s)
{
	const char *end;

	for (; (end = strstr(s, "; ")); s = end + 2)
		printf("    %.*s\n", (int)(end - s), s);
	printf("    %s\n", s);
}

static void function(const struct fn_row *r)
{
	fputs("### ", stdout);
	code(r->name);
	printf("\n\n%s\n\n    %s :: %s\n", r->summary, r->name, r->type);
	if (r->example && *r->example) {
		fputs("\nExample: ", stdout);
		code(r->example);
		puts("");
	}
	if (r->events && *r->events) {
		puts("\nIts first cycle, as begin, end and value:\n");
		events(r->events);
	}
	if (r->aliases && *r->aliases)
		printf("\nAlso called: %s\n", r->aliases);
	puts("");
}

enum { LARGE_FAMILY = 150 };

/* Families that are made from the controls, hundreds of rows of one kind, are
 * a line a name. */
static void large_family(const struct fn_family *f)
{
	puts("| name | type | what it does |\n|---|---|---|");
	for (size_t i = 0; i < f->n; i++) {
		fputs("| ", stdout);
		code(f->rows[i].name);
		fputs(" | ", stdout);
		code(f->rows[i].type);
		fputs(" | ", stdout);
		cell(f->rows[i].summary);
		puts(" |");
	}
	puts("");
}

static void functions(void)
{
	puts("# Functions\n\n"
	     "Every name that an expression can use, by family. Made from the "
	     "program's tables; `phonon help\nNAME` shows the same. Types are "
	     "written as in Haskell: `Pattern Time -> Pattern a -> Pattern a`\n"
	     "takes a pattern of times and any pattern, and gives a pattern "
	     "of the same kind.\n");
	for (const struct fn_family *const *f = fn_families; *f; f++)
		printf("* [%s](#%s)\n", (*f)->title, (*f)->name);
	puts("");
	for (const struct fn_family *const *f = fn_families; *f; f++) {
		printf("<a name=\"%s\"></a>\n\n## %s\n\n", (*f)->name,
		       (*f)->title);
		if ((*f)->n > LARGE_FAMILY)
			large_family(*f);
		for (size_t i = 0; (*f)->n <= LARGE_FAMILY && i < (*f)->n; i++)
			function(&(*f)->rows[i]);
	}
}

static const char *const kinds[] = {
    [CONTROL_FLOAT] = "number",	    [CONTROL_NOTE] = "note",
    [CONTROL_INT] = "whole number", [CONTROL_STRING] = "word",
    [CONTROL_BOOL] = "yes or no",   [CONTROL_RATIONAL] = "fraction",
    [CONTROL_BLOB] = "bytes",
};

static void control(const struct control *c)
{
	const char *const cells[] = {c->name,	 c->aliases, kinds[c->kind],
				     c->summary, c->unit,    c->range,
				     c->initial};

	for (size_t i = 0; i < sizeof(cells) / sizeof(*cells); i++) {
		fputs("| ", stdout);
		cell(cells[i]);
		putchar(' ');
	}
	puts("|");
}

static void controls(void)
{
	puts("# Controls\n\n"
	     "What an event can say about its sound: `s \"bd\" # gain 0.8 # "
	     "pan \"0 1\"`. Made from the program's\ntable.\n\n"
	     "| control | also | is a | what it does | unit | range | without "
	     "it |\n|---|---|---|---|---|---|---|");
	for (int i = 0; i < CONTROL_COUNT; i++)
		control(&control_table[i]);
}

static void number(float x)
{
	if (x != x)
		fputs("-", stdout);
	else
		printf("%g", (double)x);
}

static void param(const struct ugen_param *p)
{
	printf("| `:%s` | ", p->name);
	cell(p->summary);
	printf(" | %s | ", p->words ? p->words : p->unit ? p->unit : "");
	number(p->least);
	fputs(" to ", stdout);
	number(p->most);
	fputs(" | ", stdout);
	if (p->initial != p->initial)
		fputs(p->items ? "" : "must be given", stdout);
	else
		number(p->initial);
	puts(" |");
}

static void unit(const struct ugen_row *r)
{
	fputs("### ", stdout);
	code(r->name);
	printf("\n\n%s\n\n", r->summary);
	if (r->n_params)
		puts("| parameter | what it does | unit | range | without it "
		     "|\n|---|---|---|---|---|");
	for (int i = 0; i < r->n_params; i++)
		param(&r->params[i]);
	if (r->flags & UGEN_SWELLS)
		puts("| `:attack` `:release` | an envelope over each event, or "
		     "from the start on | s | 0 to 3600 | none |\n\n"
		     "Note names (`\"c4 e4\"`) play a voice each, with attack "
		     "0.001, decay 0.1, sustain 0 and release 0.1;\n`# adsr` "
		     "behind it takes the place of that.");
	printf("\nExample: ");
	code(r->example);
	puts("\n");
	if (r->aliases && *r->aliases)
		printf("Also called: %s\n\n", r->aliases);
	if (r->source && *r->source)
		printf("After: %s\n\n", r->source);
}

static void units(void)
{
	puts("# Units of signals\n\n"
	     "Oscillators, filters, effects, envelopes and arithmetic on "
	     "sound. Made from the program's tables;\n`phonon help NAME` "
	     "shows the same. Every parameter takes a number, a pattern, a bus "
	     "or an\nexpression; it can be given by its place, or by its name "
	     "as `:mix 0.3`. An effect stands behind\n`#`, and what is before "
	     "it goes through it.\n");
	for (int f = 0; ugen_families[f]; f++) {
		printf("## %s\n\n", ugen_families[f]->title);
		for (size_t i = 0; i < ugen_families[f]->n; i++)
			if (!(ugen_families[f]->rows[i].flags & UGEN_HIDDEN))
				unit(&ugen_families[f]->rows[i]);
	}
}

static void from_methods(void (*write)(struct strbuf *to))
{
	struct strbuf text;

	strbuf_init(&text);
	write(&text);
	fputs(strbuf_str(&text), stdout);
	strbuf_finish(&text);
}

static void methods(void)
{
	from_methods(method_reference);
}

static void header(void)
{
	from_methods(method_header);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*print)(void);
	} pages[] = {{"functions", functions},
		     {"controls", controls},
		     {"ugens", units},
		     {"methods", methods},
		     {"header", header}};

	for (size_t i = 0; argc == 2 && i < sizeof(pages) / sizeof(*pages); i++)
		if (strcmp(argv[1], pages[i].name) == 0) {
			pages[i].print();
			return 0;
		}
	fputs("usage: reference functions|controls|ugens|methods|header\n",
	      stderr);
	return 64;
}
