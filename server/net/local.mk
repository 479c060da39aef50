# The sources of net/.
