#include "tests/support/suite.h"

extern const struct suite suite_language;

int main(int argc, char **argv)
{
	static const struct suite *const suites[] = {&suite_language, NULL};

	return suite_main(argc, argv, suites);
}
