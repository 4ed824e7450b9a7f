package etude.datasets;

/** The shape of every example of one data set. */
public record ExampleSpec(Features features, Target target) {}
