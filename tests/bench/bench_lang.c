/* Speed of the compiler: programs of 20 and 500 lines, medians of many runs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/alloc.h"
#include "base/diag.h"
#include "compile/compile.h"
#include "lang/statement.h"
#include "tests/bench/timing.h"

enum { MOST_LINES = 4000 };

static const char *const lines[] = {
    "d%d $ every 2 (fast 2) $ s \"bd*2 [~ sn]\" # n \"%d\" # gain 0.8\n",
    "let x%d = n (\"0 .. %d\" + \"<0 2 5>\") # s \"superpiano\"\n",
    "-- the %d-th comment of %d\n",
    "d%d $ jux rev $ chop %d $ loopAt 2 $ s \"break\" # cut 1\n",
    ("d%d $ stack [s \"bd*4\", s \"~ cp\", s \"hh*8\" # gain (range 0.7 1 "
     "saw)] "
     "# speed %d\n"),
};

static char *program_text(int n)
{
	char *text = malloc((size_t)n * 128), *to = text;
	int kinds = sizeof(lines) / sizeof(*lines);

	if (!text)
		exit(1);
	for (int i = 0; i < n; i++) {
		const char *line = lines[i % kinds];

		to +=
		    sprintf(to, line, *line == 'l' ? i : i % 16 + 1, i % 8 + 1);
	}
	return text;
}

static double median_compile(const char *text, int rounds, size_t *bytes)
{
	double *t = malloc((size_t)rounds * sizeof(*t)), m;
	struct scope_view scope = {0};

	if (!t)
		exit(1);
	for (int i = 0; i < rounds; i++) {
		struct program *p;
		double from = cpu_seconds();

		if (compile_text(&scope, text, strlen(text), EVAL_MERGE, NULL,
				 &p) != ST_OK ||
		    p->diags.errors) {
			fprintf(stderr, "the program doesn't compile\n");
			exit(1);
		}
		t[i] = cpu_seconds() - from;
		*bytes = p->arena.used;
		program_free(p);
	}
	m = median(t, (size_t)rounds);
	free(t);
	return m;
}

static void bench_program(int n, int rounds)
{
	char *text = program_text(n);
	size_t bytes;
	double t = median_compile(text, rounds, &bytes);

	printf("compile, %d lines: %.1f us, %.2f us a line, %zu kB, %.0f "
	       "programs/s\n",
	       n, t * 1e6, t * 1e6 / n, bytes / 1024, 1 / t);
	free(text);
}

static void bench_tokens(void)
{
	char *text = program_text(MOST_LINES);
	struct diag_list errors;
	struct arena a;
	double from;
	size_t n;

	arena_init(&a, 0);
	diag_init(&errors, &a, text, strlen(text));
	from = cpu_seconds();
	n = lex(&errors, text, strlen(text)).n;
	printf("tokens: %.1f million/s\n",
	       (double)n / (cpu_seconds() - from) * 1e-6);
	arena_finish(&a);
	free(text);
}

static size_t count_nodes(const struct node *node)
{
	size_t n = 1;

	for (size_t i = 0; node && i < node->n; i++)
		n += count_nodes(node->items[i]);
	return node ? n : 0;
}

static int no_arity(void *ctx, const char *name)
{
	(void)ctx;
	(void)name;
	return -1;
}

static void bench_nodes(void)
{
	char *text = program_text(MOST_LINES / 2);
	struct parser p = {.max_depth = 200, .arity = no_arity};
	struct statements l;
	struct diag_list errors;
	struct tokens tokens;
	struct arena a;
	size_t n = 0;
	double from;

	arena_init(&a, 0);
	diag_init(&errors, &a, text, strlen(text));
	tokens = lex(&errors, text, strlen(text));
	p.errors = &errors;
	p.arena = &a;
	from = cpu_seconds();
	l = statements_split(&errors, tokens, MOST_LINES);
	for (size_t i = 0; i < l.n; i++)
		statement_parse(&l.at[i], &p);
	from = cpu_seconds() - from;
	for (size_t i = 0; i < l.n; i++)
		n += count_nodes(l.at[i].kind == STMT_DEFINITION
				     ? l.at[i].binding.body
				     : l.at[i].expr);
	printf("nodes: %.1f million/s\n", (double)n / from * 1e-6);
	arena_finish(&a);
	free(text);
}

int main(void)
{
	mem_keep(); /* as the engine does */
	bench_tokens();
	bench_nodes();
	bench_program(20, 501);
	bench_program(500, 51);
	bench_program(1000, 21);
	return 0;
}
