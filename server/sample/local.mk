# The sources of sample/.
