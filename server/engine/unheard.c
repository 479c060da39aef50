#include "engine/unheard.h"

/* Only the control that begins an effect; those beside it (resonance, size,
 * delaytime ...) come with it. */
static const char *const rows[CONTROL_COUNT] = {
    [CONTROL_ID_bandf] = "bpf 800 2",
    [CONTROL_ID_binshift] = "",
    [CONTROL_ID_coarse] = "",
    [CONTROL_ID_comb] = "",
    [CONTROL_ID_crush] = "bitcrush 4",
    [CONTROL_ID_cutoff] = "lpf 800 1",
    [CONTROL_ID_delay] = "delay 0.25 0.5",
    [CONTROL_ID_distort] = "distort 0.5 1",
    [CONTROL_ID_djf] = "",
    [CONTROL_ID_enhance] = "",
    [CONTROL_ID_freeze] = "",
    [CONTROL_ID_hbrick] = "",
    [CONTROL_ID_hcutoff] = "hpf 300 1",
    [CONTROL_ID_krush] = "",
    [CONTROL_ID_lbrick] = "",
    [CONTROL_ID_leslie] = "",
    [CONTROL_ID_octer] = "",
    [CONTROL_ID_phaserrate] = "phaser 0.5 0.6",
    [CONTROL_ID_real] = "",
    [CONTROL_ID_ring] = "",
    [CONTROL_ID_room] = "reverb 0.6 0.3 0.3",
    [CONTROL_ID_scram] = "",
    [CONTROL_ID_smear] = "",
    [CONTROL_ID_squiz] = "",
    [CONTROL_ID_tremolorate] = "tremolo 4 0.8",
    [CONTROL_ID_triode] = "",
    [CONTROL_ID_vowel] = "",
    [CONTROL_ID_waveloss] = "",
};

const char *unheard_instead(enum control_id id)
{
	return rows[id];
}

void unheard_note(struct unheard *u, const struct map *controls)
{
	for (size_t i = 0; i < controls->n; i++) {
		int id = controls->at[i].key->id;

		if (id >= 0 && rows[id])
			u->met[id] = true;
	}
}

void unheard_say(const struct unheard *u, struct strbuf *names,
		 struct strbuf *instead)
{
	for (int id = 0; id < CONTROL_COUNT; id++) {
		if (!u->met[id])
			continue;
		strbuf_printf(names, "%s`%s`", names->len ? ", " : "",
			      control_table[id].name);
		if (*rows[id])
			strbuf_printf(instead, "%s# %s",
				      instead->len ? " " : "", rows[id]);
	}
}
