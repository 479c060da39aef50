#include "tests/support/suite.h"

extern const struct suite suite_edit, suite_sound, suite_names, suite_notes,
    suite_rows, suite_live, suite_clicks;

int main(int argc, char **argv)
{
	static const struct suite *const suites[] = {
	    &suite_sound, &suite_edit, &suite_names,  &suite_notes,
	    &suite_rows,  &suite_live, &suite_clicks, NULL};

	return suite_main(argc, argv, suites);
}
