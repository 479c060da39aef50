#include "compile/names.h"

bool entry_find(const char *name, struct entry *to)
{
	to->row = fn_find_args(name, &to->args);
	return to->row;
}
