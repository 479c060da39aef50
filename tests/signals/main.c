#include "tests/support/suite.h"

extern const struct suite suite_edit, suite_sound, suite_names, suite_rows;

int main(int argc, char **argv)
{
	static const struct suite *const suites[] = {
	    &suite_sound, &suite_edit, &suite_names, &suite_rows, NULL};

	return suite_main(argc, argv, suites);
}
