# The sources of dsp/.
