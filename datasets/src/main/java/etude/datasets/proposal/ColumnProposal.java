package etude.datasets.proposal;

import etude.datasets.config.ColumnConfig;

/**
 * What is proposed for one column.
 *
 * @param config as `dataset.columns` is to have it; nothing is said where its values tell all
 * @param finding what was found in it
 * @param reason why, in words
 */
public record ColumnProposal(
        String name, ColumnConfig config, ColumnFinding finding, String reason) {}
