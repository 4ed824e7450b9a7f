package etude.trainer.export;

import etude.datasets.encoding.Encoding;
import etude.datasets.encoding.Encoding.Column;
import java.util.ArrayList;
import java.util.List;

/**
 * The method of a module that makes the inputs of a model of the columns of a table, as {@link
 * Column#write} does.
 */
record TableText(Encoding.Table table) {
    String encode() {
        StringBuilder text =
                new StringBuilder(
                        "def encode(%s, columns: Tensor) -> Tensor:\n".formatted(ModuleText.SELF));
        text.append("  c = torch.to(columns, 7)\n");
        List<String> features = new ArrayList<>();
        List<String> known = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            Column column = table.columns().get(i);
            String feature = "f" + i;
            text.append("  c%1$s = torch.narrow(c, 1, %1$s, 1)\n".formatted(i));
            text.append("  %s = %s\n".formatted(feature, inputs(column, "c" + i)));
            features.add(feature);
            if (present(column) instanceof Column.Categories) {
                known.add("torch.sum(%s, [1], True)".formatted(feature));
            }
        }
        if (!known.isEmpty()) {
            text.append(
                    """
                      if torch.__not__(bool(torch.all(torch.eq(torch.cat([%s], 1), 1)))):
                        ops.prim.RaiseException("a category has a number that the training file has not")
                      else:
                        pass
                    """
                            .formatted(String.join(", ", known)));
        }
        return text + "  return torch.cat([%s], 1)\n".formatted(String.join(", ", features));
    }

    private static Column present(Column column) {
        return column instanceof Column.Imputed imputed ? imputed.column() : column;
    }

    /** An expression of (N, width) in float32, of a column (N, 1) in float64. */
    private static String inputs(Column column, String value) {
        if (column instanceof Column.Imputed imputed) {
            String isMissing = "torch.isnan(%s)".formatted(value);
            String filled =
                    Double.isNaN(imputed.fill())
                            ? value
                            : "torch.masked_fill(%s, %s, %s)"
                                    .formatted(value, isMissing, imputed.fill());
            String inputs = inputs(imputed.column(), filled);
            return imputed.hasIndicator()
                    ? "torch.cat([%s, torch.to(%s, 6)], 1)".formatted(inputs, isMissing)
                    : inputs;
        }
        if (column instanceof Column.Dates dates) {
            return "torch.to(torch.cat([torch.sub(%s, %s), %s, %s], 1), 6)"
                    .formatted(
                            value,
                            dates.origin(),
                            circle(value, Column.Dates.YEAR),
                            circle(value, Column.Dates.WEEK));
        }
        if (column instanceof Column.Numbers numbers) {
            return "torch.to(torch.sub(%s, %s), 6)".formatted(value, numbers.origin());
        }
        return "torch.to(torch.eq(%1$s, torch.arange(%2$s, dtype=7, layout=None, device=ops.prim.device(%1$s))), 6)"
                .formatted(value, column.width());
    }

    /** Sine and cosine of the place in a period. */
    private static String circle(String days, double period) {
        String angle =
                "torch.mul(torch.remainder(torch.div(%s, %s), 1), %s)"
                        .formatted(days, period, 2 * Math.PI);
        return "torch.sin(%1$s), torch.cos(%1$s)".formatted(angle);
    }
}
