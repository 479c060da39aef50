#include "tests/support/suite.h"

extern const struct suite suite_feed, suite_output;

int main(int argc, char **argv)
{
	static const struct suite *const suites[] = {&suite_feed, &suite_output,
						     NULL};

	return suite_main(argc, argv, suites);
}
