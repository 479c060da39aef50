#include "tests/support/suite.h"

extern const struct suite suite_program, suite_seeds;

int main(int argc, char **argv)
{
	static const struct suite *const suites[] = {&suite_seeds,
						     &suite_program, NULL};

	return suite_main(argc, argv, suites);
}
