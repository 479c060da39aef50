#include "tests/support/suite.h"

extern const struct suite suite_arena, suite_control, suite_rational,
    suite_random;

int main(int argc, char **argv)
{
	static const struct suite *const suites[] = {
	    &suite_arena, &suite_control, &suite_rational, &suite_random, NULL};

	return suite_main(argc, argv, suites);
}
