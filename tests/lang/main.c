#include "tests/support/suite.h"

extern const struct suite suite_lex, suite_type, suite_limits, suite_cases;

int main(int argc, char **argv)
{
	static const struct suite *const suites[] = {
	    &suite_lex, &suite_type, &suite_limits, &suite_cases, NULL};

	return suite_main(argc, argv, suites);
}
