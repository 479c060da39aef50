#include "tests/support/suite.h"

extern const struct suite suite_event, suite_clock, suite_engine, suite_writer;

int main(int argc, char **argv)
{
	static const struct suite *const suites[] = {
	    &suite_clock, &suite_engine, &suite_writer, &suite_event, NULL};

	return suite_main(argc, argv, suites);
}
