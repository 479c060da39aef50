#include "tests/support/suite.h"

extern const struct suite suite_voice, suite_pool, suite_dsp, suite_strip,
    suite_calls, suite_ugen_source, suite_fx, suite_ugens, suite_ugen_env,
    suite_ugen_math, suite_ugen_filter, suite_ugen_dynamics, suite_graph,
    suite_limiter, suite_mix;

int main(int argc, char **argv)
{
	static const struct suite *const suites[] = {
	    &suite_voice,	&suite_pool,
	    &suite_dsp,		&suite_strip,
	    &suite_calls,	&suite_ugen_source,
	    &suite_fx,		&suite_ugens,
	    &suite_ugen_env,	&suite_ugen_math,
	    &suite_ugen_filter, &suite_ugen_dynamics,
	    &suite_graph,	&suite_limiter,
	    &suite_mix,		NULL};

	return suite_main(argc, argv, suites);
}
