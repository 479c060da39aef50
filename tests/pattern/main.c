#include "tests/support/suite.h"

extern const struct suite suite_control, suite_core, suite_corpus,
    suite_fn_random, suite_harmony, suite_laws, suite_mini, suite_ops;

int main(int argc, char **argv)
{
	static const struct suite *const suites[] = {
	    &suite_control,   &suite_core,    &suite_corpus,
	    &suite_fn_random, &suite_harmony, &suite_laws,
	    &suite_mini,      &suite_ops,     NULL};

	return suite_main(argc, argv, suites);
}
