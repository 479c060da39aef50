#include "tests/support/suite.h"

extern const struct suite suite_functions, suite_laws, suite_answers;

int main(int argc, char **argv)
{
	static const struct suite *const suites[] = {
	    &suite_functions, &suite_laws, &suite_answers, NULL};

	return suite_main(argc, argv, suites);
}
