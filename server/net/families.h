/* The families of methods, one file each. */
#ifndef NET_FAMILIES_H
#define NET_FAMILIES_H

#include "engine/engine.h"
#include "net/method.h"

extern const struct method_family methods_code, methods_hands, methods_time,
    methods_info, methods_mixer, methods_record, methods_server;

#endif
