#include "compile/names.h"

#include "compile/compile.h"
#include "dsp/ugen.h"

void compile_ready(void)
{
	fn_find("s");
	ugen_find("sine");
}

bool entry_find(const char *name, struct entry *to)
{
	to->row = fn_find_args(name, &to->args);
	return to->row;
}
