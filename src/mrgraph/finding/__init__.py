"""Words that somebody types -> the things of a graph that they may mean, and the one that they clearly mean."""
