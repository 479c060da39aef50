#include "tests/support/suite.h"

extern const struct suite suite_ring, suite_handover;

int main(int argc, char **argv)
{
	static const struct suite *const suites[] = {&suite_ring,
						     &suite_handover, NULL};

	return suite_main(argc, argv, suites);
}
