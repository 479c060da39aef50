# The sources of audio/.
