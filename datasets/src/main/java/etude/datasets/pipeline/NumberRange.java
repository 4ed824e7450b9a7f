package etude.datasets.pipeline;

/** The numbers of the batches to make, from {@code first} up to but not including {@code end}. */
record NumberRange(long first, long end) {}
