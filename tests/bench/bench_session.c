/* What the patterns of a whole set cost: 16 slots at 0.6 cycles a second, asked
 * 16 times a cycle as the server does; share of one core. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "compile/compile.h"
#include "pattern/core.h"
#include "tests/bench/timing.h"

enum { ROUNDS = 5, CYCLES = 500, CUTS = 16 };

static const double cps = 0.6;

static const char *const slots[] = {
    "stack [s \"bd(<3 5>,8)\", s \"~ cp ~ <cp [cp cp]>\" # room 0.3]",
    "every 4 (hurry 2) $ s \"hh*8 oh\" # gain (range 0.7 1 $ fast 4 saw)",
    "off 0.125 ((# crush 4) . (|+ n 12)) $ n \"<0 [3 5]> ~ 7 ~\" # s \"arpy\"",
    "jux rev $ chop 4 $ loopAt 2 $ s \"break\" # cut 1",
    "whenmod 8 6 (const $ s \"bd*8 sn*4\") $ s \"bd sn:2 [bd bd] sn\"",
    "chunk 4 (hurry 2) $ n \"0 .. 7\" # s \"perc\"",
    "note (scale \"minor\" \"<0 2 4 -1> [4 2]*2\" + \"<0 5>\") # s \"pluck\" # "
    "cutoff (range 300 3000 $ slow 4 sine)",
    "splice 8 \"<0 1 2 3> [4 5] 6 7\" $ s \"break\" # gain 0.9",
    "swingBy (1/3) 4 $ degradeBy 0.2 $ s \"hh*16\" # pan rand",
    "arp \"<up down diverge>\" $ note \"<c'maj e'min7'ii a'min9'o>*2\" # s "
    "\"pad\"",
    "sometimesBy 0.3 (# speed 2) $ ply \"<1 [2 3]>\" $ s \"rim ~ [lt mt] ht\"",
    "foldEvery [3,4] (hurry 2) $ s \"bd cp/2 hh*3\" # n \"0 <1 2>\"",
    "stut 4 0.6 (1/8) $ s \"~ vox ~ ~\" # n \"<0 2 1>\"",
    "within (0, 0.5) (fast 2) $ iter 4 $ n \"0 2 [3 5] 7\" # s \"stab\"",
    "striate 4 $ s \"pad:2\" # sustain 0.5 # room 0.4",
    "rolledBy \"<0.25 -0.25>\" $ note \"[0,3,7]*2\" # s \"pluck\" # legato 1.2",
};

enum { SLOTS = sizeof(slots) / sizeof(*slots) };

struct session {
	struct arena programs, queries;
	struct diag_list errors;
	const struct pattern *patterns[SLOTS];
	size_t events;
};

static void compile(void *ctx)
{
	struct session *s = ctx;

	for (int i = 0; i < SLOTS; i++) {
		size_t len = strlen(slots[i]);

		diag_init(&s->errors, &s->programs, slots[i], len);
		s->patterns[i] = compile_expression(&s->programs, 'C', false,
						    slots[i], len, &s->errors);
		if (!s->patterns[i])
			printf("session: slot %d does not compile\n", i + 1);
	}
}

static void ask(void *ctx)
{
	struct session *s = ctx;
	struct query q = {.arena = &s->queries};

	for (int i = 0; i < CYCLES * CUTS; i++) {
		struct span window =
		    SPAN(rat_make(i, CUTS), rat_make(i + 1, CUTS));

		for (int j = 0; j < SLOTS; j++) {
			struct events e = events_none();

			pat_query(&q, s->patterns[j], window, &e);
			s->events += e.n;
		}
		arena_reset(&s->queries);
	}
}

int main(void)
{
	static struct session s;
	double seconds[ROUNDS];

	arena_init(&s.programs, 0);
	arena_init(&s.queries, 0);
	if (arena_run(&s.programs, compile, &s) != ST_OK)
		return 1;
	for (int i = 0; i < SLOTS; i++)
		if (!s.patterns[i])
			return 1;
	for (int i = 0; i < ROUNDS; i++) {
		double from = cpu_seconds();

		s.events = 0;
		if (arena_run(&s.queries, ask, &s) != ST_OK)
			return 1;
		seconds[i] = cpu_seconds() - from;
	}
	printf("session: %d slots, %zu events a cycle: %.4f %% of one core at "
	       "%.1f cps\n",
	       SLOTS, s.events / CYCLES,
	       100 * median(seconds, ROUNDS) * cps / CYCLES, cps);
	arena_finish(&s.queries);
	arena_finish(&s.programs);
	return 0;
}
