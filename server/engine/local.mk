# The sources of engine/.
