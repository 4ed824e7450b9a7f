package etude.datasets.config;

/**
 * What a cell of a table says. A config may write it as text or as a bare number or word: {@code
 * NA}, {@code ""}, {@code -999}, {@code null}.
 */
public record CellText(String text) {}
