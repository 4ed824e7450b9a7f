package etude.tuner.surrogate;

/** What is believed of a value: normally distributed. */
public record Prediction(double mean, double deviation) {}
