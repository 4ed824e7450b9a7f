package etude.datasets;

import java.util.List;

/**
 * What a column of a table was taken for.
 *
 * @param kind in words, such as a number or 3 categories
 * @param reason why, in words
 * @param features numbers that one value of the column becomes; none of the target
 * @param numeric whether the first of them is a number
 * @param origin what is subtracted from a number before it is rounded to a float of a batch
 * @param remarks sentences for the user, such as that the column looks like an identifier
 */
public record TableColumn(
        String name,
        String kind,
        String reason,
        int features,
        boolean numeric,
        double origin,
        List<String> remarks) {
    public TableColumn {
        remarks = List.copyOf(remarks);
    }
}
