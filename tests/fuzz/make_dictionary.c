/* Prints the names of the tables as a dictionary for libFuzzer. */
#include <stdio.h>
#include <string.h>
#include "base/control.h"
#include "dsp/ugen.h"
#include "lang/command.h"
#include "pattern/chord.h"
#include "pattern/fn.h"
#include "pattern/scale.h"

static void word(const char *s, size_t n)
{
	putchar('"');
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '"' || s[i] == '\\')
			putchar('\\');
		putchar(s[i]);
	}
	puts("\"");
}

static void words(const char *s)
{
	size_t n;

	for (; *s; s += n) {
		s += strspn(s, " ");
		n = strcspn(s, " ");
		if (n)
			word(s, n);
	}
}

static void functions(void)
{
	for (const struct fn_family *const *f = fn_families; *f; f++)
		for (size_t i = 0; i < (*f)->n; i++) {
			words((*f)->rows[i].name);
			words((*f)->rows[i].aliases);
		}
}

static void units(void)
{
	for (int f = 0; ugen_families[f]; f++)
		for (size_t i = 0; i < ugen_families[f]->n; i++) {
			words(ugen_families[f]->rows[i].name);
			words(ugen_families[f]->rows[i].aliases);
		}
}

int main(void)
{
	static const char *const signs[] = {
	    "d1 $ ", "d2 # ",	"out: ",  "o3: ",    "~bus: ", "%fn x = ",
	    "let ",  "where ",	"once $", "all $ ",  "->",     "<>",
	    "=>",    "\\x -> ", "$ ",	  " . ",     "\"",     "{- ",
	    " -}",   "-- ",	"'maj",	  "(3,8)",   "*2",     "@3",
	    "!",     "%",	"..",	  "{1 2}%4", "?0.5",   "<1 2>",
	    "[1|2]", "bd:3",	"1e9",	  "1%8",     "\n",     "\n  ",
	    "~ ",    "^x",	"_ _"};

	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
		if (strchr(signs[i], '\n'))
			puts(signs[i][1] ? "\"\\x0a  \"" : "\"\\x0a\"");
		else
			word(signs[i], strlen(signs[i]));
	}
	for (size_t i = 0; command_at(i); i++)
		words(command_at(i)->name);
	functions();
	units();
	for (size_t i = 0; i < CONTROL_COUNT; i++)
		words(control_table[i].name);
	for (size_t i = 0; i < chord_count; i++)
		words(chord_table[i].names);
	for (size_t i = 0; i < scale_count; i++)
		words(scale_table[i].name);
	return 0;
}
