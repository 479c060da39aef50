#include "tests/support/suite.h"

extern const struct suite suite_bank, suite_decode;

int main(int argc, char **argv)
{
	static const struct suite *const suites[] = {&suite_bank, &suite_decode,
						     NULL};

	return suite_main(argc, argv, suites);
}
