#include "tests/support/suite.h"

extern const struct suite suite_edit, suite_sound;

int main(int argc, char **argv)
{
	static const struct suite *const suites[] = {&suite_sound, &suite_edit,
						     NULL};

	return suite_main(argc, argv, suites);
}
