#include "lang/command.h"

#include <stdlib.h>
#include <string.h>

static const struct command rows[] = {
    {"d1", COMMAND_HEAD, "$ pattern",
     "A slot: it plays the pattern, or the sound. There are d1 to d16; o1 and "
     "out1 are the same as d1.",
     "d1 $ s \"bd sn\""},
    {"out", COMMAND_HEAD, ": pattern", "The main output: a slot.",
     "out: s \"bd sn\""},
    {"p", COMMAND_HEAD, "\"name\" $ pattern", "A slot with a name.",
     "p \"drums\" $ s \"bd sn\""},
    {"let", COMMAND_HEAD, "name = value",
     "Gives a name to a value, a pattern or a function.",
     "let beat = \"bd*2 sn\""},
    {"fn", COMMAND_HEAD, "name a b = value", "A function with parameters.",
     "fn twice p = stack [p, 0.25 ~> p]"},
    {"tempo", COMMAND_EXPRESSION, ": cps", "The tempo in cycles a second.",
     "tempo: 0.5"},
    {"cps", COMMAND_EXPRESSION, ": cps", "The tempo in cycles a second.",
     "cps: 0.5"},
    {"setcps", COMMAND_EXPRESSION, "cps", "The tempo in cycles a second.",
     "setcps (130/60/4)"},
    {"bpm", COMMAND_EXPRESSION, ": beats [\"3/4\"]",
     "The tempo in beats a minute; a cycle is a bar of four beats unless a "
     "signature says otherwise.",
     "bpm: 90 \"3/4\""},
    {"setbpm", COMMAND_EXPRESSION, "beats", "The tempo in beats a minute.",
     "setbpm 120"},
    {"hush", COMMAND_TARGET, "[slot]",
     "Silences a slot, or all. The code stays.", "hush 1"},
    {"unhush", COMMAND_TARGET, "[slot]", "What was hushed plays again.",
     "unhush 1"},
    {"panic", COMMAND_TARGET, "", "Silences everything at once.", "panic"},
    {"solo", COMMAND_TARGET, "slot",
     "Only this slot is heard, and others that are soloed.", "solo 1"},
    {"unsolo", COMMAND_TARGET, "[slot]", "The slot is no longer soloed.",
     "unsolo 1"},
    {"mute", COMMAND_TARGET, "[slot]", "The slot plays on and is not heard.",
     "mute 1"},
    {"unmute", COMMAND_TARGET, "[slot]", "The slot is heard again.",
     "unmute 1"},
    {"muteAll", COMMAND_ALONE, "", "Mutes all slots.", "muteAll"},
    {"unmuteAll", COMMAND_ALONE, "", "Unmutes all slots.", "unmuteAll"},
    {"unsoloAll", COMMAND_ALONE, "", "No slot is soloed any more.",
     "unsoloAll"},
    {"resetCycles", COMMAND_ALONE, "", "Goes to cycle 0.", "resetCycles"},
    {"setCycle", COMMAND_EXPRESSION, "cycle", "Goes to that cycle.",
     "setCycle 4"},
    {"nudge", COMMAND_EXPRESSION, "seconds",
     "Moves all events by this time, later or (negative) earlier.",
     "nudge 0.1"},
    {"nudgeAll", COMMAND_EXPRESSION, "seconds", "The same as nudge.",
     "nudgeAll 0.1"},
    {"once", COMMAND_EXPRESSION, "$ pattern",
     "Plays one cycle of the pattern now, beside everything else.",
     "once $ s \"cp\""},
    {"asap", COMMAND_EXPRESSION, "$ pattern", "The same as once.",
     "asap $ s \"cp\""},
    {"all", COMMAND_EXPRESSION, "$ function",
     "Does the function to what every slot plays; all id ends it.",
     "all $ (# room 0.3)"},
    {"outmix", COMMAND_WORD, ": none | gain | sqrt | tanh | hard",
     "How the slots are summed.", "outmix: none"},
    {"xfade", COMMAND_TRANSITION, "slot $ pattern",
     "Fades over to the pattern in four cycles.", "xfade 1 $ s \"bd*4\""},
    {"xfadeIn", COMMAND_TRANSITION, "slot cycles $ pattern",
     "Fades over to the pattern.", "xfadeIn 1 8 $ s \"bd*4\""},
    {"clutch", COMMAND_TRANSITION, "slot $ pattern",
     "Takes the old events out and the new ones in, one by one, in two cycles.",
     "clutch 1 $ s \"hh*8\""},
    {"clutchIn", COMMAND_TRANSITION, "slot cycles $ pattern",
     "clutch, in so many cycles.", "clutchIn 1 8 $ s \"hh*8\""},
    {"interpolate", COMMAND_TRANSITION, "slot $ pattern",
     "Moves the numbers of the old pattern to those of the new one, in four "
     "cycles.",
     "interpolate 1 $ s \"bd*4\" # speed 2"},
    {"interpolateIn", COMMAND_TRANSITION, "slot cycles $ pattern",
     "interpolate, in so many cycles.",
     "interpolateIn 1 8 $ s \"bd*4\" # speed 2"},
    {"jump", COMMAND_TRANSITION, "slot $ pattern", "The pattern at once.",
     "jump 1 $ s \"bd*4\""},
    {"jumpIn", COMMAND_TRANSITION, "slot cycles $ pattern",
     "The pattern after so many cycles.", "jumpIn 1 2 $ s \"bd*4\""},
    {"jumpIn'", COMMAND_TRANSITION, "slot cycles $ pattern",
     "jumpIn, at the begin of a cycle.", "jumpIn' 1 2 $ s \"bd*4\""},
    {"jumpMod", COMMAND_TRANSITION, "slot n $ pattern",
     "The pattern at the next cycle that n divides.",
     "jumpMod 1 4 $ s \"bd*4\""},
    {"jumpMod'", COMMAND_TRANSITION, "slot n k $ pattern",
     "jumpMod, k cycles later.", "jumpMod' 1 4 1 $ s \"bd*4\""},
    {"mortal", COMMAND_TRANSITION, "slot cycles release $ pattern",
     "The pattern for so many cycles; then it thins out and ends.",
     "mortal 1 4 2 $ s \"hh*8\""},
    {"mortalOverlay", COMMAND_TRANSITION, "slot cycles $ pattern",
     "The same as forId.", "mortalOverlay 1 2 $ s \"cp*4\""},
    {"forId", COMMAND_TRANSITION, "slot cycles $ pattern",
     "The pattern over what the slot plays, for so many cycles.",
     "forId 1 2 $ s \"cp*4\""},
    {"wait", COMMAND_TRANSITION, "slot cycles $ pattern",
     "Silence, then the pattern.", "wait 1 2 $ s \"bd*4\""},
    {"waitT", COMMAND_TRANSITION, "slot transition cycles $ pattern",
     "Silence, then the transition.", "waitT 1 (xfadeIn 4) 2 $ s \"bd*4\""},
    {"wash", COMMAND_TRANSITION, "slot f g delay cycles cycles $ pattern",
     "Does a function to the old pattern, then one to the new one, then plays "
     "the new one.",
     "wash 1 (# crush 4) rev 0 2 2 $ s \"sn*4\""},
    {"washIn", COMMAND_TRANSITION, "slot function cycles $ pattern",
     "Does a function to the old pattern, then plays the new one.",
     "washIn 1 (# crush 4) 2 $ s \"sn*4\""},
    {"anticipate", COMMAND_TRANSITION, "slot $ pattern",
     "The old pattern echoes nearer and nearer for eight cycles, then the new "
     "one plays.",
     "anticipate 1 $ s \"bd*4\""},
    {"anticipateIn", COMMAND_TRANSITION, "slot cycles $ pattern",
     "anticipate, for so many cycles.", "anticipateIn 1 4 $ s \"bd*4\""},
    {"histpan", COMMAND_TRANSITION, "slot n $ pattern",
     "The last n patterns of the slot at once, from left to right.",
     "histpan 1 2 $ s \"cp\""},
};

enum { ROWS = sizeof(rows) / sizeof(*rows), SLOTS = 16 };

const struct command *command_at(size_t i)
{
	return i < ROWS ? &rows[i] : NULL;
}

static const struct command *find(const char *word)
{
	for (size_t i = 0; i < ROWS; i++)
		if (*rows[i].name == *word && strcmp(rows[i].name, word) == 0)
			return &rows[i];
	return NULL;
}

const struct command *command_find(const char *word)
{
	const struct command *row = find(word);

	return row && row->shape != COMMAND_HEAD ? row : NULL;
}

const struct command *command_row(const char *word)
{
	const char *n = word;

	if (strncmp(n, "out", 3) == 0)
		n += 3;
	else if (*n == 'd' || *n == 'o')
		n++;
	if (n > word && *n >= '1' && *n <= '9' &&
	    n[strspn(n, "0123456789")] == '\0' && atoi(n) <= SLOTS)
		return find("d1");
	return find(word);
}
