/* Patterns of control maps, as the families make and change them. */
#ifndef PATTERN_CONTROLS_H
#define PATTERN_CONTROLS_H

#include "pattern/core.h"
#include "pattern/ops.h"

/* What the values of a control are. */
enum value_kind control_value_kind(const struct control *key);

/* v as what the control takes. */
struct value control_value(struct arena *a, const struct control *key,
			   struct value v);

/* Each value of p as a map with that one key; numbers become the key's kind. */
const struct pattern *pat_control(struct arena *a, const struct control *key,
				  const struct pattern *p);
/* The p and the key of such a pattern; NULL of another one, or where it was
 * written out. */
const struct pattern *pat_control_values(const struct pattern *p,
					 const struct control **key);
/* The map of one number, of the key's kind, once a cycle: `pan 0.5`. */
const struct pattern *pat_control_pure(struct arena *a, enum control_id id,
				       double x);
/* p `|op` key x: structure from p, one number for all of it. */
const struct pattern *pat_control_op(struct arena *a, enum value_op op,
				     const struct pattern *p,
				     enum control_id id, double x);
/* p `#` key word. */
const struct pattern *pat_control_word(struct arena *a, const struct pattern *p,
				       enum control_id id, const char *word);
/* p `|op` key xs: structure from p. */
const struct pattern *pat_control_by(struct arena *a, enum value_op op,
				     const struct pattern *p,
				     enum control_id id,
				     const struct pattern *xs);

#endif
