#include "tests/support/suite.h"

extern const struct suite suite_clock, suite_engine;

int main(int argc, char **argv)
{
	static const struct suite *const suites[] = {&suite_clock,
						     &suite_engine, NULL};

	return suite_main(argc, argv, suites);
}
